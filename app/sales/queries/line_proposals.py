"""Proposes the product of sale lines that were typed without one (makers 7); a person confirms them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.makers.queries import list_product_ids
from app.makers.rules import fold_name
from app.sales.queries.goods import LINE, LINES, MATCH, SALE

_OTHER, _FIRST = LINE.alias("other_line"), MATCH.alias("match_of_original")


@dataclass(frozen=True, slots=True)
class UnmatchedLine:
    """An unmatched sale line, as typed; `amount` in whole rupiah.

    `product_id` is what is proposed: its original's product for a reversal, else the one product whose own and whose
    maker's name are exactly as typed, folded; None where there is no such product.
    """

    line_id: int
    sale_id: int
    booth_id: int
    maker: str
    product: str
    quantity: int
    amount: int
    product_id: int | None


def list_unmatched_lines(
    booth_ids: Collection[int] | None = None, line_ids: Collection[int] | None = None
) -> list[UnmatchedLine]:
    """Lines without a product, oldest first, with what is proposed. Two statements."""
    query = (
        select(
            LINE.c.id, SALE.c.id, SALE.c.booth_id, LINE.c.maker_name, LINE.c.product_name, LINE.c.quantity,
            LINE.c.amount, func.coalesce(_OTHER.c.product_id, _FIRST.c.product_id),
        )
        .select_from(LINES.source)
        .outerjoin(_OTHER, (_OTHER.c.sale_id == SALE.c.void_of) & (_OTHER.c.position == LINE.c.position))
        .outerjoin(_FIRST, _FIRST.c.sale_line_id == _OTHER.c.id)
        .where(LINES.product_id.is_(None))
        .order_by(LINE.c.id)
    )  # fmt: skip
    if booth_ids is not None:
        query = query.where(SALE.c.booth_id.in_(booth_ids))
    if line_ids is not None:
        query = query.where(LINE.c.id.in_(line_ids))
    rows = db.session.execute(query).all()
    known = list_product_ids() if rows else {}
    return [
        UnmatchedLine(*said, of_original or known.get((fold_name(said[3]), fold_name(said[4]))))
        for *said, of_original in rows
    ]


def list_counterparts(line_ids: Collection[int]) -> list[int]:
    """The same lines of the reversals of their sales, which go back to the same shelf."""
    reversal = SALE.alias("reversal")
    query = (
        select(_OTHER.c.id)
        .select_from(LINE)
        .join(reversal, reversal.c.void_of == LINE.c.sale_id)
        .join(_OTHER, (_OTHER.c.sale_id == reversal.c.id) & (_OTHER.c.position == LINE.c.position))
        .where(LINE.c.id.in_(line_ids))
    )
    return list(db.session.scalars(query))
