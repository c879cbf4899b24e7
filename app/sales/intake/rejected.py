"""What a till set aside because it was refused: kept as sent, until a person decides (`settling/held.py`).

Only when the till hears that it is kept does the item leave the device; so nothing is dropped on either side.
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
from app.booths.drafts import ShiftAnswer, ShiftDraft, UnreadableShift
from app.booths.queries import TillIdentity
from app.booths.services import accept_shifts, record_till_sync
from app.extensions import db
from app.sales.intake.duplicates import find_said_day
from app.sales.ledger.content_hash import keyed
from app.sales.models import HeldItem
from app.shared import clock
from app.shared.transaction import begin_writing


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """An item as the till has it, under the id it has there, and what the server said against it."""

    uuid: str
    content: dict[str, Any]
    errors: dict[str, Any]


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """`recorded`: kept now; `replayed`: was kept before."""

    uuid: str
    result: str


def hold_items(items: Sequence[HeldDraft], till: TillIdentity) -> list[HeldAnswer]:
    """Keep items a till set aside; answers in their order. Begins the writing transaction itself.

    The same item again is `replayed`. Another content under a known id is kept besides, under an id of its own.
    """
    begin_writing()
    answers = [HeldAnswer(item.uuid, _keep(item, till)) for item in items]
    record_till_sync(till.till_id)
    actor = Actor("till", till.till_id, till.name)
    details = dict(Counter(answer.result for answer in answers))
    record_event("sales.hold_items", actor=actor, subject="till", subject_id=till.till_id, details=details)
    return answers


def accept_shift_batch(
    items: Sequence[ShiftDraft | UnreadableShift], till: TillIdentity, sent_at: datetime | None
) -> list[ShiftAnswer]:
    """`accept_shifts`, and what came under a used id with other content is kept for a person to look at."""
    answers = accept_shifts(items, till, sent_at)
    for item, answer in zip(items, answers, strict=True):
        if answer.result == "conflict" and isinstance(item, ShiftDraft):
            _keep(HeldDraft(item.uuid, _as_content(item), {"item": "conflict"}), till)
    return answers


def _keep(item: HeldDraft, till: TillIdentity) -> str:
    known = _find(item.uuid)
    uuid = item.uuid
    if known is not None and not _is_of(known, item.content):
        digest = _digest(item.content)  # bare in the numbers given before it was keyed (ADR 0010)
        before, uuid = (
            str(uuids.uuid5(uuids.NAMESPACE_OID, f"{item.uuid}:{one}")) for one in (digest, keyed(digest))
        )
        known = _find(uuid) or _find(before)
    if known is not None:
        return "replayed"
    row = HeldItem(
        uuid=uuid, till_id=till.till_id, booth_id=till.booth_id, content=item.content,
        errors=item.errors, received_at=clock.now(), reason="",
        business_date=find_said_day(item.content, clock.now()),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # the same report came twice at once
        return "replayed"
    return "recorded"


def _find(uuid: str) -> HeldItem | None:
    return db.session.scalar(select(HeldItem).where(HeldItem.uuid == uuid))


def _is_of(known: HeldItem, content: dict[str, Any]) -> bool:
    """Whether this content is what was kept, also after a purge took that out."""
    if _digest(known.content) == _digest(content):
        return True
    return not known.content and was_erased_of("held", known.id, "content", content)


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _as_content(item: ShiftDraft) -> dict[str, Any]:
    """A shift as the till sent it, for a person to read."""
    return {
        "id": item.uuid,
        "cashier": item.cashier,
        "opened_at": item.opened_at.isoformat(),
        "float_amount": item.float_amount,
        "closed_at": item.closed_at.isoformat() if item.closed_at else None,
        "counted_amount": item.counted_amount,
        "difference_reason": item.difference_reason,
    }
