"""Lists the makers and booths with an agreement, and those that dealt with each other without one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select, union

from app.booths.models import Booth
from app.extensions import db
from app.makers.lookups import survivor_id
from app.makers.models import Maker, MakerProfile
from app.sales.queries.goods import LINES, SALE
from app.settlement.models import ConsignmentTerms
from app.settlement.queries.terms import list_all_terms
from app.settlement.rules import Terms
from app.shared.columns import table
from app.stock.models import StockMove

_TERMS, _MOVE, _PROFILE = table(ConsignmentTerms), table(StockMove), table(MakerProfile)
_MAKER, _BOOTH = table(Maker), table(Booth)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A maker and a booth with the terms in force on a day; `terms` is None if there are none."""

    maker_id: int
    maker: str
    booth_id: int
    booth: str
    terms: Terms | None
    since: date | None
    next_from: date | None


def list_agreements(booth_ids: Collection[int] | None, day: date) -> list[Agreement]:
    """Makers and booths with an agreement, a delivery or a sale, of these booths (None: all); without terms first."""
    pairs = _pairs().subquery("pairs")
    query = (
        select(pairs.c.maker_id, _MAKER.c.name, pairs.c.booth_id, _BOOTH.c.name)
        .join(_MAKER, _MAKER.c.id == pairs.c.maker_id)
        .join(_BOOTH, _BOOTH.c.id == pairs.c.booth_id)
        .order_by(_BOOTH.c.search_name, _MAKER.c.search_name)
    )
    if booth_ids is not None:
        query = query.where(pairs.c.booth_id.in_(booth_ids))
    dated: dict[tuple[int, int], dict[date, Terms]] = {}
    for (maker_id, booth_id, since), terms in list_all_terms().items():
        dated.setdefault((maker_id, booth_id), {})[since] = terms
    agreements = [_agreement(row, dated.get((row[0], row[2]), {}), day) for row in db.session.execute(query)]
    return sorted(agreements, key=lambda one: one.terms is not None)


def _pairs() -> Select[Any] | Any:
    agreed = select(_TERMS.c.maker_id.label("maker_id"), _TERMS.c.booth_id.label("booth_id"))
    moved = select(_MOVE.c.maker_id, _MOVE.c.booth_id)
    sold = (
        select(LINES.maker_id, SALE.c.booth_id).select_from(LINES.source).where(LINES.maker_id.is_not(None))
    )
    named = union(agreed, moved, sold).subquery("named")
    maker_id = survivor_id(named.c.maker_id)
    return (
        select(maker_id.label("maker_id"), named.c.booth_id)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == named.c.maker_id)
        .distinct()
    )


def _agreement(row: Any, dated: dict[date, Terms], day: date) -> Agreement:
    since = max((one for one in dated if one <= day), default=None)
    next_from = min((one for one in dated if one > day), default=None)
    return Agreement(*row, dated[since] if since else None, since, next_from)
