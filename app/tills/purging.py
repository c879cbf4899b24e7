"""Erases the reasons written about shifts' cash and paper sheets after the archive period."""

from datetime import date

from sqlalchemy import func, select, update

from app.audit.purging import Erasure, count_due, erase
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart
from app.shared import clock
from app.shared.columns import table
from app.tills.models import PaperSheetEnd, Shift

_END = table(PaperSheetEnd)


def list_sheet_reasons(before: date) -> list[Erasure]:
    """Erases the reasons of sheets returned unused before this day."""
    return [Erasure("sheet_end", _END, {"reason": ""}, (_END.c.ended_at < clock.at_local(before, 0, 0),))]


def count_shift_reasons(before: date) -> int:
    """The number of shifts closed before this day that still have a reason for a difference."""
    return db.session.scalar(select(func.count(Shift.id)).where(*_old(before))) or 0


def erase_shift_reasons(before: date) -> int:
    """Erase those reasons; the differences stay. Returns the number of shifts."""
    done = db.session.execute(update(Shift).where(*_old(before)).values(difference_reason=""))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _old(before: date):  # type: ignore[no-untyped-def]
    return Shift.closed_at < clock.at_local(before, 0, 0), Shift.difference_reason != ""


PURGING.register(
    PurgePart(
        "sheet_reasons",
        22,
        "words",
        lambda due: count_due(list_sheet_reasons(due.before)),
        lambda due: erase(list_sheet_reasons(due.before)),
    ),
    PurgePart(
        "shift_reasons",
        23,
        "words",
        lambda due: count_shift_reasons(due.before),
        lambda due: erase_shift_reasons(due.before),
    ),
)
