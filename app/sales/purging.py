"""Erases typed names, numbers and reasons from the ledger after the archive period. Amounts, goods and dates stay.

The chain holds these columns as keyed hashes only, so it still proves the rows (ADR 0010).
"""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import ColumnElement, Table, func, or_, select

from app.audit.purging import Erasure, count_due, erase
from app.extensions import db
from app.makers.purging import count_contacts, erase_contacts
from app.photos.purging import count_gone, erase_gone
from app.privacy.registry import PURGING, Due, PurgePart
from app.sales.models import (
    FlagReview,
    PendingVoid,
    RejectedItem,
    Sale,
    SaleConflict,
    SaleLine,
    SaleResolution,
)
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_SALE, _RESOLUTION, _REVIEW = table(Sale), table(SaleResolution), table(FlagReview)
_REJECTED, _CONFLICT, _PENDING = table(RejectedItem), table(SaleConflict), table(PendingVoid)


def list_typed_buyers(periods: Collection[Period]) -> list[Erasure]:
    """Erases the buyer's typed name and number of every sale of these months."""
    emptied = {"buyer_number": "", "buyer_name": ""}
    return [Erasure("sale", _SALE, emptied, (_SALE.c.period.in_(periods),))]


def list_typed_texts(periods: Collection[Period]) -> list[Erasure]:
    """Erases reasons, remarks and typed cashiers in the sales of these months, their resolutions and their reviews."""
    of = select(_SALE.c.id).where(_SALE.c.period.in_(periods))
    words = {"reason": "", "cashier_name": ""}
    return [
        Erasure("sale_words", _SALE, words, (_SALE.c.period.in_(periods),)),
        Erasure("resolution", _RESOLUTION, {"reason": ""}, (_RESOLUTION.c.sale_id.in_(of),)),
        Erasure("flag", _REVIEW, {"reason": ""}, (_REVIEW.c.sale_id.in_(of),)),
    ]


def list_decided_items(before: date) -> list[Erasure]:
    """Erases rejected items, conflicts and pending reversals decided before this day: content as sent and reasons."""
    voided = {"reason": "", "cashier_name": "", "decision_reason": ""}
    return [
        Erasure(
            "held",
            _REJECTED,
            {"content": {}, "errors": {}, "decision_reason": ""},
            _received_and_decided(_REJECTED, before),
        ),
        Erasure(
            "conflict",
            _CONFLICT,
            {"content": {}, "decision_reason": ""},
            _received_and_decided(_CONFLICT, before),
        ),
        Erasure("void", _PENDING, voided, _received_and_decided(_PENDING, before)),
    ]


def count_undecided(before: date) -> int:
    """The number of rejected items, conflicts and pending reversals received before this day and not decided."""
    start = clock.at_local(before, 0, 0)
    return sum(
        db.session.scalar(
            select(func.count(one.c.id)).where(one.c.received_at < start, one.c.decided_at.is_(None))
        )
        or 0
        for one in (_REJECTED, _CONFLICT, _PENDING)
    )


def list_makers_selling_since(day: date) -> set[int]:
    """Ids of the makers with a sale on this day or later."""
    query = (
        select(SaleLine.maker_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(Sale.business_date >= day, SaleLine.maker_id.is_not(None))
    )
    return {one for one in db.session.scalars(query.distinct()) if one is not None}


def _received_and_decided(rows: Table, before: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions: received and decided before this day, with a business date before it or unknown."""
    start = clock.at_local(before, 0, 0)
    is_past = or_(rows.c.business_date.is_(None), rows.c.business_date < before)
    return rows.c.received_at < start, rows.c.decided_at < start, is_past


def _erases(name: str, order: int, list_erasures: Callable[[Due], list[Erasure]]) -> PurgePart:
    """A part whose rows the chain covers; its name is also its figure."""
    return PurgePart(
        name, order, name, lambda due: count_due(list_erasures(due)), lambda due: erase(list_erasures(due))
    )


PURGING.register(
    _erases("typed_buyers", 10, lambda due: list_typed_buyers(due.periods)),
    _erases("words", 20, lambda due: list_typed_texts(due.periods)),
    _erases("set_aside", 30, lambda due: list_decided_items(due.before)),
    # Nothing of these is erased: they are reported, so that somebody decides about them.
    PurgePart(
        "undecided",
        40,
        "undecided",
        lambda due: count_undecided(due.before),
        lambda due: count_undecided(due.before),
    ),
    # Makers' pictures and contacts are registered here, because only the ledger shows whose goods are still sold.
    PurgePart(
        "photos",
        75,
        "photos",
        lambda due: count_gone(due.before, list_makers_selling_since(due.before)),
        lambda due: erase_gone(due.before, list_makers_selling_since(due.before)),
    ),
    PurgePart(
        "contacts",
        80,
        "contacts",
        lambda due: count_contacts(due.before, list_makers_selling_since(due.before)),
        lambda due: erase_contacts(due.before, list_makers_selling_since(due.before)),
    ),
)
