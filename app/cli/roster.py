"""`roster units` and `roster people`: the personnel office's files by command (decisions, commands)."""

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.edge import CLI_ACTOR, ensure_target, reading_command, say_json, warn_ignored, writing_to
from app.directory.queries import count_employees
from app.directory.roster_import.plan import RosterPlan
from app.directory.roster_import.rejects import reject_rows
from app.directory.services import (
    RosterPreview,
    UnitsPlan,
    apply_roster,
    import_units,
    plan_units,
    preview_roster,
)
from app.excel.rejects import write_rejects
from app.messages.roster import change_list, refusal_sentence, warning_sentence
from app.shared.transaction import commit

roster = AppGroup("roster", help="Unit kerja dan daftar pegawai.")
commands = [roster]
MOST_LINES = 50
"""So many refused rows are said on the screen; the workbook of refused rows holds all."""


def _read_day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a calendar date knows no zone)
    except ValueError:
        raise click.BadParameter("tulis tanggal sebagai TAHUN-BULAN-HARI, misalnya 2026-11-01") from None


def _readable(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    if not path.is_file():
        raise click.BadParameter(f"berkas tidak ada: {path}")
    return path


@roster.command("units")
@click.argument("file", type=click.Path(path_type=Path), callback=_readable)
@click.option(
    "--as-of",
    callback=_read_day,
    help="Perubahan berlaku sejak, TAHUN-BULAN-HARI (biasanya tanggal 1 bulan ini).",
)
@click.option("--dry-run", is_flag=True, help="Hanya melihat; tidak ada yang berubah.")
@reading_command
def units(file: Path, as_of: date | None, dry_run: bool) -> None:
    """Baca unit kerja dari FILE (ID, NAMA_UNOR, ID_ATASAN)."""
    plan = plan_units(file, as_of)
    outcome = plan.outcome if dry_run else import_units(file, actor=CLI_ACTOR, as_of=as_of)
    commit()
    _say_units(plan)
    warn_ignored(outcome.ignored, outcome.hidden)
    for refusal in outcome.refused[:MOST_LINES]:
        click.echo(f"Baris {refusal.row}: {refusal_sentence(refusal.reason, refusal.facts)}", err=True)
    say_json(outcome.counts())


@roster.command("people")
@click.argument("file", type=click.Path(path_type=Path), callback=_readable)
@click.option(
    "--as-of", callback=_read_day, help="Berlaku sejak, TAHUN-BULAN-HARI (biasanya tanggal 1 bulan ini)."
)
@click.option("--dry-run", is_flag=True, help="Hanya melihat; tidak ada yang berubah.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), help="Simpan baris yang ditolak ke berkas .xlsx ini."
)
@click.option(
    "--additional",
    is_flag=True,
    default=None,
    help="Berkas ini hanya tambahan: orang yang tidak ada di dalamnya tidak dicatat perlu diperiksa.",
)
@click.option(
    "--absent",
    type=int,
    help="Daftar ini lengkap, dan memang sebanyak ini orang tidak ada di dalamnya (diminta kalau banyak).",
)
@reading_command
def people(
    file: Path,
    as_of: date | None,
    dry_run: bool,
    rejects: Path | None,
    additional: bool | None,
    absent: int | None,
) -> None:
    """Baca daftar pegawai dari FILE (.xlsx atau .csv)."""
    ensure_target(rejects)
    is_first = not count_employees()
    additional = (
        False if additional is None and absent is not None else additional
    )  # who counts has a whole list
    if dry_run:
        preview = preview_roster(file, as_of, is_addition=additional)
    else:
        done = apply_roster(file, actor=CLI_ACTOR, as_of=as_of, is_addition=additional, absent=absent)
        preview = done.preview
    if rejects is not None:  # before the commit: a full disk must not leave half of the work done
        refused = reject_rows(file, preview.file, preview.plan, refusal_sentence)
        with writing_to(rejects):
            write_rejects(rejects, *refused, several_sheets=len(preview.file.sheets) > 1)
    commit()
    plan = preview.plan
    warn_ignored(preview.file.ignored, preview.file.hidden)
    _say_scope(preview, is_first=is_first)
    for refusal in plan.refused[:MOST_LINES]:
        click.echo(f"Baris {refusal.row}: {refusal_sentence(refusal.reason, refusal.facts)}", err=True)
    _say_changes(plan)
    say_json(
        {
            **plan.counts(),
            "reappeared": len(plan.reappeared),
            "suggestions": len(plan.suggestions),
            "warnings": len(plan.warnings),
            "additional": plan.is_addition,
            "as_of": plan.as_of.isoformat(),
            "dry_run": dry_run,
        }
    )


def _say_changes(plan: RosterPlan) -> None:
    """Rows that are taken in but look odd, and what changes, counted in words."""
    for warned in plan.warnings[:MOST_LINES]:
        click.echo(f"Baris {warned.row}: {warning_sentence(warned.code, warned.text)}", err=True)
    for word, count in change_list(plan.words):
        click.echo(f"{word}: {count}", err=True)


def _say_scope(preview: RosterPreview, *, is_first: bool) -> None:
    """What the file says of people it does not name, and of the time before its day."""
    plan = preview.plan
    if plan.rows == plan.blank + len(plan.refused):
        click.echo("Tidak ada baris yang dapat diterapkan dari berkas ini.", err=True)
    if plan.is_addition:
        click.echo("Dibaca sebagai tambahan: tidak ada yang dicatat perlu diperiksa.", err=True)
    elif preview.needs_clear_word:
        click.echo(
            f"{len(plan.absent)} dari {plan.judged} orang tidak ada di berkas. Pakai --additional kalau ini hanya "
            f"tambahan, atau --absent {len(plan.absent)} kalau daftar ini memang lengkap.",
            err=True,
        )
    if is_first and plan.joined:
        click.echo(
            f"Bulan sebelum {plan.as_of:%d-%m-%Y} tidak punya pegawai. Pakai --as-of yang lebih awal kalau "
            "penjualannya sudah dicatat.",
            err=True,
        )


def _say_units(plan: UnitsPlan) -> None:
    """Each stored unit that changes: from where to where, and the day since when."""
    before, after = plan.before.on(plan.as_of), plan.after.on(plan.as_of)
    for one in plan.changes[:MOST_LINES]:
        old, new = before.rows[one.unit_id], after.rows[one.unit_id]
        parts = [f"nama menjadi {new.name!r}"] if one.name else []
        if one.parent_id:
            parts.append(f"dari {before.name(old.parent_id)!r} ke {after.name(new.parent_id)!r}")
        click.echo(f"{old.name}: {', '.join(parts)}, sejak {plan.as_of:%d-%m-%Y}", err=True)
