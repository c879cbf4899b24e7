"""`flask roster …`: the personnel office's files (decisions, commands)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from app.cli.imports import DETAILS, MOST_LINES, Details, ImportGroup
from app.directory.imports import PEOPLE
from app.directory.services import RosterPreview, UnitsPlan
from app.messages.imports import fault_sentence
from app.messages.roster import change_list

commands = [ImportGroup("roster", help="Unit kerja dan daftar pegawai.")]


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
    """What the file says of people it does not name, of the time before its day, what is odd, and what changes."""
    plan = preview.plan
    if plan.rows == plan.blank + len(plan.refused):
        yield "Tidak ada baris yang dapat diterapkan dari berkas ini."
    if plan.is_addition:
        yield "Dibaca sebagai tambahan: tidak ada yang dicatat perlu diperiksa."
    elif preview.needs_clear_word:
        yield (
            f"{len(plan.absent)} dari {plan.judged} orang tidak ada di berkas. Pakai --additional kalau ini hanya "
            f"tambahan, atau --absent {len(plan.absent)} kalau daftar ini memang lengkap."
        )
    if plan.joined and not preview.state.people:
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
    """Each stored unit that changes: from where to where, and the day since when."""
    before, after = plan.before.on(plan.as_of), plan.after.on(plan.as_of)
    for one in plan.changes[:MOST_LINES]:
        old, new = before.rows[one.unit_id], after.rows[one.unit_id]
        parts = [f"nama menjadi {new.name!r}"] if one.name else []
        if one.parent_id:
            parts.append(f"dari {before.name(old.parent_id)!r} ke {after.name(new.parent_id)!r}")
        yield f"{old.name}: {', '.join(parts)}, sejak {plan.as_of:%d-%m-%Y}"


DETAILS["people"] = Details(_PEOPLE_OPTIONS, _describe_people, _further)
DETAILS["units"] = Details((_as_of("Perubahan berlaku sejak"),), _describe_units)
