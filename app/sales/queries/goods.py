"""SQL parts for shelf and settlement: each sale line's maker, its product, and when the goods left the shelf.

All rows of the ledger are included, also `parked` ones: the goods left the shelf although the buyer's month is closed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    SelectBase,
    any_,
    func,
    select,
    union,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from app.extensions import db
from app.sales.models import LineMatch, Sale, SaleLine
from app.shared.columns import Instant, table

SALE, LINE, MATCH = table(Sale), table(SaleLine), table(LineMatch)


class _CorrectedAt(ColumnElement[datetime]):
    """The time of a sale row by the server's clock: `sold_at` + `offset_seconds`, as stated if the offset is
    unknown."""

    inherit_cache = True
    type = Instant()


@compiles(_CorrectedAt)
def _corrected_on_postgresql(element: _CorrectedAt, compiler: SQLCompiler, **options: Any) -> str:
    return "(sale.sold_at + coalesce(sale.offset_seconds, 0) * interval '1 second')"


@compiles(_CorrectedAt, "sqlite")
def _corrected_on_sqlite(element: _CorrectedAt, compiler: SQLCompiler, **options: Any) -> str:
    # Whole seconds, in the form in which instants are stored.
    return (
        "strftime('%Y-%m-%d %H:%M:%S.000000', sale.sold_at, coalesce(sale.offset_seconds, 0) || ' seconds')"
    )


CORRECTED_AT: Any = _CorrectedAt()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The columns of a sale line with its match: product and maker are NULL while the line is unmatched.

    `source`: lines with their sale and their match; `alone`: without the sale.
    """

    source: FromClause
    alone: FromClause
    product_id: Any
    maker_id: Any
    quantity: Any


LINES = _Lines(
    source=LINE.join(SALE, SALE.c.id == LINE.c.sale_id).outerjoin(MATCH, MATCH.c.sale_line_id == LINE.c.id),
    alone=LINE.outerjoin(MATCH, MATCH.c.sale_line_id == LINE.c.id),
    product_id=func.coalesce(LINE.c.product_id, MATCH.c.product_id),
    maker_id=func.coalesce(LINE.c.maker_id, MATCH.c.maker_id),
    quantity=LINE.c.quantity,
)


def is_line_of(sales: Select[Any]) -> ColumnElement[bool]:
    """As SQL, whether a line is of one of these sales, given as a query of their ids.

    PostgreSQL then reads the ids first and finds all lines in one pass over their index; with a join it searched the
    index once for each sale (ADR 0064).
    """
    if db.session.get_bind().dialect.name == "postgresql":
        return LINE.c.sale_id == any_(func.array(sales.scalar_subquery()))
    return LINE.c.sale_id.in_(sales)


def list_line_ids(maker_ids: Collection[int] | SelectBase) -> CompoundSelect[Any]:
    """As SQL, the ids of lines that name one of these makers or were matched with its product. Uses indexes only."""
    named, matched = LINE.alias("named_line"), MATCH.alias("made_match")
    return union(
        select(named.c.id).where(named.c.maker_id.in_(maker_ids)),
        select(matched.c.sale_line_id).where(matched.c.maker_id.in_(maker_ids)),
    )


def list_line_ids_of_product(product_id: int) -> CompoundSelect[Any]:
    """As SQL, the ids of lines that name this product or were matched with it. Uses indexes only."""
    named, matched = LINE.alias("named_line"), MATCH.alias("made_match")
    return union(
        select(named.c.id).where(named.c.product_id == product_id),
        select(matched.c.sale_line_id).where(matched.c.product_id == product_id),
    )
