"""The ledger's items that wait for a person's decision: per kind, the ids that pass a filter."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal_column, or_, select

from app.decisions.filters import OpenItemFilter
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
FLAG, LATE_REASON = "tanda", "sebab"
"""The names of the filters that flagged sales and late items have for themselves."""
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


def _of_sale(filters: OpenItemFilter, key: Any) -> list[ColumnElement[bool]]:
    return filters.conditions(key, SALE.c.booth_id, SALE.c.till_id, SALE.c.business_date)


def _has_flag(*flags: str) -> ColumnElement[bool]:
    written = cast(SALE.c.flags, Text)
    return or_(*(written.contains(f'"{flag}"', autoescape=True) for flag in flags))


def list_unknown_buyers(filters: OpenItemFilter) -> Select[Any]:
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


def list_typed_alike(name: str, number: str, filters: OpenItemFilter, size: int) -> list[int]:
    """Ids of the first `size` unknown buyers' sales with exactly this name and number typed."""
    query = list_unknown_buyers(filters).where(SALE.c.buyer_name == name, SALE.c.buyer_number == number)
    return list(db.session.scalars(query.order_by(SALE.c.id).limit(size)))


def list_conflicts(filters: OpenItemFilter) -> Select[Any]:
    """Undecided conflicts."""
    return _list_beside(CONFLICT, CONFLICT.c.decided_at.is_(None), filters)


def list_pending_voids(filters: OpenItemFilter) -> Select[Any]:
    """Reversals whose sale has not arrived, or was sold at another booth."""
    return _list_beside(PENDING, PENDING.c.decided_at.is_(None), filters)


def list_rejected(filters: OpenItemFilter) -> Select[Any]:
    """Undecided rejected items; the condition is spelled as in the partial index."""
    return _list_beside(REJECTED, REJECTED.c.decision.is_(None), filters)


def _list_beside(source: Any, is_open: ColumnElement[bool], filters: OpenItemFilter) -> Select[Any]:
    day = source.c.business_date
    at = filters.conditions(source.c.id, source.c.booth_id, source.c.till_id, day)
    return select(source.c.id).where(is_open, *at, *filters.in_month(day))


def list_late(filters: OpenItemFilter) -> Select[Any]:
    """Undecided late items: sales, reversals and resolutions.

    Items parked for their clock are also listed in the month of the till's own clock, if the corrected clock gives
    another: neither month may close before a person decides (decisions 18 and 20).
    """
    sale_id: Any = func.coalesce(LATE.c.sale_id, RESOLUTION.c.sale_id)
    reason = filters.choices.get(LATE_REASON)
    query = (
        select(LATE.c.id)
        .select_from(LATE)
        .outerjoin(RESOLUTION, RESOLUTION.c.id == LATE.c.resolution_id)
        .join(SALE, SALE.c.id == sale_id)
        .where(LATE.c.decision.is_(None), *_of_sale(filters, LATE.c.id))
    )
    if reason:
        query = query.where(LATE.c.reason == reason)
    if filters.period is None:
        return query
    here: ColumnElement[bool] = LATE.c.period == filters.period
    if reason == "clock":
        begin, end = (clock.at_local(one.first_day, 0, 0) for one in (filters.period, filters.period.next()))
        here = or_(here, and_(SALE.c.sold_at >= begin, SALE.c.sold_at < end))
    return query.where(here)


def list_flagged(filters: OpenItemFilter) -> Select[Any]:
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
    if filters.choices.get(FLAG):
        query = query.where(_has_flag(filters.choices[FLAG]))
    return query if filters.period is None else query.where(month == filters.period)


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
