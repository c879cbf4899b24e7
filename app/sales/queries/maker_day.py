"""A maker's sales of one day by booth and product, without buyers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Product
from app.sales.queries.goods import LINE, LINES, SALE, list_line_ids
from app.shared.columns import table

_BOOTH, _PRODUCT = table(Booth), table(Product)


@dataclass(frozen=True, slots=True)
class SoldRow:
    """Pieces and whole rupiah of one product at one booth, net of reversals."""

    booth_id: int
    booth: str
    product_id: int
    product: str
    pieces: int
    amount: int


def list_sold(maker_ids: Collection[int], day: date) -> list[SoldRow]:
    """The goods of these makers sold on a business date, by booth and name. One statement."""
    query = (
        select(
            _BOOTH.c.id, _BOOTH.c.name, _PRODUCT.c.id, _PRODUCT.c.name, func.sum(LINES.quantity),
            func.sum(LINE.c.amount),
        )
        .select_from(LINES.source)
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .join(_PRODUCT, _PRODUCT.c.id == LINES.product_id)
        .where(SALE.c.business_date == day, LINE.c.id.in_(list_line_ids(maker_ids)))
        .group_by(_BOOTH.c.id, _PRODUCT.c.id)
        .order_by(_BOOTH.c.search_name, _PRODUCT.c.search_name, _PRODUCT.c.id)
    )  # fmt: skip
    return [SoldRow(*row[:4], int(row[4]), int(row[5])) for row in db.session.execute(query)]
