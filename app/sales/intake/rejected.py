"""Rejected items: what a till sent and the server refused. Stored as sent until a person decides
(`corrections/decisions/rejected.py`).

The till deletes an item only after this server has confirmed that it is stored, so none is lost.
"""

import hashlib
import json
import uuid as uuids
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.purging import was_erased_of
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.sales.intake.duplicates import find_stated_day
from app.sales.ledger.content_hash import keyed
from app.sales.models import RejectedItem
from app.shared import clock
from app.shared.transaction import begin_writing
from app.tills.drafts import ShiftAnswer, ShiftDraft, UnreadableShift
from app.tills.queries.tills import TillIdentity
from app.tills.services.heartbeat import record_till_sync
from app.tills.services.shift_items import accept_shifts


@dataclass(frozen=True, slots=True)
class RejectedDraft:
    """A rejected item: its id and content on the till, and the errors the server answered."""

    uuid: str
    content: dict[str, Any]
    errors: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RejectedResult:
    """The result for one rejected item: `recorded` if it is stored now, `replayed` if it was stored before."""

    uuid: str
    result: str


def store_rejected_items(items: Sequence[RejectedDraft], till: TillIdentity) -> list[RejectedResult]:
    """Store a till's rejected items; results in their order. Begins the writing transaction itself.

    The same item again is `replayed`. Other content under a stored id is stored too, under an id derived from it.
    """
    begin_writing()
    results = [RejectedResult(item.uuid, _store(item, till)) for item in items]
    record_till_sync(till.till_id)
    actor = Actor("till", till.till_id, till.name)
    details = dict(Counter(result.result for result in results))
    record_event("sales.hold_items", actor=actor, subject="till", subject_id=till.till_id, details=details)
    return results


def accept_shift_batch(
    items: Sequence[ShiftDraft | UnreadableShift], till: TillIdentity, sent_at: datetime | None
) -> list[ShiftAnswer]:
    """`accept_shifts`; a shift with a used id and other content is also stored as rejected, for a person to decide."""
    answers = accept_shifts(items, till, sent_at)
    for item, answer in zip(items, answers, strict=True):
        if answer.result == "conflict" and isinstance(item, ShiftDraft):
            _store(RejectedDraft(item.uuid, _shift_content(item), {"item": "conflict"}), till)
    return answers


def _store(item: RejectedDraft, till: TillIdentity) -> str:
    stored = _find(item.uuid)
    uuid = item.uuid
    if stored is not None and not _has_content(stored, item.content):
        digest = _digest(item.content)  # ids derived before ADR 0010 used it without a key
        before, uuid = (
            str(uuids.uuid5(uuids.NAMESPACE_OID, f"{item.uuid}:{one}")) for one in (digest, keyed(digest))
        )
        stored = _find(uuid) or _find(before)
    if stored is not None:
        return "replayed"
    row = RejectedItem(
        uuid=uuid, till_id=till.till_id, booth_id=till.booth_id, content=item.content,
        errors=item.errors, received_at=clock.now(),
        business_date=find_stated_day(item.content, clock.now()),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # a concurrent request stored the same item first
        return "replayed"
    return "recorded"


def _find(uuid: str) -> RejectedItem | None:
    return db.session.scalar(select(RejectedItem).where(RejectedItem.uuid == uuid))


def _has_content(stored: RejectedItem, content: dict[str, Any]) -> bool:
    """Whether the stored item has this content, or had it before a purge erased it."""
    if _digest(stored.content) == _digest(content):
        return True
    return not stored.content and was_erased_of("held", stored.id, "content", content)


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _shift_content(item: ShiftDraft) -> dict[str, Any]:
    """A shift as the fields the till sent."""
    return {
        "id": item.uuid,
        "cashier": item.cashier,
        "opened_at": item.opened_at.isoformat(),
        "float_amount": item.float_amount,
        "closed_at": item.closed_at.isoformat() if item.closed_at else None,
        "counted_amount": item.counted_amount,
        "difference_reason": item.difference_reason,
    }
