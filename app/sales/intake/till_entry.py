"""Recording one sale from a page. It books as a till's batch of one does, and raises where that answers."""

from datetime import datetime

from app.audit.rules import Actor
from app.audit.services import record_event
from app.sales.drafts import ItemResult, SaleDraft, SaleOrigin
from app.sales.errors import SaleConflicting, SaleRefused
from app.sales.intake.sync import write_batch


def record_sale(
    draft: SaleDraft, *, place: SaleOrigin, actor: Actor, sent_at: datetime | None = None
) -> ItemResult:
    """Write one sale. `draft.cashier` is the username of who sells; `place` says where (source `web`);
    `sent_at` is the page's own clock, None where there is none.

    Repeating the same draft answers `replayed`; a closed month answers `parked`. SaleRefused for a fault in the
    lines (facts: reason, where), SaleConflicting when the id was used for another content.
    """
    (answer,) = write_batch([draft], place, sent_at)
    if answer.result == "refused":
        where, code = answer.errors[0]
        raise SaleRefused(where, reason=code, where=where)
    if answer.result == "conflict":
        raise SaleConflicting(receipt=answer.receipt)
    details = {"result": answer.result, "booth": place.booth_id}
    record_event("sales.record", actor=actor, subject="sale", subject_id=answer.sale_id, details=details)
    return answer
