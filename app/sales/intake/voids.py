"""Reversals from a till: applied at once, or stored as pending until their sale arrives (decisions 14)."""

from datetime import UTC, timedelta
from typing import Any

from sqlalchemy import Connection

from app.sales.corrections.voids import Reverser, apply_void, may_reverse, void_refusal_reason
from app.sales.drafts import ItemResult, SaleOrigin, VoidDraft
from app.sales.intake import duplicates, lookups
from app.sales.intake.lookups import PendingVoids
from app.sales.intake.validation import Batch, ValidVoid
from app.sales.ledger import writer
from app.sales.rules import receipt_number
from app.shared import clock


def write_void(connection: Connection, batch: Batch, void: ValidVoid, pending: PendingVoids) -> ItemResult:
    """Reverse the sale a void names; store the void as pending while that sale is missing (decisions 14)."""
    draft, origin = void.draft, batch.origin
    stored = lookups.find_results(connection, [draft.uuid]) | pending.results
    if draft.uuid in stored:  # another transaction stored this id after the item was validated
        return stored[draft.uuid].answer_repeat(draft.uuid, void.content_hash)
    target = lookups.find_target(connection, uuid=draft.void_of)
    if target is None:
        return _store_pending_void(connection, batch, void)
    refusal = void_refusal_reason(target, origin.booth_id)
    if not refusal and not batch.is_decided and not _may_cashier_reverse(target, void, origin):
        refusal = "outside_shift"
    if refusal:
        return _refuse(draft, refusal)
    written = apply_void(
        connection, target, draft, hashed=void.content_hash, received_at=batch.received_at,
        sent_at=batch.sent_at, cashier_id=void.cashier_id, cashier_name=void.cashier_name,
        flags=void.flags, till_id=origin.till_id, source=origin.source,
    )  # fmt: skip
    return _refuse(draft, "already_voided") if written is None else written


def _store_pending_void(connection: Connection, batch: Batch, void: ValidVoid) -> ItemResult:
    """Store a reversal whose sale has not arrived; it is applied when the sale arrives (decisions 14)."""
    draft, origin = void.draft, batch.origin
    row = {
        "uuid": draft.uuid,
        "target_uuid": draft.void_of,
        "content_hash": void.content_hash,
        "till_id": origin.till_id,
        "booth_id": origin.booth_id,
        "cashier_id": void.cashier_id,
        "cashier_name": void.cashier_name,
        "reason": draft.reason,
        "sold_at": draft.sold_at,
        "sent_at": batch.sent_at,
        "received_at": batch.received_at,
        "decided_at": None,
        "business_date": None if void.clock.is_parked else void.clock.business_date,
    }
    if writer.insert_pending(connection, row):
        return ItemResult(draft.uuid, "parked", receipt_number(draft.uuid), flags=lookups.PENDING_FLAGS)
    stored = lookups.find_pending_results(connection, [draft.uuid])
    return stored[draft.uuid].answer_repeat(draft.uuid, void.content_hash)


def _may_cashier_reverse(target: Any, void: ValidVoid, origin: SaleOrigin) -> bool:
    """Whether this cashier might have reversed the sale on the page when the till did (decisions 14)."""
    if origin.ended_at is not None or origin.cashier_id not in (None, void.cashier_id):
        return False
    by = Reverser(void.cashier_id, origin.booth_id)
    made_at = void.draft.sold_at + timedelta(seconds=void.clock.offset_seconds or 0)
    return not void.clock.is_parked and may_reverse(target, by, void.clock.business_date, made_at)


def _refuse(draft: VoidDraft, code: str) -> ItemResult:
    return ItemResult(draft.uuid, "refused", receipt_number(draft.uuid), errors=(("void_of", code),))


def apply_pending_voids(connection: Connection, pending: PendingVoids, uuids: list[str]) -> None:
    """Apply the stored reversals whose sale has one of these ids, in order of their arrival."""
    for uuid in uuids:
        for void_id in pending.ids_by_target.get(uuid, ()):
            _apply_pending_void(connection, lookups.get_pending_void(connection, void_id))


def _apply_pending_void(connection: Connection, row: Any) -> None:
    """Apply one stored reversal to the sale that has arrived.

    A reversal from another booth stays pending until finance decides. If the sale is reversed already, or the
    target is itself a reversal, it is marked as applied and nothing is written.
    """
    target = lookups.find_target(connection, uuid=row.target_uuid)
    refusal = "" if target is None else void_refusal_reason(target, row.booth_id)
    if target is None or refusal == "other_booth":
        return
    if refusal:
        writer.mark_applied(connection, row.id, clock.now())
        return
    draft = VoidDraft(row.uuid, row.target_uuid, row.reason, row.sold_at.astimezone(UTC), row.cashier_name)
    written = apply_void(
        connection, target, draft, hashed=row.content_hash, received_at=row.received_at, sent_at=row.sent_at,
        cashier_id=row.cashier_id, cashier_name=row.cashier_name, flags=list(lookups.PENDING_FLAGS),
        till_id=row.till_id,
    )  # fmt: skip
    if written is None:  # the ledger has its id already: store it as a conflict, so that a person decides
        writer.insert_conflicts(connection, [duplicates.pending_void_conflict(row)])
    writer.mark_applied(connection, row.id, clock.now())
