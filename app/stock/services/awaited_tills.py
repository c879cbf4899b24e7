"""Services for tills that a count of a shelf waits for: receive their heartbeat, release them (makers 8)."""

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
    """Store a till's heartbeat. A shelf count that waited only for this till becomes final.

    `status`: the further arguments of `record_till_heartbeat`.
    """
    record_till_heartbeat(till.till_id, unsent=unsent, **status)
    if not unsent:
        _finish_waiting(SYSTEM, booth_id=till.booth_id)


def finish_waiting_counts(*, actor: Actor) -> int:
    """Make all waiting counts final that have nothing missing; returns their number. Run by a timer."""
    return _finish_waiting(actor)


def _finish_waiting(actor: Actor, **conditions: int) -> int:
    """Finish these waiting counts if possible; returns the number of final ones. `finish_if_ready` locks each count."""
    count_ids = select(StockCount.id).filter_by(state="waiting", **conditions).order_by(StockCount.id)
    return sum(finish_if_ready(count_id, actor=actor) for count_id in db.session.scalars(count_ids).all())


def release_till(count_id: int, till_id: int, reason: str, *, actor: Actor) -> StockCount:
    """Stop waiting for a till that will not return; the count becomes final at once if nothing else is missing.

    This applies to later counts too, until the till makes contact again. NotFound, CountEnded, TillNotAwaited,
    ReasonMissing.
    """
    count = lock_unfinished(count_id)
    if till_id not in {till.id for till in list_awaited_tills(count)}:
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
    """Store the release of a till for a count; replaces an earlier one if the till has made contact since."""
    release = db.session.scalar(select(CountRelease).filter_by(count_id=count.id, till_id=till_id))
    if release is None:
        release = CountRelease(count_id=count.id, till_id=till_id)
        db.session.add(release)
    release.reason, release.released_at, release.released_by = reason, clock.now(), actor.id
    db.session.flush()
    return release
