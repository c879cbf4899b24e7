"""Sums of the ledger by shift. One statement for any number of shifts."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.sales.cash_count import DrawerRow
from app.sales.ledger.totals import SALE


def list_drawer_rows(shift_ids: Collection[int]) -> dict[int, list[DrawerRow]]:
    """The rows for `sum_drawer`, by shift id; a shift without sales is left out.

    Plain sales are summed per shift and payment; each reversal and correction is a row of its own, because its time
    matters. Parked sales are included: their cash is in the drawer.
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
    drawer_rows: dict[int, list[DrawerRow]] = {}
    for row in db.session.execute(query):
        one = DrawerRow(row.payment, row.receipts, int(row.amount), row.void_of is not None, _acted_at(row))
        drawer_rows.setdefault(row.shift_id, []).append(one)
    return drawer_rows


def _acted_at(row: Any) -> datetime | None:
    """When a reversal was made, by its device's corrected clock (decisions 20); for a correction, when it arrived,
    because its `sold_at` is the original's."""
    if row.void_of is not None:
        made: datetime = row.sold_at
        return made + timedelta(seconds=row.offset or 0)
    return row.received_at if row.correction_of is not None else None
