"""`flask purge`: delete personal data stored longer than the retention; `--dry-run` shows how much that is."""

import click

from app.accounts.queries import find_user
from app.audit.rules import Actor
from app.audit.verify import catch_up
from app.cli.edge import reading_command, say_json, unusable, writing_command
from app.photos.services import sweep_files
from app.retention.services import PurgeCounts, preview_purge, purge
from app.shared import clock


@click.command(
    "purge",
    help="Hapus nama, nomor, dan teks pribadi yang sudah lewat masa simpan; jumlah dan rantai tetap.",
)
@click.option("--dry-run", is_flag=True, help="Hanya hitung; tidak ada yang berubah.")
@click.option("--actor", "username", help="Login keuangan atau admin yang memutuskan.")
def purge_command(dry_run: bool, username: str | None) -> None:
    """Purge, or count with `--dry-run`; print one line of JSON with the numbers of erased records."""
    if dry_run:
        _preview()
    elif not username:
        unusable("Sebutkan siapa yang memutuskan dengan --actor, atau lihat dulu dengan --dry-run.")
    else:
        _seal()
        _purge(username)
        _sweep()


@reading_command
def _preview() -> None:
    _print_counts(preview_purge(clock.today()), done=False)


@reading_command
def _seal() -> None:
    catch_up()


@writing_command
def _purge(username: str) -> None:
    _print_counts(purge(clock.today(), actor=_read_actor(username)), done=True)


@reading_command
def _sweep() -> None:
    sweep_files()


def _read_actor(username: str) -> Actor:
    user = find_user(username)
    if user is None or not user.is_active or not {"finance", "admin"} & user.role_names:
        unusable(f"{username!r} bukan login keuangan atau admin yang aktif.")
    return Actor("user", user.id, user.username)


def _print_counts(found: PurgeCounts, *, done: bool) -> None:
    say_json({"purged": done} | {"before": str(found.before)} | found.counts)


commands = [purge_command]
