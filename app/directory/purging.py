"""Taking names and numbers out of the directory. The row stays: sums and postings still belong to somebody."""

import secrets
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, cast, delete, func, literal, select, update

from app.audit.rules import ERASED
from app.directory.models import Employee, FormerNumber, Posting, RosterChange, RosterUpload
from app.directory.roster_import.changes import NONE
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none
from app.shared import clock


def erase_people(employee_ids: Collection[int], at: datetime) -> None:
    """Names, titles, NIP, PNS ID, code, card and former numbers go, letters of postings, too (ADR 0010).

    What is left says which post in which unit, on which days. A code `dihapus-<id>` keeps the row identified. What
    an import changed about them goes, too: it cannot be undone from then on (ADR 0036).
    """
    of_people = RosterChange.employee_id.in_(employee_ids)
    db.session.execute(update(RosterChange).where(of_people).values(before={}, digest=NONE))
    db.session.execute(delete(FormerNumber).where(FormerNumber.employee_id.in_(employee_ids)))
    db.session.execute(update(Posting).where(Posting.employee_id.in_(employee_ids)).values(letter=""))
    db.session.execute(
        update(Employee)
        .where(Employee.id.in_(employee_ids))
        .values(
            name=ERASED,
            search_name=ERASED,
            front_title="",
            back_title="",
            nip=None,
            pns_id=None,
            code=literal("dihapus-") + cast(Employee.id, String),
            missing_since=None,
            purged_at=at,
        )
    )
    for employee_id in employee_ids:
        db.session.execute(
            update(Employee).where(Employee.id == employee_id).values(card_token=secrets.token_hex(16))
        )


def count_undo_reasons(before: date) -> int:
    """Imports undone before this day that still hold the reason."""
    return db.session.scalar(select(func.count(RosterUpload.id)).where(*_undone(before))) or 0


def erase_undo_reasons(before: date) -> int:
    """Why they were undone goes; that they were stays. How many imports."""
    done = db.session.execute(update(RosterUpload).where(*_undone(before)).values(undo_reason=""))
    return int(done.rowcount)  # type: ignore[attr-defined]


def forget_old_changes(before: date) -> None:
    """What imports of before this day changed goes: nobody undoes them any more (ADR 0036)."""
    old = select(RosterUpload.id).where(RosterUpload.applied_at < clock.at_local(before, 0, 0))
    db.session.execute(
        update(RosterChange).where(RosterChange.upload_id.in_(old)).values(before={}, digest=NONE)
    )


def _undone(before: date) -> tuple[ColumnElement[bool], ...]:
    return RosterUpload.undone_at < clock.at_local(before, 0, 0), RosterUpload.undo_reason != ""


PURGING.register(
    PurgePart(
        "undo_reasons",
        24,
        "words",
        lambda due: count_undo_reasons(due.before),
        lambda due: erase_undo_reasons(due.before),
    ),
    PurgePart("roster_changes", 158, "", count_none, lambda due: forget_old_changes(due.before) or 0),
    PurgePart(
        "people",
        160,
        "",
        count_none,
        batch_by(lambda due: due.people, lambda some: erase_people(some, clock.now())),
    ),
)
