"""Who will bear goods that are gone, and what that comes to: said before a note or a count is confirmed.

Statements work it out by themselves (`lookups/unsettled.py`); a test holds both to the same figures.
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
    """What one maker and a booth agreed that holds on a day; `since` is None while nothing is agreed."""

    terms: Terms
    since: date | None


@dataclass(frozen=True, slots=True)
class Loss:
    """Pieces of one maker's product that are gone on a local date: `broken`, `lost`, `expired` or `count`.

    `noted_price`: whole rupiah as the note names it, for a product without a catalogue price on that day.
    """

    maker_id: int
    product_id: int
    kind: str
    pieces: int
    day: date
    noted_price: int | None = None


@dataclass(frozen=True, slots=True)
class ForeseenLoss:
    """Who bears a loss, by which agreement, and what the booth will owe the maker in whole rupiah."""

    bearer: Holder
    agreement: AgreementInForce
    pieces: int
    unit_price: int | None
    owed: int


def list_foreseen_losses(booth_id: int, losses: Sequence[Loss]) -> list[ForeseenLoss]:
    """The same losses, in order, with their bearer. Two statements, and one for each day."""
    agreements = _Agreements(booth_id, {one.maker_id for one in losses})
    prices = {day: _prices_on(day, losses) for day in {one.day for one in losses}}
    return [_foresee(one, agreements.on(one.maker_id, one.day), prices[one.day]) for one in losses]


def get_agreement(maker_id: int, booth_id: int, day: date) -> AgreementInForce:
    """What holds between a maker and a booth on a local date. Two statements."""
    return _Agreements(booth_id, {maker_id}).on(maker_id, day)


def _foresee(loss: Loss, agreement: AgreementInForce, prices: dict[int, int | None]) -> ForeseenLoss:
    bearer = bearer_of_loss(loss.kind, agreement.terms)
    price = prices.get(loss.product_id)
    price = loss.noted_price if price is None else price
    owed = 0
    if bearer == "booth" and price is not None:
        owed = owed_for_loss(loss.pieces, price, agreement.terms.share_percent)
    return ForeseenLoss(bearer, agreement, loss.pieces, price, owed)


def _prices_on(day: date, losses: Sequence[Loss]) -> dict[int, int | None]:
    found = find_catalogue_items([one.product_id for one in losses if one.day == day], day)
    return {key: item.unit_price for key, item in found.items()}


class _Agreements:
    """All terms of some makers at a booth, also of the records they were joined into."""

    def __init__(self, booth_id: int, maker_ids: Collection[int]) -> None:
        joined = select(_PROFILE.c.maker_id, _PROFILE.c.joined_into_id).where(
            _PROFILE.c.maker_id.in_(maker_ids)
        )
        self.other: dict[int, int | None] = {row[0]: row[1] for row in db.session.execute(joined)}
        records = {*maker_ids, *(one for one in self.other.values() if one is not None)}
        query = select(_TERMS).where(_TERMS.c.booth_id == booth_id, _TERMS.c.maker_id.in_(records))
        self.rows = db.session.execute(query).all()

    def on(self, maker_id: int, day: date) -> AgreementInForce:
        """The later of what either record agreed, as statements take it; the one stored last of the same day."""
        records = (maker_id, self.other.get(maker_id))
        begun = [row for row in self.rows if row.maker_id in records and row.effective_from <= day]
        if not begun:
            return AgreementInForce(NO_TERMS, None)
        row = max(begun, key=lambda one: (one.effective_from, one.id))
        terms = Terms(row.share_percent, row.loss_bearer, row.expiry_bearer, row.due_days)
        return AgreementInForce(terms, row.effective_from)
