"""Settling what a person has looked at: the same id that came again with other content (decisions, JSON door)."""

from sqlalchemy import select, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.sales.errors import ReasonMissing
from app.sales.models import PendingVoid, SaleConflict
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing

_CONFLICT = table(SaleConflict)


def settle_conflict(conflict_id: int, reason: str, *, actor: Actor) -> None:
    """Note that a conflicting content was looked at, and what was found. NotFound (also when it was settled
    before), ReasonMissing. Nothing is booked: what is missing is recorded as a sale of its own."""
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing("reason")
    begin_writing()
    open_one = (_CONFLICT.c.id == conflict_id) & _CONFLICT.c.settled_at.is_(None)
    done = db.session.execute(update(_CONFLICT).where(open_one).values(settled_at=clock.now()))
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise NotFound()
    record_event(
        "sales.settle_conflict",
        actor=actor,
        subject="sale_conflict",
        subject_id=conflict_id,
        details={"reason": reason},
    )


def list_pending_voids() -> list[PendingVoid]:
    """Reversals whose original has not arrived, oldest first."""
    wanted = select(PendingVoid).where(PendingVoid.applied_at.is_(None)).order_by(PendingVoid.id)
    return list(db.session.scalars(wanted))
