"""Reads of counts of a shelf."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from app.extensions import db
from app.makers.models import Maker, Product
from app.shared.columns import table
from app.shared.errors import NotFound
from app.stock.models import CountLine, StockCount, StockMove
from app.stock.queries.shelf import list_shelf

_LINE, _MOVE, _PRODUCT, _MAKER = table(CountLine), table(StockMove), table(Product), table(Maker)


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One product of a count in pieces: `expected` is the shelf at the instant of counting.

    For a final count it is the shelf that its move was computed from; `late`: pieces of sales made before the count
    that arrived afterwards.
    """

    id: int
    product_id: int
    product: str
    maker_id: int
    maker: str
    counted: int
    counted_at: datetime
    reason: str
    expected: int
    late: int = 0

    @property
    def difference(self) -> int:
        """Pieces more (+) or fewer (−) than expected."""
        return self.counted - self.expected


def get_count(count_id: int) -> StockCount:
    """One count. NotFound."""
    count = db.session.get(StockCount, count_id)
    if count is None:
        raise NotFound()
    return count


def find_unfinished(booth_id: int) -> StockCount | None:
    """The open or waiting count of a booth; None if there is none."""
    query = select(StockCount).where(
        StockCount.booth_id == booth_id, StockCount.state.in_(("open", "waiting"))
    )
    return db.session.scalar(query)


def find_last_count(booth_id: int) -> StockCount | None:
    """The last final count of a booth; None if there is none."""
    query = select(StockCount).filter_by(booth_id=booth_id, state="final")
    return db.session.scalar(query.order_by(StockCount.ended_at.desc(), StockCount.id.desc()).limit(1))


def list_counted_lines(count: StockCount) -> list[CountedLine]:
    """The counted products by maker and name. One statement, and one for each instant of counting.

    The shelf is read without the moves of this count itself.
    """
    query = (
        select(
            _LINE.c.id, _PRODUCT.c.id, _PRODUCT.c.name, _MAKER.c.id, _MAKER.c.name, _LINE.c.counted,
            _LINE.c.counted_at, _LINE.c.reason, _MOVE.c.quantity,
        )
        .join(_PRODUCT, _PRODUCT.c.id == _LINE.c.product_id)
        .join(_MAKER, _MAKER.c.id == _PRODUCT.c.maker_id)
        .outerjoin(_MOVE, _MOVE.c.count_line_id == _LINE.c.id)
        .where(_LINE.c.count_id == count.id)
        .order_by(_MAKER.c.search_name, _PRODUCT.c.search_name)
    )  # fmt: skip
    rows = db.session.execute(query).all()
    shelves = {
        at: {one.product_id: one.shelf for one in list_shelf([count.booth_id], at)}
        for at in {row.counted_at for row in rows}
    }
    is_final = count.state == "final"
    return [_line(row, shelves[row.counted_at].get(row[1], 0), is_final) for row in rows]


def _line(row: Row[Any], shelf: int, is_final: bool) -> CountedLine:
    """The line of a row; `shelf`: the pieces on the shelf at its instant, as read now."""
    moved = row.quantity or 0
    expected = row.counted - moved if is_final else shelf - moved
    return CountedLine(*row[:8], expected, expected + moved - shelf)
