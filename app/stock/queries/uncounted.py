"""Goods on a booth's shelf that have not been counted for long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.stock.models import CountLine, StockCount, StockMove
from app.stock.queries.shelf import ShelfRow

_MOVE, _COUNT, _COUNTED = table(StockMove), table(StockCount), table(CountLine)
UNCOUNTED_DAYS = 30
"""Goods nobody counted for more than so many days are listed."""


@dataclass(frozen=True, slots=True)
class UncountedProduct:
    """A product with the local date of its last count, or, unless `is_counted`, of its first delivery."""

    row: ShelfRow
    since: date
    is_counted: bool


def list_uncounted(rows: Iterable[ShelfRow], booth_id: int, day: date) -> list[UncountedProduct]:
    """The products of these shelf rows with pieces that by this day were not counted for long, longest first.

    Only final counts are considered. Two statements.
    """
    until = clock.end_of_day(day)
    came = _list_first_moves(booth_id, until)
    counted = _list_last_counts(booth_id, until)
    products = []
    for row in rows:
        at = counted.get(row.product_id) or came.get(row.product_id)
        if at is None or row.shelf == 0:
            continue
        since = clock.local_date(at)
        if since < day - timedelta(days=UNCOUNTED_DAYS):
            products.append(UncountedProduct(row, since, row.product_id in counted))
    return sorted(products, key=lambda one: one.since)


def _list_last_counts(booth_id: int, until: datetime) -> dict[int, datetime]:
    query = (
        select(_COUNTED.c.product_id, func.max(_COUNTED.c.counted_at))
        .join(_COUNT, _COUNT.c.id == _COUNTED.c.count_id)
        .where(_COUNT.c.booth_id == booth_id, _COUNT.c.state == "final", _COUNTED.c.counted_at <= until)
        .group_by(_COUNTED.c.product_id)
    )
    return {product_id: at for product_id, at in db.session.execute(query)}


def _list_first_moves(booth_id: int, until: datetime) -> dict[int, datetime]:
    query = (
        select(_MOVE.c.product_id, func.min(_MOVE.c.moved_at))
        .where(_MOVE.c.booth_id == booth_id, _MOVE.c.moved_at <= until)
        .group_by(_MOVE.c.product_id)
    )
    return {product_id: at for product_id, at in db.session.execute(query)}
