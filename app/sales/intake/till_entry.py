"""Records one sale from a page, like a till's batch of one, except that a refusal is raised instead of returned."""

from datetime import datetime

from app.audit.rules import Actor
from app.audit.services import record_event
from app.sales.drafts import ItemResult, SaleDraft, SaleOrigin
from app.sales.errors import SaleConflicting, SaleRefused
from app.sales.intake.sync import write_batch


def record_sale(
    draft: SaleDraft, *, origin: SaleOrigin, actor: Actor, sent_at: datetime | None = None
) -> ItemResult:
    """Write one sale and its audit event. `draft.cashier` is the cashier's username; `origin` the booth (source
    `web`); `sent_at` the page's own clock, None if it has none.

    The result is `replayed` for a repeated draft and `parked` in a closed month. SaleRefused for a fault in the
    lines (facts: reason, where), SaleConflicting if the id was used for other content.
    """
    (answer,) = write_batch([draft], origin, sent_at)
    if answer.result == "refused":
        where, code = answer.errors[0]
        raise SaleRefused(where, reason=code, where=where)
    if answer.result == "conflict":
        raise SaleConflicting(receipt=answer.receipt)
    details = {"result": answer.result, "booth": origin.booth_id}
    record_event("sales.record", actor=actor, subject="sale", subject_id=answer.sale_id, details=details)
    return answer
