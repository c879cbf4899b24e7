"""Reads one business date of the ledger for the event day's workbook."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.booths.models import Booth
from app.extensions import db
from app.sales.ledger.lookups import MAKER_ID, MAKER_NAME, join_makers
from app.sales.ledger.totals import BUYER, BUYER_KIND, LATE, SALE
from app.sales.models import SaleLine
from app.sales.queries.ledger import STATE
from app.shared.columns import table

_BOOTH, _LINE = table(Booth), table(SaleLine)
_COUNTED = ("counted", "accepted")


@dataclass(frozen=True, slots=True)
class DaySale:
    """One sale of the day, in whole rupiah; reversed sales and their reversals are left out.

    `at`: the time of sale by the till's corrected clock (decisions 20).
    """

    id: int
    booth_id: int
    booth: str
    employee_id: int | None
    buyer_kind: str
    at: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class DayMaker:
    """One maker's sales of the day, net of reversals; amount in whole rupiah. `maker_id` None: unmatched goods."""

    maker_id: int | None
    maker: str
    quantity: int
    receipts: int
    amount: int


@dataclass(frozen=True, slots=True)
class Day:
    """The sales that count, the makers, and what these do not include. `turnover` and `unmatched` (goods without a
    product) in whole rupiah."""

    sales: list[DaySale]
    makers: list[DayMaker]
    unmatched: int
    turnover: int
    reversed: int
    pending: int


def get_day(day: date) -> Day:
    """Read a business date. Three statements for any number of sales."""
    rows = [tuple(row) for row in db.session.execute(_rows(day))]
    counted = [row for row in rows if row[-1] in _COUNTED]
    reversed_ids = {row[8] for row in counted if row[8] is not None}
    sales = [
        DaySale(*row[:5], row[5] + timedelta(seconds=row[6] or 0), int(row[7]))
        for row in counted
        if row[8] is None and row[0] not in reversed_ids
    ]
    makers = [DayMaker(*row) for row in db.session.execute(_makers(day))]
    return Day(
        sales=sales,
        makers=[maker for maker in makers if maker.maker_id is not None],
        unmatched=sum(maker.amount for maker in makers if maker.maker_id is None),
        turnover=sum(int(row[7]) for row in counted),
        reversed=len(reversed_ids),
        pending=sum(row[-1] == "waiting" for row in rows),
    )


def _rows(day: date) -> Any:
    return (
        select(
            SALE.c.id, SALE.c.booth_id, _BOOTH.c.name, BUYER, BUYER_KIND, SALE.c.sold_at,
            SALE.c.offset_seconds, SALE.c.amount, SALE.c.void_of, STATE,
        )
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .where(SALE.c.business_date == day)
        .order_by(SALE.c.id)
    )  # fmt: skip


def _makers(day: date) -> Any:
    amount, quantity = func.sum(_LINE.c.amount), func.sum(_LINE.c.quantity)
    receipts = func.count(SALE.c.id.distinct()).filter(SALE.c.void_of.is_(None))
    reversed_ones = func.count(SALE.c.id.distinct()).filter(SALE.c.void_of.is_not(None))
    query = (
        select(MAKER_ID, MAKER_NAME, quantity, receipts - reversed_ones, amount)
        .select_from(SALE)
        .join(_LINE, _LINE.c.sale_id == SALE.c.id)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .where(SALE.c.business_date == day, STATE.in_(_COUNTED))
        .group_by(MAKER_ID, MAKER_NAME)
        .having(quantity != 0)
        .order_by(amount.desc(), MAKER_NAME, MAKER_ID)
    )
    return join_makers(query)
