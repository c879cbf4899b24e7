"""Sale lines typed without a product (makers 7): the open ones, and the proposed product, which a person confirms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.booths.models import Booth
from app.decisions.filters import OpenItemFilter
from app.extensions import db
from app.makers.queries import list_product_ids
from app.makers.rules import fold_name
from app.sales.ledger.totals import LATE
from app.sales.queries.goods import LINE, LINES, MATCH, SALE
from app.sales.rules import receipt_number
from app.shared.columns import table

_BOOTH = table(Booth)
_OTHER, _FIRST = LINE.alias("other_line"), MATCH.alias("match_of_original")
_REVERSAL = SALE.alias("reversal")
_OF_ORIGINAL: Any = func.coalesce(_OTHER.c.product_id, _FIRST.c.product_id)
_SOURCE = (
    LINES.source.join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
    .outerjoin(_OTHER, (_OTHER.c.sale_id == SALE.c.void_of) & (_OTHER.c.position == LINE.c.position))
    .outerjoin(_FIRST, _FIRST.c.sale_line_id == _OTHER.c.id)
)
_IS_TYPED = and_(LINE.c.product_id.is_(None), MATCH.c.product_id.is_(None))
"""Each column by itself, so that the index of lines without a product is used."""


@dataclass(frozen=True, slots=True)
class UnmatchedLine:
    """An unmatched sale line, as typed; `amount` in whole rupiah.

    `product_id` is the proposal: for a reversal its original's product, else the only product with exactly the typed
    product and maker names (folded); None if there is none.
    """

    line_id: int
    sale_id: int
    uuid: str
    day: date
    booth_id: int
    booth: str
    maker: str
    product: str
    quantity: int
    amount: int
    product_id: int | None

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return receipt_number(self.uuid)


def list_open_lines(filters: OpenItemFilter) -> Select[Any]:
    """Ids of lines without a product that a person can match.

    A reversed sale and its reversal are not open: they cancel each other, and matching one matches both. A reversal
    whose original was matched at the same time is open.
    """
    month: Any = func.coalesce(LATE.c.period, SALE.c.period)
    is_whole = and_(SALE.c.void_of.is_(None), _REVERSAL.c.id.is_(None))
    query = (
        select(LINE.c.id)
        .select_from(_SOURCE)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .where(
            _IS_TYPED,
            or_(is_whole, _OF_ORIGINAL.is_not(None)),
            *filters.conditions(LINE.c.id, SALE.c.booth_id, SALE.c.till_id, SALE.c.business_date),
        )
    )
    return query if filters.period is None else query.where(month == filters.period)


def list_typed_alike(maker: str, product: str, filters: OpenItemFilter, size: int) -> list[int]:
    """Ids of the first `size` open lines with exactly this maker and product typed."""
    query = list_open_lines(filters).where(LINE.c.maker_name == maker, LINE.c.product_name == product)
    return list(db.session.scalars(query.order_by(LINE.c.id).limit(size)))


def list_matched_in_names(filters: OpenItemFilter) -> list[UnmatchedLine]:
    """The open lines with a proposed product, oldest first. Two statements."""
    return [line for line in list_unmatched_lines(filters=filters) if line.product_id is not None]


def list_unmatched_lines(
    booth_ids: Collection[int] | None = None,
    line_ids: Collection[int] | None = None,
    *,
    filters: OpenItemFilter | None = None,
) -> list[UnmatchedLine]:
    """Lines without a product, oldest first, with their proposals. Two statements.

    With `filters`: only the open lines of `list_open_lines`; without, lines of reversed sales are included.
    """
    query = (
        select(
            LINE.c.id, SALE.c.id, SALE.c.uuid, SALE.c.business_date, SALE.c.booth_id, _BOOTH.c.name,
            LINE.c.maker_name, LINE.c.product_name, LINE.c.quantity, LINE.c.amount, _OF_ORIGINAL,
        )
        .select_from(_SOURCE)
        .where(_IS_TYPED)
        .order_by(LINE.c.id)
    )  # fmt: skip
    if booth_ids is not None:
        query = query.where(SALE.c.booth_id.in_(booth_ids))
    if line_ids is not None:
        query = query.where(LINE.c.id.in_(line_ids))
    if filters is not None:
        query = query.where(LINE.c.id.in_(list_open_lines(filters)))
    rows = db.session.execute(query).all()
    products = list_product_ids() if rows else {}
    return [
        UnmatchedLine(*typed, of_original or products.get((fold_name(typed[6]), fold_name(typed[7]))))
        for *typed, of_original in rows
    ]


def list_counterparts(line_ids: Collection[int]) -> dict[int, int]:
    """Line id → id of the same line in the reversal of its sale, whose goods return to the same shelf."""
    query = (
        select(LINE.c.id, _OTHER.c.id)
        .select_from(LINE)
        .join(_REVERSAL, _REVERSAL.c.void_of == LINE.c.sale_id)
        .join(_OTHER, (_OTHER.c.sale_id == _REVERSAL.c.id) & (_OTHER.c.position == LINE.c.position))
        .where(LINE.c.id.in_(line_ids))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
