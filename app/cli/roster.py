"""`flask roster …`: the personnel office's files, and undoing a list of people (decisions, commands)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from app.cli.edge import CLI_ACTOR, reading_command, say_json
from app.cli.imports import DETAILS, MOST_LINES, Details, ImportGroup
from app.directory import queries
from app.directory.imports import PEOPLE
from app.directory.services import RosterPreview, UnitsPlan
from app.messages.imports import fault_sentence
from app.messages.roster import IMPORT_DEPENDENTS, change_list
from app.roster_undo.dependents import find_obstacle
from app.roster_undo.queries import get_undo_preview
from app.roster_undo.services import undo_roster
from app.shared.transaction import commit, rollback

roster = ImportGroup("roster", help="Unit kerja dan daftar pegawai.")
commands = [roster]


def _read_day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a calendar date knows no zone)
    except ValueError:
        raise click.BadParameter("tulis tanggal sebagai TAHUN-BULAN-HARI, misalnya 2026-11-01") from None


def _as_of(words: str) -> click.Option:
    return click.Option(
        ["--as-of"], callback=_read_day, help=f"{words}, TAHUN-BULAN-HARI (biasanya tanggal 1 bulan ini)."
    )


_PEOPLE_OPTIONS = (
    _as_of("Berlaku sejak"),
    click.Option(
        ["--additional", "is_addition"],
        is_flag=True,
        default=None,
        help="Berkas ini hanya tambahan: orang yang tidak ada di dalamnya tidak dicatat perlu diperiksa.",
    ),
    click.Option(
        ["--absent"],
        type=int,
        help="Daftar ini lengkap, dan memang sebanyak ini orang tidak ada di dalamnya (diminta kalau banyak).",
    ),
)


def _describe_people(preview: RosterPreview) -> Iterator[str]:
    """The lines about absent people, the months before the file's day, warnings, and changes."""
    plan = preview.plan
    if plan.rows == plan.blank + len(plan.refused):
        yield "Tidak ada baris yang dapat diterapkan dari berkas ini."
    if plan.is_addition:
        yield "Dibaca sebagai tambahan: tidak ada yang dicatat perlu diperiksa."
    elif preview.needs_confirmed_count:
        yield (
            f"{len(plan.absent)} dari {plan.judged} orang tidak ada di berkas. Pakai --additional kalau ini hanya "
            f"tambahan, atau --absent {len(plan.absent)} kalau daftar ini memang lengkap."
        )
    if plan.new_people and not preview.state.people:
        yield (
            f"Bulan sebelum {plan.as_of:%d-%m-%Y} tidak punya pegawai. Pakai --as-of yang lebih awal kalau "
            "penjualannya sudah dicatat."
        )
    for warned in plan.warnings[:MOST_LINES]:
        yield f"Baris {warned.row}: {fault_sentence(PEOPLE, warned)}"
    for word, count in change_list(plan.words):
        yield f"{word}: {count}"


def _further(preview: RosterPreview, is_dry: bool) -> dict[str, Any]:
    plan = preview.plan
    return {
        "reappeared": len(plan.reappeared),
        "suggestions": len(plan.suggestions),
        "warnings": len(plan.warnings),
        "additional": plan.is_addition,
        "as_of": plan.as_of.isoformat(),
        "dry_run": is_dry,
    }


def _describe_units(plan: UnitsPlan) -> Iterator[str]:
    """A line for each changed unit: old and new value, and the day of the change."""
    before, after = plan.before.on(plan.as_of), plan.after.on(plan.as_of)
    for change in plan.changes[:MOST_LINES]:
        old, new = before.rows[change.unit_id], after.rows[change.unit_id]
        parts = [f"nama menjadi {new.name!r}"] if change.name else []
        if change.parent_id:
            parts.append(f"dari {before.name(old.parent_id)!r} ke {after.name(new.parent_id)!r}")
        yield f"{old.name}: {', '.join(parts)}, sejak {plan.as_of:%d-%m-%Y}"


DETAILS["people"] = Details(_PEOPLE_OPTIONS, _describe_people, _further)
DETAILS["units"] = Details((_as_of("Perubahan berlaku sejak"),), _describe_units)


@roster.command(
    "imports", help="Daftar pegawai yang pernah diterapkan, terbaru dulu, satu baris JSON per impor."
)
@reading_command
def imports() -> None:
    """One line of JSON for each import, with its number for `roster undo`; `obstacle` "" for one that may be undone."""
    for upload in queries.list_uploads(None, "applied", "undone"):
        say_json(
            {
                "import": upload.id,
                "file": upload.file_name,
                "sha256": upload.sha256,
                "as_of": upload.as_of.isoformat(),
                "state": upload.state,
                "obstacle": find_obstacle(upload),
            }
        )


@roster.command("undo")
@click.argument("number", type=int)
@click.option("--reason", default="", help="Mengapa impor ini dibatalkan.")
@click.option("--dry-run", is_flag=True, help="Hanya melihat; tidak ada yang berubah.")
@reading_command
def undo(number: int, reason: str, dry_run: bool) -> None:
    """Batalkan impor daftar pegawai NUMBER (dari `roster imports`) selama belum ada yang bergantung padanya."""
    preview = get_undo_preview(number)
    for one in preview.dependents:
        who = f"{one.count} orang: " if one.count else ""
        click.echo(f"{who}{IMPORT_DEPENDENTS[one.code]}", err=True)
    if not dry_run:
        rollback()
        undo_roster(number, reason, actor=CLI_ACTOR)
        commit()
    say_json(
        {
            "import": number,
            "removed": preview.removed,
            "restored": preview.restored,
            "dependents": {dependent.code: dependent.count for dependent in preview.dependents},
            "dry_run": dry_run,
        }
    )
