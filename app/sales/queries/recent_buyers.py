"""The buyers of today, so that the till can warn about a second scan of the same buyer."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from app.extensions import db
from app.sales.ledger.totals import SALE
from app.shared import clock

_REVERSAL = SALE.alias("reversal_today")


def find_last_sale_today(employee_ids: Collection[int] | None = None) -> dict[int, datetime]:
    """Employee id → time of the employee's last sale of today, by the server's clock; None as ids: all employees.

    Reversed sales, and sales whose buyer was resolved later, do not count. One statement.
    """
    # The sign excludes reversals: with `void_of IS NULL` SQLite would scan that index over the whole ledger.
    query = (
        select(SALE.c.employee_id, SALE.c.sold_at, SALE.c.offset_seconds, SALE.c.flags)
        .select_from(SALE.outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id))
        .where(SALE.c.business_date == clock.today(), SALE.c.amount > 0, _REVERSAL.c.id.is_(None))
    )
    if employee_ids is None:
        query = query.where(SALE.c.employee_id.is_not(None))
    else:
        query = query.where(SALE.c.employee_id.in_(employee_ids))
    last_sales: dict[int, datetime] = {}
    for employee_id, sold_at, offset, flags in db.session.execute(query):
        right = sold_at + timedelta(seconds=offset or 0) if "clock_skew" in flags else sold_at
        if employee_id not in last_sales or last_sales[employee_id] < right:
            last_sales[employee_id] = right
    return last_sales
