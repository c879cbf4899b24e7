"""The ledger by shift: what each shift sold and took back, in one statement however many shifts are asked for."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.sales.cash_count import DrawerRow
from app.sales.ledger.totals import SALE


def list_drawer_rows(shift_ids: Collection[int]) -> dict[int, list[DrawerRow]]:
    """What the drawers of these shifts are summed from; a shift without sales is left out.

    The plain sales of a shift and payment are one group; each reversal and each correction is one of its own,
    because when it was made matters. Parked rows are in it: their money lies in the drawer all the same.
    """
    query = (
        select(
            SALE.c.shift_id,
            SALE.c.payment,
            SALE.c.void_of,
            SALE.c.correction_of,
            func.count().label("receipts"),
            func.sum(SALE.c.amount).label("amount"),
            func.min(SALE.c.sold_at).label("sold_at"),
            func.min(SALE.c.received_at).label("received_at"),
            func.min(SALE.c.offset_seconds).label("offset"),
        )
        .where(SALE.c.shift_id.in_(shift_ids))
        .group_by(SALE.c.shift_id, SALE.c.payment, SALE.c.void_of, SALE.c.correction_of)
    )
    found: dict[int, list[DrawerRow]] = {}
    for row in db.session.execute(query):
        one = DrawerRow(row.payment, row.receipts, int(row.amount), row.void_of is not None, _acted_at(row))
        found.setdefault(row.shift_id, []).append(one)
    return found


def _acted_at(row: Any) -> datetime | None:
    """When a reversal was made, by its device's corrected clock (decisions 20); a correction keeps its
    original's time, so the moment it arrived is its own."""
    if row.void_of is not None:
        made: datetime = row.sold_at
        return made + timedelta(seconds=row.offset or 0)
    return row.received_at if row.correction_of is not None else None
