"""SQL parts with the dates of validity of a booth's mode, its holder of QRIS money, and terms.

Each is joined once to lines or moves, by date, so that no lookup is repeated for every row of a city's ledger.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, literal, select, union
from sqlalchemy.sql.selectable import Subquery

from app.booths.models import FormerMode
from app.makers.models import Maker, MakerProfile
from app.settlement.models import BoothMoney, ConsignmentTerms
from app.shared.columns import table

_FORMER, _MONEY, _TERMS = map(table, (FormerMode, BoothMoney, ConsignmentTerms))
_MAKER, _PROFILE = table(Maker), table(MakerProfile)
_EVER, _NEVER = literal(date(1, 1, 1)), literal(date(9999, 12, 31))


def former_modes() -> Subquery:
    """(booth_id, mode, since, until) of the booths' former modes."""
    before = func.lag(_FORMER.c.until).over(partition_by=_FORMER.c.booth_id, order_by=_FORMER.c.until)
    since = func.coalesce(before, _EVER).label("since")
    return select(_FORMER.c.booth_id, _FORMER.c.mode, since, _FORMER.c.until).subquery("former_mode")


def qris_holders() -> Subquery:
    """(booth_id, qris_holder, since, until) as set for the booths."""
    until = _next(_MONEY, _MONEY.c.booth_id)
    since = _MONEY.c.effective_from.label("since")
    return select(_MONEY.c.booth_id, _MONEY.c.qris_holder, since, until).subquery("qris_holder")


def agreed_terms(name: str, maker_ids: Collection[int] | None = None) -> Subquery:
    """(maker_id, booth_id, terms, since, until) by the maker record that agreed; only of these records, if given."""
    columns = (_TERMS.c.share_percent, _TERMS.c.loss_bearer, _TERMS.c.expiry_bearer, _TERMS.c.id)
    until = _next(_TERMS, _TERMS.c.maker_id, _TERMS.c.booth_id)
    since = _TERMS.c.effective_from.label("since")
    terms = select(_TERMS.c.maker_id, _TERMS.c.booth_id, *columns, since, until)
    if maker_ids is not None:
        terms = terms.where(_TERMS.c.maker_id.in_(records_of(maker_ids)))
    return terms.subquery(name)


def _next(rows: Any, *partition: Any) -> Any:
    following = func.lead(rows.c.effective_from).over(partition_by=partition, order_by=rows.c.effective_from)
    return func.coalesce(following, _NEVER).label("until")


def records_of(maker_ids: Collection[int]) -> CompoundSelect[Any]:
    """The ids of the records that count for these makers: their own, and those merged into one of them.

    A record that was itself merged into another counts for that one only.
    """
    into = _PROFILE.c.joined_into_id
    return union(
        select(_MAKER.c.id)
        .outerjoin(_PROFILE, _PROFILE.c.maker_id == _MAKER.c.id)
        .where(_MAKER.c.id.in_(maker_ids), into.is_(None)),
        select(_PROFILE.c.maker_id).where(into.in_(maker_ids)),
    )


def holds_on(span: Subquery, day: Any, **keys: Any) -> ColumnElement[bool]:
    """The condition that a span has these keys and includes a day."""
    same = [span.c[name] == value for name, value in keys.items()]
    return and_(*same, span.c.since <= day, day < span.c.until)
