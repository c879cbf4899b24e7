"""Estimates the size of a report before it is read; small ones are answered at once."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from app.directory.models import Employee, Posting
from app.extensions import db
from app.sales.ledger.totals import SALE
from app.shared.columns import table
from app.shared.period import Period

_EMPLOYEE, _POSTING = table(Employee), table(Posting)


def count_people() -> int:
    """The number of stored people, an upper bound for a month's rows."""
    return db.session.scalar(select(func.count()).select_from(_EMPLOYEE)) or 0


def count_people_in(unit_ids: Collection[int]) -> int:
    """The number of people who ever had a posting in one of these units, an upper bound for a month's rows."""
    query = select(func.count(_POSTING.c.employee_id.distinct())).where(_POSTING.c.unit_id.in_(unit_ids))
    return db.session.scalar(query) or 0


def count_receipts(first: date, last: date) -> int:
    """The number of ledger rows dated from `first` to `last`."""
    dated = SALE.c.business_date.between(first, last)
    return db.session.scalar(select(func.count()).select_from(SALE).where(dated)) or 0


def count_receipts_of(period: Period) -> int:
    """The number of ledger rows dated in a month."""
    return count_receipts(period.first_day, period.last_day)
