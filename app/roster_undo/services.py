"""Undoes a roster import as a whole, while nothing depends on it (ADR 0036)."""

from sqlalchemy import select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.lookups import CHANGE, EMPLOYEE
from app.directory.models import RosterUpload
from app.directory.roster_import.changes import revert_changes
from app.directory.roster_import.write import lock_directory
from app.directory.services import get_upload
from app.extensions import db
from app.months.services import lock_month
from app.roster_undo.dependents import list_dependents
from app.roster_undo.errors import RosterUndoPrevented, RosterUndoReasonMissing
from app.shared import clock
from app.shared.period import Period
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing


def undo_roster(upload_id: int, reason: str, *, actor: Actor) -> RosterUpload:
    """Remove the people an import added and restore those it changed, to the day, the letter and the number.

    RosterUndoReasonMissing, RosterUploadNotFound, RosterUndoPrevented with the codes of `list_dependents`.
    """
    reason = read_reason(reason, RosterUndoReasonMissing("reason"))
    begin_writing()
    lock_directory()
    upload = get_upload(upload_id)
    _lock_users(upload)
    dependents = list_dependents(upload)
    if dependents:
        raise RosterUndoPrevented(codes=[dependent.code for dependent in dependents])
    removed, restored = revert_changes(upload.id)
    upload.state = "undone"
    upload.undone_at, upload.undone_by = clock.now(), actor.id if actor.kind == "user" else None
    upload.undo_reason = reason
    db.session.flush()
    record_event(
        "directory.undo_roster",
        actor=actor,
        subject="roster_upload",
        subject_id=upload.id,
        details={
            "as_of": upload.as_of.isoformat(),
            "removed": removed,
            "restored": restored,
            "reason_length": len(reason),
        },
    )
    return upload


def _lock_users(upload: RosterUpload) -> None:
    """PostgreSQL: until this transaction ends, no month since the import's day is closed, and no new row refers to a
    person added by the import; running writers are waited for. SQLite has one writer.
    """
    period = Period.of(upload.as_of)
    while period <= clock.this_period():
        lock_month(period)
        period = period.next()
    new = select(CHANGE.c.employee_id).where(CHANGE.c.upload_id == upload.id, CHANGE.c.is_new)
    db.session.execute(
        select(EMPLOYEE.c.id).where(EMPLOYEE.c.id.in_(new)).order_by(EMPLOYEE.c.id).with_for_update()
    )
