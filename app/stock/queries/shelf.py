"""Computes the shelf at an instant: checked moves − sale lines (makers 7). Never stored; one statement.

Every sale row counts, also parked ones, because the goods left the shelf. A reversal returns them at its own time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select, union_all

from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker, Product
from app.sales.queries.goods import (
    CORRECTED_AT,
    LINE,
    LINES,
    MATCH,
    SALE,
    is_line_of,
    list_line_ids_of_product,
)
from app.shared.columns import table
from app.stock.models import StockMove

_MOVE, _BOOTH, _MAKER, _PRODUCT = table(StockMove), table(Booth), table(Maker), table(Product)


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One product at one booth in pieces: `shelf` = delivered − returned − lost − expired + found − sold."""

    booth_id: int
    booth: str
    maker_id: int
    maker: str
    product_id: int
    product: str
    delivered: int
    returned: int
    lost: int
    expired: int
    found: int
    sold: int

    @property
    def shelf(self) -> int:
        """The expected pieces; below zero if more were sold than delivered."""
        return self.delivered - self.returned - self.lost - self.expired + self.found - self.sold


_NUMBERS = ("delivered", "returned", "lost", "expired", "found", "sold")


def list_shelf(
    booth_ids: Collection[int] | None = None,
    until: datetime | None = None,
    maker_ids: Collection[int] | None = None,
    product_id: int | None = None,
) -> list[ShelfRow]:
    """All products delivered to or sold at these booths (None: all), at an instant (None: now).

    `maker_ids`: only products of these makers; `product_id`: only this one. Ordered by booth, maker and product.
    One statement.
    """
    moves, sold = list_moves_of(booth_ids, until, product_id), _select_sold(booth_ids, until, product_id)
    if maker_ids is not None:
        moves = moves.where(_MOVE.c.product_id.in_(_products_of(maker_ids)))
        # Each column by itself, so that its index is used.
        products = _products_of(maker_ids)
        sold = sold.where(or_(LINE.c.product_id.in_(products), MATCH.c.product_id.in_(products)))
    both = union_all(moves, sold).subquery("goods")
    sums = [func.coalesce(func.sum(both.c[name]), 0) for name in _NUMBERS]
    statement = (
        select(_BOOTH.c.id, _BOOTH.c.name, _MAKER.c.id, _MAKER.c.name, _PRODUCT.c.id, _PRODUCT.c.name, *sums)
        .select_from(both)
        .join(_BOOTH, _BOOTH.c.id == both.c.booth_id)
        .join(_PRODUCT, _PRODUCT.c.id == both.c.product_id)
        .join(_MAKER, _MAKER.c.id == _PRODUCT.c.maker_id)
        .group_by(_BOOTH.c.id, _MAKER.c.id, _PRODUCT.c.id)
        .order_by(_BOOTH.c.search_name, _MAKER.c.search_name, _PRODUCT.c.search_name)
    )
    return [ShelfRow(*row[:6], *map(int, row[6:])) for row in db.session.execute(statement)]


def _products_of(maker_ids: Collection[int]) -> Select[Any]:
    return select(_PRODUCT.c.id).where(_PRODUCT.c.maker_id.in_(maker_ids))


def list_moves_of(
    booth_ids: Collection[int] | None, until: datetime | None, product_id: int | None = None
) -> Select[Any]:
    """As SQL, moves up to an instant (None: all): booth, product, and their parts of the columns of a `ShelfRow`."""
    pieces = _MOVE.c.quantity
    is_found = _MOVE.c.kind.in_(("found", "count")) & (pieces > 0)
    is_lost = _MOVE.c.kind.in_(("broken", "lost", "count")) & (pieces < 0)
    amounts = (
        case((_MOVE.c.kind == "delivery", pieces), else_=0).label("delivered"),
        case((_MOVE.c.kind == "return", -pieces), else_=0).label("returned"),
        case((is_lost, -pieces), else_=0).label("lost"),
        case((_MOVE.c.kind == "expired", -pieces), else_=0).label("expired"),
        case((is_found, pieces), else_=0).label("found"),
        literal(0).label("sold"),
    )
    statement = select(_MOVE.c.booth_id, _MOVE.c.product_id, *amounts)
    if booth_ids is not None:
        statement = statement.where(_MOVE.c.booth_id.in_(booth_ids))
    if product_id is not None:
        statement = statement.where(_MOVE.c.product_id == product_id)
    return statement if until is None else statement.where(_MOVE.c.moved_at <= until)


def list_sold_of(
    columns: Sequence[Any],
    booth_ids: Collection[int] | None,
    until: datetime | None,
    product_id: int | None = None,
) -> Select[Any]:
    """As SQL, these columns of the sale lines that have a product, up to an instant (None: all)."""
    statement = select(*columns).select_from(LINES.source).where(LINES.product_id.is_not(None))
    if booth_ids is not None:
        statement = statement.where(SALE.c.booth_id.in_(booth_ids))
    if product_id is not None:
        statement = statement.where(LINE.c.id.in_(list_line_ids_of_product(product_id)))
    return statement if until is None else statement.where(CORRECTED_AT <= until)


def _select_sold(
    booth_ids: Collection[int] | None, until: datetime | None, product_id: int | None
) -> Select[Any]:
    zeros = [literal(0).label(name) for name in _NUMBERS[:-1]]
    columns = (LINES.product_id.label("product_id"), *zeros, func.sum(LINES.quantity).label("sold"))
    if booth_ids is not None and len(booth_ids) == 1 and product_id is None:
        return _sold_at(*booth_ids, until).add_columns(*columns).group_by(LINES.product_id)
    sold = list_sold_of((SALE.c.booth_id, *columns), booth_ids, until, product_id)
    return sold.group_by(SALE.c.booth_id, LINES.product_id)


def _sold_at(booth_id: int, until: datetime | None) -> Select[Any]:
    """The lines of one booth. The cost does not depend on the other booths' lines."""
    sales = select(SALE.c.id).where(SALE.c.booth_id == booth_id)
    if until is not None:
        sales = sales.where(CORRECTED_AT <= until)
    booth = select(literal(booth_id).label("booth_id")).select_from(LINES.alone)
    return booth.where(LINES.product_id.is_not(None), is_line_of(sales))
