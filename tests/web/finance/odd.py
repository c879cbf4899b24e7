"""Odd arrivals of an October: what a person has to decide, one of each kind, as tills would make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.sales.models import PendingVoid, RejectedItem, Sale, SaleConflict
from app.shared import clock
from app.tills.models import Till
from app.tills.services.tills import enrol_till
from tests.ledger import new_id
from tests.office import October, lines_of
from tests.standing import make_sale

DAY = date(2026, 10, 20)


def make_till(october: October, booth_id: int | None = None) -> Till:
    """A till enrolled long ago."""
    till, _token = enrol_till(booth_id or october.booth, "Tablet 1", actor=SYSTEM)
    till.enrolled_at = clock.at_local(date(2026, 1, 1), 0, 0)
    db.session.flush()
    return till


def make_conflict(october: October, till: Till, of: Sale, **changes: Any) -> SaleConflict:
    """The id of a sale came again: two coffees at 12.000 for Budi."""
    content = {
        "sold_at": "2026-10-20T10:00:00+09:00", "cashier": "rina", "sent_at": None,
        "buyer": ["employee", str(october.budi), "", False], "payment": "cash", "shift": "",
        "lines": [[None, "Dapur", "Kopi rempah", 2, 12_000]],
    }  # fmt: skip
    row = SaleConflict(
        uuid=of.uuid, content_hash=new_id(), till_id=till.id, booth_id=till.booth_id, business_date=DAY,
        content=content | changes, received_at=clock.at_local(DAY, 10, 0),
    )  # fmt: skip
    return add(row)


def make_waiting(till: Till, target: str, **changes: Any) -> PendingVoid:
    """A reversal that waits for its sale."""
    values = {
        "uuid": new_id(), "target_uuid": target, "content_hash": new_id(), "till_id": till.id,
        "booth_id": till.booth_id, "cashier_name": "rina", "reason": "salah barang", "business_date": DAY,
        "sold_at": clock.at_local(DAY, 10, 5), "received_at": clock.at_local(DAY, 10, 6),
    }  # fmt: skip
    return add(PendingVoid(**(values | changes)))


def make_held(till: Till, **changes: Any) -> RejectedItem:
    """An item refused for its quantity, as the till reported it."""
    uuid = new_id()
    content = {
        "id": uuid, "sold_at": "2026-10-20T10:00:00+09:00", "cashier": "rina", "buyer": {"name": "Ibu Ani"},
        "lines": [{"maker": "Dapur", "name": "Kopi", "quantity": 0, "unit_price": 9_000}], "payment": "cash",
    }  # fmt: skip
    row = RejectedItem(
        uuid=uuid, till_id=till.id, booth_id=till.booth_id, content=content | changes,
        errors={"lines[0].quantity": "di luar batas yang diperbolehkan"},
        received_at=clock.at_local(DAY, 11, 0), business_date=DAY,
    )  # fmt: skip
    return add(row)


def make_flagged(till: Till, *flags: str, amount: int = 7_000, **facts: Any) -> Sale:
    """A sale to the public with flags."""
    sale = make_sale(
        None, amount, "2026-10-22", flags=list(flags), booth_id=till.booth_id, till_id=till.id,
        source="till", offset_seconds=900, **facts,
    )  # fmt: skip
    lines_of(sale)
    return sale


def add(row: Any) -> Any:
    """Write a row and know its number."""
    db.session.add(row)
    db.session.flush()
    return row


def other_booth() -> int:
    """A second booth's number."""
    return get_or_create_booth("Puskesmas", actor=SYSTEM).id
