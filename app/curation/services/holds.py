"""Services for holds: an agency with that right puts a product on hold, and lifts the hold (makers 16)."""

from datetime import date

from sqlalchemy import select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.curation.errors import HoldDaysWrong, HoldEnded, MayNotHold, NotACurator
from app.curation.models import Agency, ProductHold
from app.curation.queries.agencies import find_agency_of
from app.curation.services.interest import ensure_unbound
from app.extensions import db
from app.makers.queries import get_product
from app.shared import clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing


def hold_product(
    product_id: int, *, reason: str, letter_number: str, until: date | None, actor: Actor
) -> ProductHold:
    """Put a product on hold from today until `until` (exclusive) or until lifted. Sales are booked nevertheless.

    NotFound, NotACurator, MayNotHold, ConflictOfInterest, ReasonMissing, HoldDaysWrong.
    """
    begin_writing()
    agency = _ensure_right(actor)
    product, today = get_product(product_id), clock.today()
    ensure_unbound(actor, product.maker_id)
    if until is not None and until <= today:
        raise HoldDaysWrong("until")
    hold = ProductHold(
        product_id=product.id, agency_id=agency.id, effective_from=today, effective_until=until,
        reason=read_reason(reason), letter_number=read_reason(letter_number, ReasonMissing("letter_number"))[:80],
        set_at=clock.now(), set_by=actor.id, lift_reason="",
    )  # fmt: skip
    db.session.add(hold)
    return _record(hold, "curation.hold", actor)


def lift_hold(hold_id: int, *, reason: str, actor: Actor) -> ProductHold:
    """Lift a hold of the actor's agency from today on.

    NotFound, NotACurator, ConflictOfInterest, HoldEnded, ReasonMissing.
    """
    begin_writing()
    agency = _ensure_right(actor)
    hold = db.session.scalar(select(ProductHold).where(ProductHold.id == hold_id).with_for_update())
    if hold is None or hold.agency_id != agency.id:
        raise NotFound()
    ensure_unbound(actor, get_product(hold.product_id).maker_id)
    if hold.lifted_on is not None or (hold.effective_until and hold.effective_until <= clock.today()):
        raise HoldEnded()
    hold.lift_reason = read_reason(reason)
    hold.lifted_on, hold.lifted_by = clock.today(), actor.id
    return _record(hold, "curation.lift_hold", actor)


def _ensure_right(actor: Actor) -> Agency:
    agency = find_agency_of(actor.id)
    if agency is None:
        raise NotACurator()
    if not agency.may_hold:
        raise MayNotHold()
    return agency


def _record(hold: ProductHold, action: str, actor: Actor) -> ProductHold:
    db.session.flush()
    seal_states("product_hold", [hold.id])
    details = {"agency": hold.agency_id, "hold": hold.id}
    record_event(action, actor=actor, subject="product", subject_id=hold.product_id, details=details)
    return hold
