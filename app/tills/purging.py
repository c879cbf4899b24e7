"""What cashiers and managers wrote about a shift's cash and a paper sheet, after the archive period."""

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
    """Why sheets came back unused, those ended before this day."""
    return [Erasure("sheet_end", _END, {"reason": ""}, (_END.c.ended_at < clock.at_local(before, 0, 0),))]


def count_shift_reasons(before: date) -> int:
    """Shifts closed before this day that still hold a reason for a difference."""
    return db.session.scalar(select(func.count(Shift.id)).where(*_old(before))) or 0


def erase_shift_reasons(before: date) -> int:
    """Those reasons go; the difference itself stays. How many shifts."""
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
