"""What a till set aside because it was refused: booked as a person corrects it, or dismissed with a reason."""

from collections.abc import Collection

from sqlalchemy import update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.sales.corrections.decisions.locking import Scope, lock_open
from app.sales.drafts import ItemResult, SaleDraft, SaleOrigin
from app.sales.intake.sync import record_stored_item
from app.sales.models import HeldItem
from app.shared import clock
from app.shared.columns import table
from app.shared.reason import read_reason

_HELD = table(HeldItem)


def dismiss_held(ids: Collection[int], reason: str, *, actor: Actor, scope: Scope = None) -> int:
    """These items never become sales; what the till sent stays; returns how many. ReasonMissing, as `lock_open`."""
    reason = read_reason(reason)
    rows = lock_open(_HELD, "decided_at", ids, scope)
    _decide([row.id for row in rows], "dismissed", reason, actor)
    details = {"decision": "dismissed", "ids": [row.id for row in rows]}
    record_event("sales.decide_held", actor=actor, subject="held_item", details=details)
    return len(rows)


def book_held(
    held_id: int, draft: SaleDraft, reason: str, *, actor: Actor, scope: Scope = None
) -> ItemResult:
    """Book what a person says the item was. `draft.uuid` must be the item's own: so the till's copy, should it
    come back corrected, is no second sale.

    The date is the person's word, not the device's: no clock rule but "not ahead" applies. In a closed month it
    waits. ReasonMissing, SaleRefused, SaleConflicting, and as `lock_open`.
    """
    reason = read_reason(reason)
    (row,) = lock_open(_HELD, "decided_at", [held_id], scope)
    place = SaleOrigin(row.booth_id, "till", row.till_id)
    done = record_stored_item(draft, place, row.received_at, row.received_at, reason=reason, flag="from_held")
    _decide([row.id], "recorded", reason, actor, done.sale_id)
    details = {"decision": "recorded", "sale": done.sale_id, "result": done.result}
    record_event("sales.decide_held", actor=actor, subject="held_item", subject_id=row.id, details=details)
    return done


def _decide(ids: list[int], decision: str, reason: str, actor: Actor, sale_id: int | None = None) -> None:
    said = {"decision": decision, "reason": reason, "decided_by": actor.id, "sale_id": sale_id}
    values = said | {"decided_at": clock.now()}
    db.session.connection().execute(update(_HELD).where(_HELD.c.id.in_(ids)).values(values))
