"""Reads of the holder of a booth's money, by date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.booths.models import FormerMode
from app.extensions import db
from app.sales.queries.goods import LINE, SALE
from app.settlement.models import BoothMoney, Statement, StatementLine
from app.settlement.queries.terms import LastSettled
from app.shared.columns import table

_STATEMENT, _LINE = table(Statement), table(StatementLine)


@dataclass(frozen=True, slots=True)
class HolderSpan:
    """The holder of a booth's QRIS money from a local date on."""

    since: date
    holder: str


def list_holders(booth_id: int) -> list[HolderSpan]:
    """The holders set for a booth, the latest first."""
    query = select(BoothMoney.effective_from, BoothMoney.qris_holder).filter_by(booth_id=booth_id)
    return [HolderSpan(*row) for row in db.session.execute(query.order_by(BoothMoney.effective_from.desc()))]


def list_former_modes(booth_id: int) -> list[tuple[date, str]]:
    """(until, mode) of a booth's former modes, the latest first; `until` is exclusive."""
    query = select(FormerMode.until, FormerMode.mode).filter_by(booth_id=booth_id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(FormerMode.until.desc()))]


def find_holder(booth_id: int, effective_from: date) -> BoothMoney | None:
    """The row that begins on this day, or None."""
    return db.session.scalar(select(BoothMoney).filter_by(booth_id=booth_id, effective_from=effective_from))


def find_last_settled_at(booth_id: int) -> LastSettled | None:
    """The latest business date settled by a statement of this booth, and that statement; None before the first."""
    query = (
        select(SALE.c.business_date, func.max(_STATEMENT.c.number))
        .join(LINE, LINE.c.sale_id == SALE.c.id)
        .join(_LINE, _LINE.c.sale_line_id == LINE.c.id)
        .join(_STATEMENT, _STATEMENT.c.id == _LINE.c.statement_id)
        .where(SALE.c.booth_id == booth_id)
        .group_by(SALE.c.business_date)
        .order_by(SALE.c.business_date.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else LastSettled(*row)
