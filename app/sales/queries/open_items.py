"""The items that wait for a person's decision, as SQL parts: the one definition of "open" for pages and readiness.

Items with an uncertain date are listed in every month until decided.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal_column, or_, select

from app.extensions import db
from app.sales.ledger.totals import LATE, RESOLUTION, RESOLVED, SALE
from app.sales.models import FlagReview, PendingVoid, RejectedItem, SaleConflict
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

CONFLICT, PENDING, REJECTED = table(SaleConflict), table(PendingVoid), table(RejectedItem)
REVIEW = table(FlagReview)
_REVERSAL = SALE.alias("reversed_by")
_RESOLVED_LATE = LATE.alias("resolution_waits")
_HAS_FLAGS: Any = literal_column("CAST(sale.flags AS TEXT) <> '[]'")
"""The condition exactly as in the partial index; the index is used for no other spelling."""

REVIEWED_FLAGS = (
    "price_differs",
    "clock_skew",
    "clock_unknown",
    "unknown_cashier",
    "cashier_not_allowed",
    "after_sign_out",
    "unknown_shift",
    "number_damaged",
    "void_outside_shift",
    "from_receipt",
    "from_conflict",
    "from_held",
)
"""The flags that a person reviews. The others have a list of their own (buyers, late) or are only information."""


@dataclass(frozen=True, slots=True)
class OpenItemFilter:
    """Filters of open items. `booth_ids`: the booths that the reader may see (None: all); the reader chose the rest.

    `until` is the highest id when the list was shown; `ids` are the selected ones; `typed` is a buyer's name and
    number exactly as typed; `late_reason` is `clock` or `month_closed`.
    """

    booth_ids: frozenset[int] | None = None
    period: Period | None = None
    booth_id: int | None = None
    till_id: int | None = None
    day: date | None = None
    flag: str = ""
    until: int | None = None
    ids: frozenset[int] | None = None
    typed: tuple[str, str] | None = None
    late_reason: str = ""


def _common(filters: OpenItemFilter, key: Any, booth: Any, till: Any, day: Any) -> list[ColumnElement[bool]]:
    """The conditions of the filters that every kind has, on its own columns."""
    found = []
    if filters.booth_ids is not None:
        found.append(booth.in_(filters.booth_ids))
    if filters.booth_id is not None:
        found.append(booth == filters.booth_id)
    if filters.till_id is not None:
        found.append(till == filters.till_id)
    if filters.day is not None:
        found.append(day == filters.day)
    if filters.until is not None:
        found.append(key <= filters.until)
    if filters.ids is not None:
        found.append(key.in_(filters.ids))
    return found


def _of_sale(filters: OpenItemFilter, key: Any) -> list[ColumnElement[bool]]:
    found = _common(filters, key, SALE.c.booth_id, SALE.c.till_id, SALE.c.business_date)
    if filters.flag:
        found.append(_has_flag(filters.flag))
    if filters.typed is not None:
        found += [SALE.c.buyer_name == filters.typed[0], SALE.c.buyer_number == filters.typed[1]]
    return found


def _has_flag(*flags: str) -> ColumnElement[bool]:
    written = cast(SALE.c.flags, Text)
    return or_(*(written.contains(f'"{flag}"', autoescape=True) for flag in flags))


def _in_days(period: Period, day: Any) -> ColumnElement[bool]:
    return or_(day.between(period.first_day, period.last_day), day.is_(None))


def _list_buyers(filters: OpenItemFilter) -> Select[Any]:
    """Unresolved sales that are not reversed, not declined, and have no undecided resolution."""
    month: Any = func.coalesce(LATE.c.period, SALE.c.period)
    answered = (
        select(RESOLUTION.c.id)
        .join(_RESOLVED_LATE, _RESOLVED_LATE.c.resolution_id == RESOLUTION.c.id)
        .where(RESOLUTION.c.sale_id == SALE.c.id, _RESOLVED_LATE.c.decision.is_(None))
        .correlate(SALE)
    )
    query = (
        select(SALE.c.id)
        .select_from(SALE)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(
            SALE.c.buyer_kind == "unresolved",
            SALE.c.void_of.is_(None),
            _REVERSAL.c.id.is_(None),
            or_(LATE.c.decision.is_(None), LATE.c.decision != "declined"),
            RESOLVED.is_(None),
            ~answered.exists(),
            *_of_sale(filters, SALE.c.id),
        )
    )
    return query if filters.period is None else query.where(month == filters.period)


def _list_conflicts(filters: OpenItemFilter) -> Select[Any]:
    at = (CONFLICT.c.id, CONFLICT.c.booth_id, CONFLICT.c.till_id, CONFLICT.c.business_date)
    query = select(CONFLICT.c.id).where(CONFLICT.c.settled_at.is_(None), *_common(filters, *at))
    return (
        query if filters.period is None else query.where(_in_days(filters.period, CONFLICT.c.business_date))
    )


def _list_voids(filters: OpenItemFilter) -> Select[Any]:
    at = (PENDING.c.id, PENDING.c.booth_id, PENDING.c.till_id, PENDING.c.business_date)
    query = select(PENDING.c.id).where(PENDING.c.applied_at.is_(None), *_common(filters, *at))
    return query if filters.period is None else query.where(_in_days(filters.period, PENDING.c.business_date))


def _list_late(filters: OpenItemFilter) -> Select[Any]:
    """Undecided late items: sales, reversals and resolutions.

    Items parked for their clock are also listed in the month of the till's own clock, if the corrected clock gives
    another: neither month may close before a person decides (decisions 18 and 20).
    """
    sale_id: Any = func.coalesce(LATE.c.sale_id, RESOLUTION.c.sale_id)
    query = (
        select(LATE.c.id)
        .select_from(LATE)
        .outerjoin(RESOLUTION, RESOLUTION.c.id == LATE.c.resolution_id)
        .join(SALE, SALE.c.id == sale_id)
        .where(LATE.c.decision.is_(None), *_of_sale(filters, LATE.c.id))
    )
    if filters.late_reason:
        query = query.where(LATE.c.reason == filters.late_reason)
    if filters.period is None:
        return query
    here: ColumnElement[bool] = LATE.c.period == filters.period
    if filters.late_reason == "clock":
        begin, end = (clock.at_local(one.first_day, 0, 0) for one in (filters.period, filters.period.next()))
        here = or_(here, and_(SALE.c.sold_at >= begin, SALE.c.sold_at < end))
    return query.where(here)


def _list_flagged(filters: OpenItemFilter) -> Select[Any]:
    """Sales with a flag of REVIEWED_FLAGS and without a review. Declined late items are left out."""
    month: Any = func.coalesce(LATE.c.period, SALE.c.period)
    reviewed = select(REVIEW.c.id).where(REVIEW.c.sale_id == SALE.c.id).correlate(SALE)
    query = (
        select(SALE.c.id)
        .select_from(SALE)
        .outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        .where(
            _HAS_FLAGS,
            _has_flag(*REVIEWED_FLAGS),
            or_(LATE.c.decision.is_(None), LATE.c.decision != "declined"),
            ~reviewed.exists(),
            *_of_sale(filters, SALE.c.id),
        )
    )
    return query if filters.period is None else query.where(month == filters.period)


def _list_rejected(filters: OpenItemFilter) -> Select[Any]:
    at = (REJECTED.c.id, REJECTED.c.booth_id, REJECTED.c.till_id, REJECTED.c.business_date)
    query = select(REJECTED.c.id).where(REJECTED.c.decision.is_(None), *_common(filters, *at))
    return (
        query if filters.period is None else query.where(_in_days(filters.period, REJECTED.c.business_date))
    )


_OPEN: dict[str, Callable[[OpenItemFilter], Select[Any]]] = {
    "buyers": _list_buyers,
    "conflicts": _list_conflicts,
    "voids": _list_voids,
    "late": _list_late,
    "flagged": _list_flagged,
    "held": _list_rejected,
}
KINDS = tuple(_OPEN)
"""The kinds of open things, in the order of the page."""


def count_open(filters: OpenItemFilter) -> dict[str, int]:
    """The number of open items by kind. One statement."""
    columns = [
        select(func.count()).select_from(part(filters).subquery()).scalar_subquery().label(kind)
        for kind, part in _OPEN.items()
    ]
    return dict(db.session.execute(select(*columns)).one()._mapping)


def count_open_of(kind: str, filters: OpenItemFilter) -> int:
    """The number of open items of one kind."""
    return db.session.scalar(select(func.count()).select_from(_OPEN[kind](filters).subquery())) or 0


def list_open_ids(kind: str, filters: OpenItemFilter, *, page: int = 1, size: int | None = None) -> list[int]:
    """Ids of the open items of one kind, in order of arrival; one page of them if `size` is given."""
    part = _OPEN[kind](filters).subquery()
    query = select(part.c.id).order_by(part.c.id)
    if size is not None:
        query = query.limit(size).offset((page - 1) * size)
    return list(db.session.scalars(query))


def get_last_open_id(kind: str, filters: OpenItemFilter) -> int:
    """The highest id of the listed items, 0 for none: a decision about "all" excludes items that arrive later."""
    part = _OPEN[kind](filters).subquery()
    return db.session.scalar(select(func.max(part.c.id))) or 0


def list_open_months() -> list[Period]:
    """The months that have undecided late items, oldest first."""
    query = select(LATE.c.period).where(LATE.c.decision.is_(None)).distinct().order_by(LATE.c.period)
    return list(db.session.scalars(query))


def list_late_by_month(late_ids: Collection[int]) -> dict[Period, list[int]]:
    """Ids of these late items by month, decided ones included; missing ones are left out."""
    found: dict[Period, list[int]] = {}
    query = select(LATE.c.period, LATE.c.id).where(LATE.c.id.in_(late_ids)).order_by(LATE.c.period, LATE.c.id)
    for period, late_id in db.session.execute(query):
        found.setdefault(period, []).append(late_id)
    return found
