"""The public state of a receipt by its number; never the buyer or the goods."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, literal, select

from app.booths.models import Booth
from app.extensions import db
from app.sales.ledger.totals import LATE, SALE
from app.sales.models import RejectedItem
from app.sales.rules import uuids_of_receipt
from app.shared.columns import table

_BOOTH, _REJECTED = table(Booth), table(RejectedItem)
_REVERSAL, _REPLACEMENT = SALE.alias("reversal"), SALE.alias("replacement")
_FEW = 20
"""Two of a million receipts share a number; nobody needs more than a handful."""


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """`state`: `stored`, `waiting` (for finance), `declined` (does not count), `voided`, or `replaced`.

    `amount` in whole rupiah; `sold_at` by the device's own clock.
    """

    uuid: str
    state: str
    amount: int
    sold_at: datetime
    booth: str


_STATE = case(
    (_REPLACEMENT.c.id.is_not(None), literal("replaced")),
    (_REVERSAL.c.id.is_not(None), literal("voided")),
    (LATE.c.decision == "declined", literal("declined")),
    (LATE.c.decision.is_(None) & (SALE.c.result == "parked"), literal("waiting")),
    else_=literal("stored"),
)


def _receipts() -> Select[Any]:
    return (
        select(SALE.c.uuid, _STATE, SALE.c.amount, SALE.c.sold_at, _BOOTH.c.name)
        .select_from(SALE)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .outerjoin(_REPLACEMENT, _REPLACEMENT.c.correction_of == SALE.c.id)
        .where(SALE.c.void_of.is_(None))
    )


def find_receipt(uuid: str) -> CheckedReceipt | None:
    """The state of this sale; None if it never arrived."""
    row = db.session.execute(_receipts().where(SALE.c.uuid == uuid)).first()
    return CheckedReceipt(*row) if row else None


def list_receipt_states(number: str) -> list[str]:
    """The states of all sales with this number, in order of arrival; empty if none arrived.

    A rejected item is `waiting` until a person decides, and `declined` if it was dismissed.
    """
    low, high = uuids_of_receipt(number)
    rows = db.session.execute(
        _receipts().where(SALE.c.uuid.between(low, high)).order_by(SALE.c.id).limit(_FEW)
    )
    states = {row[0]: row[1] for row in rows}
    return [
        *states.values(),
        *(state for uuid, state in _rejected_states(low, high).items() if uuid not in states),
    ]


def find_rejected_state(uuid: str) -> str | None:
    """`waiting` or `declined` for a rejected item; None for any other sale."""
    return _rejected_states(uuid, uuid).get(uuid)


def _rejected_states(low: str, high: str) -> dict[str, str]:
    state = case((_REJECTED.c.decision == "dismissed", literal("declined")), else_=literal("waiting"))
    items = select(_REJECTED.c.uuid, state).where(_REJECTED.c.uuid.between(low, high))
    unbooked = items.where(_REJECTED.c.decision.is_(None) | (_REJECTED.c.decision == "dismissed"))
    return {
        uuid: public_state
        for uuid, public_state in db.session.execute(unbooked.order_by(_REJECTED.c.id).limit(_FEW))
    }
