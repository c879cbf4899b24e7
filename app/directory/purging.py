"""Erases names and numbers from the directory. The rows stay, because sums and postings refer to them."""

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
    """Erase names, titles, NIP, PNS ID, code, card, former numbers and the letters of postings (ADR 0010).

    Posts, units and dates remain; the code `dihapus-<id>` identifies the row. The recorded changes by rosters are
    erased too, so these can no longer be undone for the person (ADR 0036).
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
    """The number of imports undone before this day that still have a reason."""
    return db.session.scalar(select(func.count(RosterUpload.id)).where(*_undone(before))) or 0


def erase_undo_reasons(before: date) -> int:
    """Erase the reasons of imports undone before this day; returns the number of imports."""
    done = db.session.execute(update(RosterUpload).where(*_undone(before)).values(undo_reason=""))
    return int(done.rowcount)  # type: ignore[attr-defined]


def forget_old_changes(before: date) -> None:
    """Delete the recorded changes of imports before this day, which can no longer be undone (ADR 0036)."""
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
