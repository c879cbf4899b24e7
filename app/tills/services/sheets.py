"""Numbered paper sheets: printing allots their numbers; they end when all lines are entered."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.errors import BoothNotInUse
from app.booths.queries import get_booth
from app.extensions import db
from app.shared import clock
from app.tills.errors import SheetAlreadyEnded
from app.tills.models import PaperSheet, PaperSheetEnd
from app.tills.queries.sheets import get_sheet

LINES = 20
"""Lines on one sheet."""
MOST_AT_ONCE = 20
_TRIES = 5


def print_sheets(booth_id: int, day: date, count: int, *, actor: Actor) -> list[PaperSheet]:
    """Allot the booth's next numbers for a day, in order. BoothNotInUse.

    Numbers continue per booth, like `P-0001`, so that a number alone identifies a sheet of a booth.
    """
    booth = get_booth(booth_id)
    if not booth.is_active:
        raise BoothNotInUse("booth")
    for attempt in range(_TRIES):
        try:
            with db.session.begin_nested():
                sheets = _allot(booth_id, day, count, actor)
            break
        except IntegrityError:  # a concurrent request took these numbers: try the next ones
            if attempt == _TRIES - 1:
                raise
    details = {"booth": booth_id, "day": day.isoformat(), "first": sheets[0].number, "count": count}
    record_event(
        "booths.print_sheets", actor=actor, subject="paper_sheet", subject_id=sheets[0].id, details=details
    )
    return sheets


def _allot(booth_id: int, day: date, count: int, actor: Actor) -> list[PaperSheet]:
    had = db.session.scalar(select(func.count()).where(PaperSheet.booth_id == booth_id)) or 0
    now, by = clock.now(), actor.id if actor.kind == "user" else None
    sheets = [
        PaperSheet(booth_id=booth_id, day=day, number=f"P-{had + place:04}", printed_at=now, printed_by=by)
        for place in range(1, count + 1)
    ]
    db.session.add_all(sheets)
    db.session.flush()
    return sheets


def end_sheet(sheet_id: int, kind: str, reason: str = "", *, actor: Actor) -> None:
    """End a sheet: `entered`, or `unused` with a reason. NotFound, SheetAlreadyEnded."""
    sheet = get_sheet(sheet_id)
    end = PaperSheetEnd(
        sheet_id=sheet.id, kind=kind, reason=reason, ended_at=clock.now(),
        ended_by=actor.id if actor.kind == "user" else None,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(end)
    except IntegrityError as error:
        raise SheetAlreadyEnded(number=sheet.number) from error
    details = {"booth": sheet.booth_id, "kind": kind}
    record_event("booths.end_sheet", actor=actor, subject="paper_sheet", subject_id=sheet.id, details=details)
