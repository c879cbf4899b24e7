"""`flask backup`: a checked copy of the running database."""

from dataclasses import replace
from pathlib import Path

import click
from flask import current_app

from app.audit.book import beside
from app.audit.services import record_event
from app.audit.verify import BACKUP, catch_up
from app.backups.services import (
    Backup,
    Facts,
    check_copy,
    find_unsound,
    get_facts,
    is_on_same_disk,
    prune,
    take_backup,
)
from app.cli.edge import CLI_ACTOR, reading_command, say_json, unusable
from app.cli.runs import recorded
from app.extensions import db
from app.shared.transaction import begin_snapshot, begin_writing, commit, rollback
from config import Settings


@click.command("backup", help="Salin basis data selagi dipakai, lalu periksa salinannya: jumlah dan rantai.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder salinan.")
@click.option(
    "--keep", type=click.IntRange(min=0), default=0, help="Simpan hanya sekian yang terbaru; 0: semua."
)
@click.option(
    "--check", "file", type=click.Path(path_type=Path, dir_okay=False), help="Hanya periksa salinan ini."
)
@reading_command
def backup(folder: Path | None, keep: int, file: Path | None) -> None:
    """One line of JSON at the end; exit 2 with a sentence when there is no sound copy."""
    if file is not None:
        facts = check_copy(file, inspect)
        unsound = find_unsound(file.parent, facts)
        say_json({"file": file.name, **_facts(facts), "photos_unsound": len(unsound)})
        if unsound:
            unusable(_photo_warning(unsound))
        return
    with recorded("backup"):
        _take(folder, keep)


def _take(folder: Path | None, keep: int) -> None:
    target = folder or current_app.config["SETTINGS"].instance_path / "backups"
    made = take_backup(target, inspect)
    if is_on_same_disk(target):
        click.echo(
            f"Peringatan: {target} ada di disk yang sama dengan basis data (berbagi folder belum terpasang?). "
            "Disk yang rusak menghapus keduanya; simpan juga di tempat lain.",
            err=True,
        )
    if made.unsound:
        click.echo(_photo_warning(made.unsound), err=True)
    removed = prune(target, keep)
    begin_writing()
    facts = made.facts
    details = {"sales": facts.sales, "links": facts.links, "head": facts.head}
    record_event(BACKUP, actor=CLI_ACTOR, subject="backup", details=details)
    commit()
    say_json(_summary(made) | {"removed": removed})


def inspect(url: str) -> Facts:
    """The facts of the database at this address, through an application of its own beside the running one."""
    settings: Settings = current_app.config["SETTINGS"]
    with beside(), current_app.config["FACTORY"](replace(settings, database_url=url)).app_context():
        catch_up()  # a copy may fall between a commit and its seal, which PostgreSQL makes right after it
        begin_snapshot()
        try:
            return get_facts()
        finally:
            rollback()
            db.engine.dispose()


def _summary(made: Backup) -> dict[str, object]:
    seconds = round(made.seconds, 1)
    facts: dict[str, object] = {"file": made.file.name, "sha256": made.sha256, "bytes": made.size}
    return facts | {"seconds": seconds} | _facts(made.facts) | {"photos_unsound": len(made.unsound)}


def _photo_warning(unsound: tuple[str, ...]) -> str:
    return (
        f"Peringatan: {len(unsound)} foto tidak ada atau rusak di folder photos di samping salinan, "
        f"misalnya {unsound[0]}. Ambil dari salinan lain, atau minta UMKM mengirim fotonya lagi."
    )


def _facts(facts: Facts) -> dict[str, object]:
    return {
        "photos": len(facts.photos),
        "sales": facts.sales,
        "turnover": facts.turnover,
        "chain": facts.links,
        "head": f"{facts.links}:{facts.head}",
    }


commands = [backup]
