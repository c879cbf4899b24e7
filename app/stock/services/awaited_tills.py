"""Verbs around tills that a count of a shelf waits for: one that is heard, and one that is let go (makers 8)."""

from typing import Any

from sqlalchemy import select

from app.audit.rules import SYSTEM, Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.extensions import db
from app.shared import clock
from app.shared.reason import read_reason
from app.stock.errors import TillNotAwaited
from app.stock.models import CountRelease, StockCount
from app.stock.queries.count_waits import list_awaited_tills
from app.stock.services.counts import finish_if_ready, lock_unfinished
from app.tills.queries.tills import TillIdentity
from app.tills.services.heartbeat import record_till_heartbeat


def receive_heartbeat(till: TillIdentity, *, unsent: int, **status: Any) -> None:
    """Store a till's heartbeat; a shelf count that waited for this till alone becomes final.

    `status`: the further arguments of `record_till_heartbeat`.
    """
    record_till_heartbeat(till.till_id, unsent=unsent, **status)
    if not unsent:
        _finish_waiting(SYSTEM, booth_id=till.booth_id)


def finish_waiting_counts(*, actor: Actor) -> int:
    """Make every waiting count final for which nothing is missing; how many. For a timer."""
    return _finish_waiting(actor)


def _finish_waiting(actor: Actor, **conditions: int) -> int:
    """How many of these waiting counts are final now. Of tills heard at once the later waits in `finish_if_ready`."""
    waiting = select(StockCount.id).filter_by(state="waiting", **conditions).order_by(StockCount.id)
    return sum(finish_if_ready(count_id, actor=actor) for count_id in db.session.scalars(waiting).all())


def release_till(count_id: int, till_id: int, reason: str, *, actor: Actor) -> StockCount:
    """Let a count go on without a till that will not come back; final at once if nothing else is missing.

    It holds for later counts, too, until the till is heard again. NotFound, CountEnded, TillNotAwaited,
    ReasonMissing.
    """
    count = lock_unfinished(count_id)
    if till_id not in {one.id for one in list_awaited_tills(count)}:
        raise TillNotAwaited()
    release = _release(count, till_id, reason := read_reason(reason), actor)
    seal_states("count_release", [release.id])
    details = {"till": till_id, "reason": reason}
    record_event(
        "stock.release_till", actor=actor, subject="stock_count", subject_id=count.id, details=details
    )
    finish_if_ready(count.id, actor=actor)
    return count


def _release(count: StockCount, till_id: int, reason: str, actor: Actor) -> CountRelease:
    """The release of this count and till; a till that was heard since its release is released anew."""
    found = db.session.scalar(select(CountRelease).filter_by(count_id=count.id, till_id=till_id))
    if found is None:
        found = CountRelease(count_id=count.id, till_id=till_id)
        db.session.add(found)
    found.reason, found.released_at, found.released_by = reason, clock.now(), actor.id
    db.session.flush()
    return found
