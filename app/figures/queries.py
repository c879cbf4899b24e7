"""Reads of makers' sales and payments by month, makers without sales, and published figures."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.extensions import db
from app.figures.models import OpenFigure
from app.figures.rules import MakerSales
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile
from app.makers.registration import SELLING
from app.sales.queries.goods import LINE, LINES, SALE
from app.settlement.models import Payout, Statement, StatementLine
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.stock.models import StockMove

_FIGURE, _MAKER, _PROFILE = table(OpenFigure), table(Maker), table(MakerProfile)
_STATEMENT, _LINE, _PAYOUT, _MOVE = table(Statement), table(StatementLine), table(Payout), table(StockMove)


def list_sales_of_makers(first: date, last: date) -> list[MakerSales]:
    """Each maker's sales from one business date to another; a joined record counts with its survivor."""
    owner = survivor_id(LINES.maker_id).label("owner")
    sums = (
        select(owner, func.sum(LINE.c.amount).label("amount"))
        .select_from(LINES.source)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == LINES.maker_id)
        .where(_between(first, last), LINES.maker_id.is_not(None))
        .group_by(owner)
        .having(func.sum(LINE.c.amount) != 0)
        .subquery("sums")
    )
    profile = _PROFILE.alias("owner_profile")
    query = (
        select(sums.c.owner, func.coalesce(profile.c.village, ""), sums.c.amount)
        .outerjoin(profile, profile.c.maker_id == sums.c.owner)
        .order_by(sums.c.owner)
    )
    return [MakerSales(row[0], row[1], int(row[2])) for row in db.session.execute(query)]


def sum_sales(first: date, last: date) -> int:
    """The sum of all sales at the booths in that time; whole rupiah, net of reversals."""
    return sum(sum_sales_by_month(first, last).values())


def sum_sales_by_month(first: date, last: date) -> dict[Period, int]:
    """The sum of all sales at the booths in that time, by month of the business date, in order.

    Whole rupiah, net of reversals; months without a sale are left out.
    """
    day = SALE.c.business_date
    query = select(day, func.sum(SALE.c.amount)).where(_between(first, last)).group_by(day).order_by(day)
    sums: dict[Period, int] = {}
    for sold_on, amount in db.session.execute(query):
        month = Period.of(sold_on)
        sums[month] = sums.get(month, 0) + int(amount)
    return sums


def sum_reached(first: date, last: date) -> tuple[int, int]:
    """(sum that makers received in that time in whole rupiah, number of these makers).

    The sum of the payouts booked in that time, and of the money that makers hold by the statements made in it, less the
    booths' share.
    """
    begin, end = clock.at_local(first, 0, 0), clock.end_of_day(last)
    paid = (
        select(_STATEMENT.c.maker_id, func.sum(_PAYOUT.c.amount))
        .join_from(_PAYOUT, _STATEMENT, _STATEMENT.c.id == _PAYOUT.c.statement_id)
        .where(_PAYOUT.c.paid_at.between(begin, end))
        .group_by(_STATEMENT.c.maker_id)
    )
    with_makers = (
        select(_STATEMENT.c.maker_id, func.sum(_LINE.c.amount - _LINE.c.share))
        .join_from(_LINE, _STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
        .where(_STATEMENT.c.made_at.between(begin, end), _LINE.c.money_with == "maker")
        .group_by(_STATEMENT.c.maker_id)
    )
    sums: dict[int, int] = {}
    for query in (paid, with_makers):
        for maker_id, amount in db.session.execute(query):
            sums[maker_id] = sums.get(maker_id, 0) + int(amount)
    return sum(sums.values()), sum(1 for amount in sums.values() if amount)


def count_new_makers(first: date, last: date) -> int:
    """The number of makers with their first sale in that time."""
    firsts = (
        select(LINES.maker_id, func.min(SALE.c.business_date).label("first"))
        .select_from(LINES.source)
        .where(LINES.maker_id.is_not(None))
        .group_by(LINES.maker_id)
        .subquery("firsts")
    )
    within = firsts.c.first.between(first, last)
    return int(db.session.scalar(select(func.count()).select_from(firsts).where(within)) or 0)


@dataclass(frozen=True, slots=True)
class QuietMaker:
    """An active maker without a sale since a day, with its last sale and last delivery."""

    maker_id: int
    name: str
    last_sale: date | None
    last_delivery: datetime | None


def list_quiet_makers(since: date, until: date) -> list[QuietMaker]:
    """The active makers without a sale between two local dates, longest without one first. One statement."""
    last_sale = (
        select(LINES.maker_id.label("maker_id"), func.max(SALE.c.business_date).label("day"))
        .select_from(LINES.source)
        .where(SALE.c.business_date <= until)
        .group_by(LINES.maker_id)
        .subquery("last_sale")
    )
    last_delivery = (
        select(_MOVE.c.maker_id, func.max(_MOVE.c.moved_at).label("at"))
        .where(_MOVE.c.kind == "delivery", _MOVE.c.moved_at <= clock.end_of_day(until))
        .group_by(_MOVE.c.maker_id)
        .subquery("last_delivery")
    )
    query = (
        select(_MAKER.c.id, _MAKER.c.name, last_sale.c.day, last_delivery.c.at)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
        .outerjoin(last_sale, last_sale.c.maker_id == _MAKER.c.id)
        .outerjoin(last_delivery, last_delivery.c.maker_id == _MAKER.c.id)
        .where(
            _MAKER.c.is_active,
            _MAKER.c.created_at <= clock.end_of_day(until),
            or_(_PROFILE.c.state.is_(None), _PROFILE.c.state.in_(SELLING)),
            or_(last_sale.c.day.is_(None), last_sale.c.day < since),
        )
        .order_by(last_sale.c.day.is_not(None), last_sale.c.day, _MAKER.c.search_name)
    )
    return [QuietMaker(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class PublishedMonth:
    """The rows of a dataset for one month, the time of publishing, and the last included sale."""

    dataset: str
    period: Period
    made_at: datetime
    to_seq: int
    rows: list[dict[str, Any]]


def list_published(dataset: str, last: int | None = None) -> list[PublishedMonth]:
    """The published months of a dataset, latest first; at most `last` of them. One statement."""
    query = select(_FIGURE).where(_FIGURE.c.dataset == dataset).order_by(_FIGURE.c.period.desc()).limit(last)
    return [
        PublishedMonth(row.dataset, row.period, row.made_at, row.to_seq, json.loads(row.content))
        for row in db.session.execute(query)
    ]


def list_published_periods() -> set[Period]:
    """The months with published figures."""
    return set(db.session.scalars(select(_FIGURE.c.period).distinct()))


def _between(first: date, last: date) -> Any:
    return SALE.c.business_date.between(first, last)
