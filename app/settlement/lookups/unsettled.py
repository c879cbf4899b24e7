"""Unsettled sale lines and losses (those without a statement) as SQL parts: the only definition.

A line's maker is the one it names, or that of the matched product; a merged record counts as the one it was merged
into. Terms and holder are those of the sale's business date; the terms may be of either record. The reversal of a
settled sale has the share and holder of the original's statement line.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Select, and_, case, func, literal, or_, select

from app.booths.models import Booth
from app.makers.lookups import survivor_id
from app.makers.models import MakerProfile, ProductPrice
from app.sales.queries.goods import LINE, LINES, SALE, list_line_ids
from app.settlement.lookups.spans import agreed_terms, former_modes, holds_on, qris_holders, records_of
from app.settlement.models import StatementLine, StatementLoss
from app.settlement.rules import NO_TERMS
from app.shared.columns import table
from app.stock.models import StockMove, SupplyLine

BOOTH, _PROFILE = table(Booth), table(MakerProfile)
_LINE, _LOSS = table(StatementLine), table(StatementLoss)
_ORIGINAL, _SETTLED = LINE.alias("original_line"), _LINE.alias("settled_original")
_MOVE, _SUPPLY, _PRICE = table(StockMove), table(SupplyLine), table(ProductPrice)

_IS_LOSS = or_(
    _MOVE.c.kind.in_(("broken", "lost", "expired")), and_(_MOVE.c.kind == "count", _MOVE.c.quantity < 0)
)


@dataclass(frozen=True, slots=True)
class _AgreedTerms:
    """The terms that apply to each row: those of its maker record, or of the one that was merged into.

    `source`: the rows joined to both; the later of the two applies.
    """

    source: FromClause
    own: Any
    other: Any

    def get(self, name: str) -> Any:
        """A column of the terms in force, or its value in `NO_TERMS` if there are none."""
        own, other = self.own.c, self.other.c
        is_other = or_(
            own.id.is_(None), other.since > own.since, and_(other.since == own.since, other.id > own.id)
        )
        chosen = case((and_(other.id.is_not(None), is_other), other[name]), else_=own[name])
        return func.coalesce(chosen, getattr(NO_TERMS, name))


def _join_terms(
    rows: FromClause, named: Any, booth_id: Any, day: Any, makers: Collection[int] | None
) -> _AgreedTerms:
    own, other = agreed_terms("own_terms", makers), agreed_terms("joined_terms", makers)
    source = rows.outerjoin(own, holds_on(own, day, maker_id=named, booth_id=booth_id)).outerjoin(
        other, holds_on(other, day, maker_id=_PROFILE.c.joined_into_id, booth_id=booth_id)
    )
    return _AgreedTerms(source, own, other)


def unsettled_lines(
    maker_ids: Collection[int] | None = None,
    booth_ids: Collection[int] | None = None,
    until: int | None = None,
) -> Select[Any]:
    """(sale_line_id, sale_id, maker_id, booth_id, quantity, amount, percent, share, money_with) of unsettled lines.

    `until`: the highest sale id. Lines without a maker are left out until they are matched.
    """
    named = LINES.maker_id
    maker_id = survivor_id(named)
    joined, holder = _join_holders(_lines_of(maker_ids))
    joined = (
        joined.outerjoin(_PROFILE, _PROFILE.c.maker_id == named)
        .outerjoin(_LINE, _LINE.c.sale_line_id == LINE.c.id)
        .outerjoin(
            _ORIGINAL, and_(_ORIGINAL.c.sale_id == SALE.c.void_of, _ORIGINAL.c.position == LINE.c.position)
        )
        .outerjoin(_SETTLED, _SETTLED.c.sale_line_id == _ORIGINAL.c.id)
    )
    agreed = _join_terms(joined, named, SALE.c.booth_id, SALE.c.business_date, maker_ids)
    rows = (
        select(
            LINE.c.id.label("sale_line_id"),
            SALE.c.id.label("sale_id"),
            maker_id.label("maker_id"),
            SALE.c.booth_id.label("booth_id"),
            LINE.c.quantity.label("quantity"),
            LINE.c.amount.label("amount"),
            func.coalesce(_SETTLED.c.percent, agreed.get("share_percent")).label("percent"),
            func.coalesce(_SETTLED.c.money_with, holder).label("money_with"),
        )
        .select_from(agreed.source)
        .where(_LINE.c.id.is_(None), named.is_not(None))
    )
    if booth_ids is not None:
        rows = rows.where(SALE.c.booth_id.in_(booth_ids))
    if until is not None:
        rows = rows.where(SALE.c.id <= until)
    lines = rows.subquery("lines")
    # Both engines truncate integers towards zero, so a reversal cancels exactly its original's share (makers 11).
    return select(lines, (lines.c.amount * lines.c.percent // 100).label("share"))


def _lines_of(maker_ids: Collection[int] | None) -> FromClause:
    """Sale lines with their matches: all, or those of these makers.

    PostgreSQL does not reorder so many joins, so the most selective ones come first.
    """
    if maker_ids is None:
        return LINES.source
    mine = list_line_ids(records_of(maker_ids)).subquery("mine")
    return mine.join(LINES.source, LINE.c.id == mine.c.id)


def _join_holders(lines: FromClause) -> tuple[FromClause, Any]:
    """Join the booths' settings to the lines; also returns the holder of their money: as set for QRIS, else by mode."""
    former, qris, day = former_modes(), qris_holders(), SALE.c.business_date
    joined = (
        lines.join(BOOTH, BOOTH.c.id == SALE.c.booth_id)
        .outerjoin(former, holds_on(former, day, booth_id=SALE.c.booth_id))
        .outerjoin(qris, and_(SALE.c.payment == "qris", holds_on(qris, day, booth_id=SALE.c.booth_id)))
    )
    by_mode = case((func.coalesce(former.c.mode, BOOTH.c.mode) == "cash", literal("booth")), else_="maker")
    return joined, func.coalesce(qris.c.qris_holder, by_mode)


def unsettled_losses(
    maker_ids: Collection[int] | None = None, booth_ids: Collection[int] | None = None
) -> Select[Any]:
    """(move_id, maker_id, booth_id, pieces, unit_price, amount, share) of unsettled losses at the booth's cost."""
    maker_id = survivor_id(_MOVE.c.maker_id)
    joined = (
        _MOVE.outerjoin(_PROFILE, _PROFILE.c.maker_id == _MOVE.c.maker_id)
        .outerjoin(_SUPPLY, _SUPPLY.c.id == _MOVE.c.line_id)
        .outerjoin(_LOSS, _LOSS.c.move_id == _MOVE.c.id)
    )
    agreed = _join_terms(joined, _MOVE.c.maker_id, _MOVE.c.booth_id, _MOVE.c.business_date, maker_ids)
    bearer = case((_MOVE.c.kind == "expired", agreed.get("expiry_bearer")), else_=agreed.get("loss_bearer"))
    price = func.coalesce(_price_then(), _SUPPLY.c.unit_price)
    rows = (
        select(
            _MOVE.c.id.label("move_id"),
            maker_id.label("maker_id"),
            _MOVE.c.booth_id.label("booth_id"),
            (-_MOVE.c.quantity).label("pieces"),
            price.label("unit_price"),
            agreed.get("share_percent").label("percent"),
        )
        .select_from(agreed.source)
        .where(
            _LOSS.c.id.is_(None),
            _IS_LOSS,
            bearer == "booth",
            price.is_not(None),
        )
    )
    if booth_ids is not None:
        rows = rows.where(_MOVE.c.booth_id.in_(booth_ids))
    if maker_ids is not None:
        rows = rows.where(_MOVE.c.maker_id.in_(records_of(maker_ids)))
    moves = rows.subquery("moves")
    amount = moves.c.pieces * moves.c.unit_price
    columns = [moves.c[name] for name in ("move_id", "maker_id", "booth_id", "pieces", "unit_price")]
    return select(*columns, amount.label("amount"), (amount * moves.c.percent // 100).label("share"))


def _price_then() -> Any:
    """The catalogue price of the move's product on its local date; NULL before the first price."""
    return (
        select(_PRICE.c.unit_price)
        .where(_PRICE.c.product_id == _MOVE.c.product_id, _PRICE.c.effective_from <= _MOVE.c.business_date)
        .order_by(_PRICE.c.effective_from.desc())
        .limit(1)
        .scalar_subquery()
    )
