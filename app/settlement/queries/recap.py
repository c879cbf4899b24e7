"""Compares a month's ledger with the statements that settled it, by booth. Whole rupiah."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.booths.models import Booth
from app.extensions import db
from app.sales.queries.goods import LINE, LINES, SALE
from app.settlement.models import Statement, StatementLine
from app.settlement.queries.statements import is_made_in
from app.shared.columns import table
from app.shared.period import Period

_LINE, _BOOTH, _STATEMENT = table(StatementLine), table(Booth), table(Statement)


@dataclass(frozen=True, slots=True)
class BoothLedger:
    """The sales of a month at one booth: all receipts, and their lines that are settled, unsettled and unmatched."""

    booth: str
    ledger: int
    settled: int
    unsettled: int
    unmatched: int

    @property
    def difference(self) -> int:
        """The difference between receipts and lines; 0 unless there is a fault."""
        return self.ledger - self.settled - self.unsettled - self.unmatched


def list_ledger_by_booth(period: Period) -> list[BoothLedger]:
    """Every booth with sales in this month by business date, net of reversals. Two statements."""
    dated = SALE.c.business_date.between(period.first_day, period.last_day)
    receipts = select(SALE.c.booth_id, func.sum(SALE.c.amount)).where(dated).group_by(SALE.c.booth_id)
    ledger = {booth_id: int(amount) for booth_id, amount in db.session.execute(receipts)}
    is_settled, is_unmatched = _LINE.c.id.is_not(None), LINES.maker_id.is_(None)
    sums = [
        func.sum(case((condition, LINE.c.amount), else_=0))
        for condition in (is_settled, ~is_settled & ~is_unmatched, ~is_settled & is_unmatched)
    ]
    lines = (
        select(SALE.c.booth_id, _BOOTH.c.name, *sums)
        .select_from(LINES.source)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(_LINE, _LINE.c.sale_line_id == LINE.c.id)
        .where(dated)
        .group_by(SALE.c.booth_id, _BOOTH.c.name, _BOOTH.c.search_name)
        .order_by(_BOOTH.c.search_name)
    )
    return [
        BoothLedger(name, ledger[booth_id], *map(int, figures))
        for booth_id, name, *figures in db.session.execute(lines)
    ]


def count_statements_made(period: Period) -> int:
    """The number of statements made in this month."""
    query = select(func.count()).select_from(_STATEMENT).where(is_made_in(period))
    return db.session.scalar(query) or 0
