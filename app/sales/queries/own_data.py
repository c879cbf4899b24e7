"""The texts and decisions about one person's purchases, for that person's own data (UU 27/2022, article 6)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, select

from app.extensions import db
from app.sales.ledger.totals import LATE, RESOLUTION, SALE, ids_of_buyer
from app.sales.models import FlagReview
from app.sales.rules import receipt_number
from app.shared.columns import table

_LOOK = table(FlagReview)


@dataclass(frozen=True, slots=True)
class Remark:
    """A text stored with one receipt. `kind` names where it is from: the till, a resolution, a late item, a review."""

    at: datetime | None
    kind: Literal["typed", "resolved", "late", "looked"]
    receipt: str
    words: str


def list_remarks_about(employee_id: int) -> list[Remark]:
    """The texts of all sales whose buyer this person is or was once resolved to be, by time."""
    mine = SALE.c.id.in_(ids_of_buyer(employee_id))
    remarks = [
        *_remarks(
            "typed", select(SALE.c.sold_at, SALE.c.uuid, SALE.c.buyer_number, SALE.c.buyer_name).where(mine)
        ),
        *_remarks(
            "resolved",
            select(RESOLUTION.c.resolved_at, SALE.c.uuid, RESOLUTION.c.reason)
            .join(SALE, SALE.c.id == RESOLUTION.c.sale_id)
            .where(RESOLUTION.c.employee_id == employee_id),
        ),
        *_remarks(
            "late",
            select(LATE.c.decided_at, SALE.c.uuid, LATE.c.decision_reason)
            .join(SALE, SALE.c.id == LATE.c.sale_id)
            .where(mine),
        ),
        *_remarks(
            "late",
            select(LATE.c.decided_at, SALE.c.uuid, LATE.c.decision_reason)
            .join(RESOLUTION, RESOLUTION.c.id == LATE.c.resolution_id)
            .join(SALE, SALE.c.id == RESOLUTION.c.sale_id)
            .where(RESOLUTION.c.employee_id == employee_id),
        ),
        *_remarks(
            "looked",
            select(_LOOK.c.reviewed_at, SALE.c.uuid, _LOOK.c.reason)
            .join(SALE, SALE.c.id == _LOOK.c.sale_id)
            .where(mine),
        ),
    ]
    return sorted(remarks, key=lambda one: str(one.at or ""))


def _remarks(kind: Any, query: Select[Any]) -> list[Remark]:
    rows = db.session.execute(query)
    texts = ((row[0], row[1], " ".join(one for one in row[2:] if one)) for row in rows)
    return [Remark(at, kind, receipt_number(uuid), words) for at, uuid, words in texts if words]
