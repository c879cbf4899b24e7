"""Previews who pays for lost goods, and how much, before a supply note or a count is confirmed.

Statements compute it with their own SQL (`lookups/unsettled.py`); a test compares both.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.makers.models import MakerProfile
from app.makers.queries import find_catalogue_items
from app.settlement.models import ConsignmentTerms
from app.settlement.rules import NO_TERMS, Holder, Terms, bearer_of_loss, owed_for_loss
from app.shared.columns import table

_TERMS, _PROFILE = table(ConsignmentTerms), table(MakerProfile)


@dataclass(frozen=True, slots=True)
class AgreementInForce:
    """The terms in force between one maker and a booth on a day; `since` is None if nothing is agreed."""

    terms: Terms
    since: date | None


@dataclass(frozen=True, slots=True)
class Loss:
    """Lost pieces of one maker's product on a local date, by kind: `broken`, `lost`, `expired` or `count`.

    `note_price`: the supply note's price in whole rupiah, for a product without a catalogue price on that day.
    """

    maker_id: int
    product_id: int
    kind: str
    pieces: int
    day: date
    note_price: int | None = None


@dataclass(frozen=True, slots=True)
class LossPreview:
    """Who pays for a loss, by which agreement, and the sum the booth will owe the maker in whole rupiah."""

    bearer: Holder
    agreement: AgreementInForce
    pieces: int
    unit_price: int | None
    owed: int


def list_loss_previews(booth_id: int, losses: Sequence[Loss]) -> list[LossPreview]:
    """Preview these losses, in order. Two statements, and one for each day."""
    agreements = _Agreements(booth_id, {loss.maker_id for loss in losses})
    prices = {day: _prices_on(day, losses) for day in {loss.day for loss in losses}}
    return [_preview(loss, agreements.on(loss.maker_id, loss.day), prices[loss.day]) for loss in losses]


def get_agreement(maker_id: int, booth_id: int, day: date) -> AgreementInForce:
    """The terms in force between a maker and a booth on a local date. Two statements."""
    return _Agreements(booth_id, {maker_id}).on(maker_id, day)


def _preview(loss: Loss, agreement: AgreementInForce, prices: dict[int, int | None]) -> LossPreview:
    bearer = bearer_of_loss(loss.kind, agreement.terms)
    price = prices.get(loss.product_id)
    price = loss.note_price if price is None else price
    owed = 0
    if bearer == "booth" and price is not None:
        owed = owed_for_loss(loss.pieces, price, agreement.terms.share_percent)
    return LossPreview(bearer, agreement, loss.pieces, price, owed)


def _prices_on(day: date, losses: Sequence[Loss]) -> dict[int, int | None]:
    items = find_catalogue_items([loss.product_id for loss in losses if loss.day == day], day)
    return {product_id: item.unit_price for product_id, item in items.items()}


class _Agreements:
    """All terms of some makers at a booth, also of the records they were merged into."""

    def __init__(self, booth_id: int, maker_ids: Collection[int]) -> None:
        joined = select(_PROFILE.c.maker_id, _PROFILE.c.joined_into_id).where(
            _PROFILE.c.maker_id.in_(maker_ids)
        )
        self.merged_into: dict[int, int | None] = {row[0]: row[1] for row in db.session.execute(joined)}
        records = {*maker_ids, *(record for record in self.merged_into.values() if record is not None)}
        query = select(_TERMS).where(_TERMS.c.booth_id == booth_id, _TERMS.c.maker_id.in_(records))
        self.rows = db.session.execute(query).all()

    def on(self, maker_id: int, day: date) -> AgreementInForce:
        """The later terms of both records, as in statements; of terms with the same first day, those stored last."""
        records = (maker_id, self.merged_into.get(maker_id))
        begun = [row for row in self.rows if row.maker_id in records and row.effective_from <= day]
        if not begun:
            return AgreementInForce(NO_TERMS, None)
        row = max(begun, key=lambda terms_row: (terms_row.effective_from, terms_row.id))
        terms = Terms(row.share_percent, row.loss_bearer, row.expiry_bearer, row.due_days)
        return AgreementInForce(terms, row.effective_from)
