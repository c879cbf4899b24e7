"""Lists typed sale lines with their matched products, so that wrong matches can be removed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker, Product
from app.sales.queries.goods import LINE, MATCH, SALE
from app.sales.rules import receipt_number
from app.shared.columns import table

_BOOTH, _USER, _PRODUCT, _MAKER = table(Booth), table(User), table(Product), table(Maker)
_REVERSAL = SALE.alias("reversal")


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """A sale line as typed, and the product a person matched it with; `amount` in whole rupiah."""

    line_id: int
    sale_id: int
    uuid: str
    day: date
    booth: str
    typed_maker: str
    typed_product: str
    quantity: int
    amount: int
    product: str
    maker: str
    matched_at: datetime
    matched_by: str

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return receipt_number(self.uuid)


def list_matched_lines(booth_ids: Collection[int] | None, *, first: int, size: int) -> list[MatchedLine]:
    """Matched lines of sales that are not reversed, the last matched first. One statement."""
    query = (
        _select_matched(
            booth_ids,
            LINE.c.id, SALE.c.id, SALE.c.uuid, SALE.c.business_date, _BOOTH.c.name, LINE.c.maker_name,
            LINE.c.product_name, LINE.c.quantity, LINE.c.amount, _PRODUCT.c.name, _MAKER.c.name, MATCH.c.matched_at,
            func.coalesce(_USER.c.display_name, ""),
        )
        .join(_BOOTH, _BOOTH.c.id == SALE.c.booth_id)
        .join(_PRODUCT, _PRODUCT.c.id == MATCH.c.product_id)
        .join(_MAKER, _MAKER.c.id == MATCH.c.maker_id)
        .outerjoin(_USER, _USER.c.id == MATCH.c.matched_by)
        .order_by(MATCH.c.id.desc())
        .offset(first)
        .limit(size)
    )  # fmt: skip
    return [MatchedLine(*row) for row in db.session.execute(query)]


def count_matched_lines(booth_ids: Collection[int] | None) -> int:
    """The number of lines that `list_matched_lines` pages through."""
    return db.session.scalar(_select_matched(booth_ids, func.count())) or 0


def _select_matched(booth_ids: Collection[int] | None, *columns: Any) -> Select[Any]:
    query = (
        select(*columns)
        .select_from(MATCH)
        .join(LINE, LINE.c.id == MATCH.c.sale_line_id)
        .join(SALE, SALE.c.id == LINE.c.sale_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(SALE.c.void_of.is_(None), _REVERSAL.c.id.is_(None))
    )
    return query if booth_ids is None else query.where(SALE.c.booth_id.in_(booth_ids))
