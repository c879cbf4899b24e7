"""Decides a rejected item: a person corrects and books it."""

from app.audit.rules import Actor
from app.audit.services import record_event
from app.decisions.services import Scope, close_open, lock_open
from app.sales.drafts import ItemResult, SaleDraft, SaleOrigin
from app.sales.intake.sync import record_stored_item
from app.sales.models import RejectedItem
from app.shared.columns import table
from app.shared.reason import read_reason

_REJECTED = table(RejectedItem)


def book_rejected(
    item_id: int, draft: SaleDraft, reason: str, *, actor: Actor, scope: Scope = None
) -> ItemResult:
    """Book a rejected item as a person corrected it. `draft.uuid` must be the item's own, so that the till's copy,
    if it is sent again, is a repeat and not a second sale.

    The person states the date, so the only clock rule that applies is that it is not in the future. In a closed month
    the item is parked. ReasonMissing, SaleRefused, SaleConflicting, and the errors of `lock_open`.
    """
    reason = read_reason(reason)
    (row,) = lock_open(_REJECTED, [item_id], scope)
    origin = SaleOrigin(row.booth_id, "till", row.till_id)
    result = record_stored_item(
        draft, origin, row.received_at, row.received_at, reason=reason, flag="from_held"
    )
    close_open(_REJECTED, [row], "recorded", reason, actor, sale_id=result.sale_id)
    details = {"decision": "recorded", "sale": result.sale_id, "result": result.result}
    record_event("sales.decide_held", actor=actor, subject="held_item", subject_id=row.id, details=details)
    return result
