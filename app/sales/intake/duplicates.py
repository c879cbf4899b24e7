"""Conflicts: an item whose id is stored with other content. Its content is stored whole, so that it can be booked
after a person decides (decisions, JSON)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from app.sales.drafts import BuyerRef, Item, LineDraft, SaleDraft, UnreadableItem, VoidDraft
from app.sales.intake.validation import Batch, find_day
from app.sales.ledger import writer
from app.sales.ledger.content_hash import content_hash
from app.shared import clock


def store_conflicts(connection: Connection, batch: Batch, items: Sequence[Item]) -> None:
    """Store every item of a batch whose result is `conflict`, each content once."""
    rows = []
    for item, result in zip(items, batch.results, strict=True):
        if result is not None and result.result == "conflict" and not isinstance(item, UnreadableItem):
            rows.append(_conflict_row(batch, item))
    writer.insert_conflicts(connection, rows)


def _conflict_row(batch: Batch, item: SaleDraft | VoidDraft) -> dict[str, Any]:
    return {
        "uuid": item.uuid,
        "content_hash": content_hash(item),
        "till_id": batch.origin.till_id,
        "booth_id": batch.origin.booth_id,
        "business_date": find_day(item, batch),
        "content": to_content(item, batch.sent_at),
        "received_at": batch.received_at,
        "decided_at": None,
    }


def pending_void_conflict(row: Any) -> dict[str, Any]:
    """The conflict row of a pending reversal whose own id the ledger has already."""
    void = VoidDraft(row.uuid, row.target_uuid, row.reason, row.sold_at, row.cashier_name)
    copied = ("uuid", "content_hash", "till_id", "booth_id", "business_date", "received_at")
    return {name: row._mapping[name] for name in copied} | {
        "content": to_content(void, row.sent_at),
        "decided_at": None,
    }


def to_content(item: SaleDraft | VoidDraft, sent_at: datetime | None) -> dict[str, Any]:
    """An item as a JSON object; `read_content` reads it back."""
    content: dict[str, Any] = {
        "sold_at": item.sold_at.isoformat(),
        "cashier": item.cashier,
        "sent_at": sent_at.isoformat() if sent_at else None,
    }
    if isinstance(item, VoidDraft):
        return content | {"void_of": item.void_of, "reason": item.reason}
    lines = [[line.product_id, line.maker, line.name, line.quantity, line.unit_price] for line in item.lines]
    buyer = [item.buyer.key, item.buyer.value, item.buyer.name, item.buyer.is_damaged]
    return content | {"buyer": buyer, "lines": lines, "payment": item.payment, "shift": item.shift}


def read_content(uuid: str, content: dict[str, Any]) -> SaleDraft | VoidDraft:
    """The draft with this uuid from what `to_content` made."""
    sold_at, cashier = datetime.fromisoformat(content["sold_at"]), content["cashier"]
    if "void_of" in content:
        return VoidDraft(uuid, content["void_of"], content["reason"], sold_at, cashier)
    lines = tuple(
        LineDraft(quantity, price, product, maker, name)
        for product, maker, name, quantity, price in content["lines"]
    )
    buyer = BuyerRef(*content["buyer"])
    return SaleDraft(uuid, sold_at, buyer, lines, content["payment"], cashier, content["shift"])


def find_stated_day(content: dict[str, Any], received_at: datetime) -> date | None:
    """The city's date of an item's `sold_at` as sent. None if it is missing, unreadable or has no zone, lies more
    than a day after `received_at`, or more than 62 days before it: such an item is listed in every month.
    """
    try:
        sold_at = datetime.fromisoformat(content["sold_at"])
    except (KeyError, TypeError, ValueError):
        return None
    if sold_at.tzinfo is None or not timedelta(days=-62) <= sold_at - received_at <= timedelta(days=1):
        return None
    return clock.local_date(sold_at)
