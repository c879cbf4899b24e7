"""Applies pending reversals whose sale was sold at another booth (decisions 14)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from app.audit.rules import Actor
from app.audit.services import record_event
from app.decisions.services import Scope, close_open, lock_open
from app.extensions import db
from app.sales.corrections.voids import apply_void, void_refusal_reason
from app.sales.drafts import VoidDraft
from app.sales.errors import CannotVoidAVoid, SaleAlreadyVoided, SaleConflicting, SaleStillMissing
from app.sales.intake import lookups
from app.sales.ledger import writer
from app.sales.models import PendingVoid
from app.sales.rules import receipt_number
from app.shared.columns import table
from app.shared.reason import read_reason

_PENDING = table(PendingVoid)


def apply_voids(ids: Collection[int], reason: str, *, actor: Actor, scope: Scope = None) -> int:
    """Reverse the sales that these reversals name, although they belong to another booth. The number of reversals.

    In a closed month they are parked with their sales. ReasonMissing, SaleStillMissing, CannotVoidAVoid,
    SaleAlreadyVoided, SaleConflicting, and the errors of `lock_open`.
    """
    reason = read_reason(reason)
    rows = lock_open(_PENDING, ids, scope)
    connection = db.session.connection()
    writer.lock_ids(connection, [name for row in rows for name in (row.uuid, row.target_uuid)])
    sale_ids = [_apply(connection, row) for row in rows]
    close_open(_PENDING, rows, "applied", reason, actor)
    details = {"decision": "applied", "ids": [row.id for row in rows], "sales": sale_ids}
    record_event("sales.settle_void", actor=actor, subject="pending_void", details=details)
    return len(rows)


def _apply(connection: Connection, row: Any) -> int | None:
    receipt = receipt_number(row.target_uuid)
    target = lookups.find_target(connection, uuid=row.target_uuid)
    if target is None:
        raise SaleStillMissing(receipt=receipt)
    refusal = void_refusal_reason(target)
    if refusal == "void_of_void":
        raise CannotVoidAVoid(receipt=receipt)
    draft = VoidDraft(row.uuid, row.target_uuid, row.reason, row.sold_at, row.cashier_name)
    written = None if refusal else apply_void(
        connection, target, draft, hashed=row.content_hash, received_at=row.received_at, sent_at=row.sent_at,
        cashier_id=row.cashier_id, cashier_name=row.cashier_name, flags=list(lookups.PENDING_FLAGS),
        till_id=row.till_id,
    )  # fmt: skip
    if written is not None:
        return written.sale_id
    if refusal or lookups.find_target(connection, uuid=row.target_uuid).reversal_id is not None:
        raise SaleAlreadyVoided(receipt=receipt)
    raise SaleConflicting(receipt=receipt_number(row.uuid))
