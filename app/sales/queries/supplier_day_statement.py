"""A booth's sales of one day by maker and product, without reversed receipts."""

from datetime import date

from sqlalchemy import func, select

from app.extensions import db
from app.sales.ledger.totals import SALE
from app.sales.models import SaleLine
from app.sales.paper.supplier_day_statement import SlipLine
from app.sales.queries.maker_names import IS_MATCHED
from app.shared.columns import table

_LINE = table(SaleLine)
_REVERSAL = SALE.alias("reversal")


def list_slip_lines(booth_id: int, day: date) -> list[SlipLine]:
    """Products sold at a booth on a business date, summed per maker, product and price. One statement.

    Parked sales are included, because the goods were handed out that day. Goods of an unknown maker are left out,
    because nobody can sign for them.
    """
    query = (
        select(
            _LINE.c.maker_name,
            _LINE.c.product_name,
            _LINE.c.unit_price,
            func.sum(_LINE.c.quantity),
            func.sum(_LINE.c.amount),
        )
        .join(SALE, SALE.c.id == _LINE.c.sale_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(SALE.c.booth_id == booth_id, SALE.c.business_date == day)
        .where(SALE.c.void_of.is_(None), _REVERSAL.c.id.is_(None), IS_MATCHED)
        .group_by(_LINE.c.maker_name, _LINE.c.product_name, _LINE.c.unit_price)
    )
    rows = db.session.execute(query)
    return [SlipLine(row[0], row[1], row[2], int(row[3]), int(row[4])) for row in rows]
