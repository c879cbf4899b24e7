"""Sums by month, day and maker, for overview pages. The database aggregates; `ledger/totals.py` alone defines which
rows count. Amounts in whole rupiah, net of reversals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, Subquery, case, cast, func, literal_column, select, union_all

from app.extensions import db
from app.sales.ledger.lookups import MAKER_ID, MAKER_NAME, join_makers
from app.sales.ledger.totals import BUYER, LATE, SALE, counted_sales
from app.sales.models import SaleLine
from app.shared.columns import table
from app.shared.period import Period

_LINE = table(SaleLine)
_RECORDED = SALE.c.result == literal_column("'recorded'")  # not a parameter, so that partial indexes serve


@dataclass(frozen=True, slots=True)
class MakerSum:
    """The sales of one maker in a month, in whole rupiah; makers joined into it included."""

    maker_id: int
    maker: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class MakerSums:
    """The sums by maker of a month, and the sum of goods that are not matched with a product; whole rupiah."""

    makers: list[MakerSum]
    unmatched: int

    @property
    def total(self) -> int:
        """The sum of all makers, in whole rupiah."""
        return sum(maker.amount for maker in self.makers)


@dataclass(frozen=True, slots=True)
class DaySum:
    """One business date, without reversed receipts: `buyers` is the number of different employees, `receipts`
    that of all receipts, also of the public and of unknown buyers."""

    day: date
    buyers: int
    receipts: int
    amount: int


@dataclass(frozen=True, slots=True)
class MakerLine:
    """One line of one maker, without the buyer; negative in a reversal."""

    sale_id: int
    day: date
    product: str
    quantity: int
    amount: int


def sum_months(periods: Sequence[Period]) -> dict[Period, int]:
    """The turnover per month in whole rupiah; months without a sale that counts are left out. One statement."""
    months = list(periods)
    amount = cast(func.sum(SALE.c.amount), BigInteger).label("amount")
    recorded = select(SALE.c.period.label("period"), amount).where(SALE.c.period.in_(months), _RECORDED)
    named = recorded.where(SALE.c.employee_id.is_not(None))  # each half has an index that answers it alone
    others = recorded.where(SALE.c.employee_id.is_(None))
    accepted = (
        select(LATE.c.period, amount)
        .select_from(LATE)
        .join(SALE, SALE.c.id == LATE.c.sale_id)
        .where(LATE.c.period.in_(months), LATE.c.decision == "accepted")
    )
    sums: Counter[Period] = Counter()
    parts = (named.group_by(SALE.c.period), others.group_by(SALE.c.period), accepted.group_by(LATE.c.period))
    for period, total in db.session.execute(union_all(*parts)):
        sums[period] += total
    return dict(sums)


def list_maker_sums(period: Period) -> MakerSums:
    """The sums by maker of a month, highest first, and that of goods not matched. One statement."""
    amount = func.sum(_LINE.c.amount)
    query = (
        _lines(counted_sales(period), MAKER_ID, MAKER_NAME, func.sum(_LINE.c.quantity), amount)
        .group_by(MAKER_ID, MAKER_NAME)
        .having(func.sum(_LINE.c.quantity) != 0)
        .order_by(amount.desc(), MAKER_NAME, MAKER_ID)
    )
    rows = [(row[0], row[1], int(row[2]), int(row[3])) for row in db.session.execute(query)]
    makers = [MakerSum(*row) for row in rows if row[0] is not None]
    return MakerSums(makers, sum(row[3] for row in rows if row[0] is None))


def list_maker_lines(period: Period, maker_id: int, *, first: int, size: int) -> list[MakerLine]:
    """One maker's lines of a month, newest first; `size` lines beginning with line `first` (from 0)."""
    sale = counted_sales(period, SALE.c.business_date)
    query = (
        _lines(
            sale, sale.c.sale_id, sale.c.business_date, _LINE.c.product_name, _LINE.c.quantity, _LINE.c.amount
        )
        .where(MAKER_ID == maker_id)
        .order_by(sale.c.business_date.desc(), sale.c.sale_id.desc(), _LINE.c.position)
        .offset(first)
        .limit(size)
    )
    return [MakerLine(*row) for row in db.session.execute(query)]


def sum_maker(period: Period, maker_id: int) -> tuple[int, int]:
    """(number of lines, whole rupiah) of one maker in a month."""
    sums = (func.count(), func.coalesce(func.sum(_LINE.c.amount), 0))
    row = db.session.execute(_lines(counted_sales(period), *sums).where(MAKER_ID == maker_id)).one()
    return int(row[0]), int(row[1])


def list_day_sums(period: Period) -> list[DaySum]:
    """The sums of each day of a month with a sale that counts, in order. One statement."""
    buyer = case((SALE.c.buyer_kind == "public", None), else_=BUYER).label("buyer")
    sale = counted_sales(period, SALE.c.business_date, SALE.c.amount, SALE.c.void_of, buyer).c
    back = counted_sales(period, SALE.c.void_of, SALE.c.amount).alias("counted_back").c
    reversed_ids = select(back.void_of).where(
        back.amount < 0
    )  # of reversals alone; the index tells which they are
    stands = case((sale.void_of.is_(None) & sale.sale_id.not_in(reversed_ids), 1), else_=0)
    query = (
        select(
            sale.business_date,
            func.count(case((stands == 1, sale.buyer)).distinct()),
            func.sum(stands),
            func.sum(sale.amount),
        )
        .group_by(sale.business_date)
        .order_by(sale.business_date)
    )
    return [
        DaySum(day, int(buyers), int(receipts), int(amount))
        for day, buyers, receipts, amount in db.session.execute(query)
    ]


def _lines(counted: Subquery, *columns: Any) -> Select[Any]:
    """Lines of the counted sales with their makers."""
    return join_makers(
        select(*columns).select_from(counted).join(_LINE, _LINE.c.sale_id == counted.c.sale_id)
    )
