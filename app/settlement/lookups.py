"""What is not settled yet: sale lines and losses without a statement, as SQL parts. The one definition.

A line's maker is the one it names, or the product's that a person matched; a record joined into another counts for the
other. Terms are those in force on the sale's business date, of either record. A reversal takes back what its original
gave: the share and holder of a settled original are its own.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select

from app.booths.models import Booth
from app.makers.models import MakerProfile, ProductPrice
from app.sales.queries.goods import LINE, LINES, SALE
from app.settlement.models import BoothMoney, ConsignmentTerms, StatementLine, StatementLoss
from app.settlement.rules import NO_TERMS
from app.shared.columns import table
from app.stock.models import StockMove, SupplyLine

BOOTH, MONEY = table(Booth), table(BoothMoney)
_PROFILE, _TERMS = table(MakerProfile), table(ConsignmentTerms)
_LINE, _LOSS = table(StatementLine), table(StatementLoss)
_ORIGINAL, _SETTLED = LINE.alias("original_line"), _LINE.alias("settled_original")
_MOVE, _SUPPLY, _PRICE = table(StockMove), table(SupplyLine), table(ProductPrice)

_IS_LOSS = or_(
    _MOVE.c.kind.in_(("broken", "lost", "expired")), and_(_MOVE.c.kind == "count", _MOVE.c.quantity < 0)
)


def unsettled_lines(
    maker_ids: Collection[int] | None = None,
    booth_ids: Collection[int] | None = None,
    until: int | None = None,
) -> Select[Any]:
    """(sale_line_id, sale_id, maker_id, booth_id, quantity, amount, percent, share, money_with) of lines not settled.

    `until`: the highest sale id. Lines whose maker nobody knows are left out: they stand apart until matched.
    """
    named = LINES.maker_id
    maker_id = func.coalesce(_PROFILE.c.joined_into_id, named)
    agreed = _in_force(_TERMS.c.share_percent, named, maker_id, SALE.c.booth_id, SALE.c.business_date)
    percent = func.coalesce(_SETTLED.c.percent, agreed, NO_TERMS.share_percent)
    rows = (
        select(
            LINE.c.id.label("sale_line_id"),
            SALE.c.id.label("sale_id"),
            maker_id.label("maker_id"),
            SALE.c.booth_id.label("booth_id"),
            LINE.c.quantity.label("quantity"),
            LINE.c.amount.label("amount"),
            percent.label("percent"),
            func.coalesce(_SETTLED.c.money_with, _holder()).label("money_with"),
        )
        .select_from(LINES.source)
        .join(BOOTH, BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(MONEY, MONEY.c.booth_id == SALE.c.booth_id)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == named)
        .outerjoin(_LINE, _LINE.c.sale_line_id == LINE.c.id)
        .outerjoin(
            _ORIGINAL,
            and_(_ORIGINAL.c.sale_id == SALE.c.void_of, _ORIGINAL.c.position == LINE.c.position),
        )
        .outerjoin(_SETTLED, _SETTLED.c.sale_line_id == _ORIGINAL.c.id)
        .where(
            _LINE.c.id.is_(None), named.is_not(None), *_among(maker_id, maker_ids, SALE.c.booth_id, booth_ids)
        )
    )
    if until is not None:
        rows = rows.where(SALE.c.id <= until)
    lines = rows.subquery("lines")
    # Both engines cut whole numbers towards zero: a reversal takes back exactly what its original gave (makers 11).
    return select(lines, (lines.c.amount * lines.c.percent // 100).label("share"))


def unsettled_losses(
    maker_ids: Collection[int] | None = None, booth_ids: Collection[int] | None = None
) -> Select[Any]:
    """(move_id, maker_id, booth_id, pieces, unit_price, amount, share) of losses at the booth's cost, not settled."""
    maker_id = func.coalesce(_PROFILE.c.joined_into_id, _MOVE.c.maker_id)
    then = (_MOVE.c.maker_id, maker_id, _MOVE.c.booth_id, _MOVE.c.business_date)
    bearer = case(
        (
            _MOVE.c.kind == "expired",
            func.coalesce(_in_force(_TERMS.c.expiry_bearer, *then), NO_TERMS.expiry_bearer),
        ),
        else_=func.coalesce(_in_force(_TERMS.c.loss_bearer, *then), NO_TERMS.loss_bearer),
    )
    price = func.coalesce(_price_then(), _SUPPLY.c.unit_price)
    percent = func.coalesce(_in_force(_TERMS.c.share_percent, *then), NO_TERMS.share_percent)
    moves = (
        select(
            _MOVE.c.id.label("move_id"),
            maker_id.label("maker_id"),
            _MOVE.c.booth_id.label("booth_id"),
            (-_MOVE.c.quantity).label("pieces"),
            price.label("unit_price"),
            percent.label("percent"),
        )
        .select_from(_MOVE)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MOVE.c.maker_id)
        .outerjoin(_SUPPLY, _SUPPLY.c.id == _MOVE.c.line_id)
        .outerjoin(_LOSS, _LOSS.c.move_id == _MOVE.c.id)
        .where(
            _LOSS.c.id.is_(None),
            _IS_LOSS,
            bearer == "booth",
            price.is_not(None),
            *_among(maker_id, maker_ids, _MOVE.c.booth_id, booth_ids),
        )
        .subquery("moves")
    )
    amount = moves.c.pieces * moves.c.unit_price
    columns = [moves.c[name] for name in ("move_id", "maker_id", "booth_id", "pieces", "unit_price")]
    return select(*columns, amount.label("amount"), (amount * moves.c.percent // 100).label("share"))


def _among(
    maker_id: Any, makers: Collection[int] | None, booth_id: Any, booths: Collection[int] | None
) -> list[Any]:
    found = []
    if makers is not None:
        found.append(maker_id.in_(makers))
    if booths is not None:
        found.append(booth_id.in_(booths))
    return found


def _in_force(column: Any, named: Any, maker_id: Any, booth_id: Any, day: Any) -> Any:
    """A column of the terms that hold on a day; NULL without terms."""
    return (
        select(column)
        .where(
            _TERMS.c.maker_id.in_((named, maker_id)),
            _TERMS.c.booth_id == booth_id,
            _TERMS.c.effective_from <= day,
        )
        .order_by(_TERMS.c.effective_from.desc(), _TERMS.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _holder() -> Any:
    """Who holds the money of a sale: the booth where it takes money, else the maker; QRIS as the booth set it."""
    by_mode = case((BOOTH.c.mode == "cash", literal("booth")), else_=literal("maker"))
    return case(
        (and_(SALE.c.payment == "qris", MONEY.c.qris_holder.is_not(None)), MONEY.c.qris_holder), else_=by_mode
    )


def _price_then() -> Any:
    """The catalogue price of the move's product on its local date; NULL before the first."""
    return (
        select(_PRICE.c.unit_price)
        .where(_PRICE.c.product_id == _MOVE.c.product_id, _PRICE.c.effective_from <= _MOVE.c.business_date)
        .order_by(_PRICE.c.effective_from.desc())
        .limit(1)
        .scalar_subquery()
    )
