"""A booth's sales of one day by maker and product, without reversed receipts."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from app.extensions import db
from app.makers.models import Product
from app.sales.ledger.lookups import MAKER_ID, MAKER_NAME, PRODUCT_ID, join_makers
from app.sales.ledger.totals import SALE
from app.sales.models import SaleLine
from app.sales.paper.supplier_day_statement import DayStatementLine
from app.shared.columns import table

_LINE, _PRODUCT = table(SaleLine), table(Product)
_REVERSAL = SALE.alias("reversal")


def list_day_statement_lines(booth_id: int, day: date) -> list[DayStatementLine]:
    """Products sold at a booth on a business date, summed per maker, product and price. One statement.

    Parked sales are included, because the goods were handed out that day. Goods that are not matched with a product
    are left out, because nobody can sign for them.
    """
    quantity, amount = func.sum(_LINE.c.quantity), func.sum(_LINE.c.amount)
    query = (
        _select_sold(
            booth_id, day, MAKER_ID, MAKER_NAME, _PRODUCT.c.name, _LINE.c.unit_price, quantity, amount
        )
        .join(_PRODUCT, _PRODUCT.c.id == PRODUCT_ID)
        .group_by(MAKER_ID, MAKER_NAME, _PRODUCT.c.id, _LINE.c.unit_price)
        .order_by(_PRODUCT.c.search_name, _PRODUCT.c.id, _LINE.c.unit_price)
    )
    return [DayStatementLine(*row[:4], int(row[4]), int(row[5])) for row in db.session.execute(query)]


def sum_unmatched(booth_id: int, day: date) -> int:
    """The unmatched goods of that day in whole rupiah, which the statements leave out."""
    query = _select_sold(booth_id, day, func.coalesce(func.sum(_LINE.c.amount), 0)).where(
        PRODUCT_ID.is_(None)
    )
    return int(db.session.scalar(query) or 0)


def _select_sold(booth_id: int, day: date, *columns: Any) -> Select[Any]:
    query = (
        select(*columns)
        .select_from(_LINE)
        .join(SALE, SALE.c.id == _LINE.c.sale_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(SALE.c.booth_id == booth_id, SALE.c.business_date == day)
        .where(SALE.c.void_of.is_(None), _REVERSAL.c.id.is_(None))
    )
    return join_makers(query)
