"""Decides conflicts: one id came with two contents (decisions, JSON). Either the first was right or both were sales."""

from datetime import datetime
from uuid import UUID, uuid5

from app.audit.rules import Actor
from app.audit.services import record_event
from app.decisions.services import Scope, close_open, lock_open
from app.sales.drafts import ItemResult, SaleOrigin
from app.sales.intake.duplicates import read_content
from app.sales.intake.sync import record_stored_item
from app.sales.models import SaleConflict
from app.shared.columns import table
from app.shared.reason import read_reason
from app.tills.queries.tills import get_till

_CONFLICT = table(SaleConflict)


def book_conflict(conflict_id: int, reason: str, *, actor: Actor, scope: Scope = None) -> ItemResult:
    """Decide that both were sales: book the second content under an id of its own, with the clocks of its arrival.

    In a closed month it is parked as a late item (decisions 17). A reversal is applied to its sale. ReasonMissing,
    SaleRefused, SaleConflicting, and the errors of `lock_open`.
    """
    reason = read_reason(reason)
    (row,) = lock_open(_CONFLICT, [conflict_id], scope)
    # The id is derived from the content, so the same content is booked once.
    draft = read_content(str(uuid5(UUID(row.uuid), row.content_hash)), row.content)
    sent_at = row.content.get("sent_at")
    result = record_stored_item(
        draft, _origin(row), row.received_at, datetime.fromisoformat(sent_at) if sent_at else None,
        reason=reason, flag="from_conflict",
    )  # fmt: skip
    close_open(_CONFLICT, [row], "booked", reason, actor, sale_id=result.sale_id)
    details = {"decision": "booked", "sale": result.sale_id, "result": result.result}
    record_event(
        "sales.settle_conflict", actor=actor, subject="sale_conflict", subject_id=row.id, details=details
    )
    return result


def _origin(row: SaleConflict) -> SaleOrigin:
    if row.till_id is None:
        return SaleOrigin(row.booth_id or 0, "web")
    till = get_till(row.till_id)
    return SaleOrigin(row.booth_id or till.booth_id, "till", till.id, till.enrolled_at)
