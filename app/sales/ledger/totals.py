"""The one definition of which rows count and for whom, as SQL parts that other statements are built from.

A recorded row counts in `sale.period`; a parked row counts in its late item's period once that is accepted; no other
row counts (decisions 17, 20). Its buyer is the employee named, or the employee of the last resolution that counts; a
reversal has its original's buyer (decisions 13, 14). States are literals, so that the partial indexes are used.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from app.months.models import LateItem
from app.sales.models import Sale, SaleResolution
from app.shared.columns import table
from app.shared.period import Period

SALE, LATE, RESOLUTION = table(Sale), table(LateItem), table(SaleResolution)
_RECORDED = SALE.c.result == literal_column("'recorded'")
_UNRESOLVED = SALE.c.buyer_kind == literal_column("'unresolved'")
_ACCEPTED = LATE.c.decision == literal_column("'accepted'")
_RESOLUTION_LATE = LATE.alias("resolution_late")

PUBLIC_ANSWER = 0
"""The value of `RESOLVED` if the last resolution that counts names the public; no employee has this id."""


def _last_resolution(column: Any) -> Any:
    """A column of the outer sale row's last resolution that counts (decisions 13), as a scalar subquery."""
    return (
        select(column)
        .outerjoin(_RESOLUTION_LATE, _RESOLUTION_LATE.c.resolution_id == RESOLUTION.c.id)
        .where(
            RESOLUTION.c.sale_id == func.coalesce(SALE.c.void_of, SALE.c.id),
            or_(
                RESOLUTION.c.result == literal_column("'recorded'"),
                _RESOLUTION_LATE.c.decision == literal_column("'accepted'"),
            ),
        )
        .order_by(RESOLUTION.c.id.desc())
        .limit(1)
        .correlate(SALE)
        .scalar_subquery()
    )


RESOLVED_BUYER: Any = _last_resolution(RESOLUTION.c.employee_id)
"""The employee named by the outer sale row's last resolution that counts; NULL without one, and for the public."""

RESOLVED: Any = _last_resolution(func.coalesce(RESOLUTION.c.employee_id, PUBLIC_ANSWER))
"""The same, but `PUBLIC_ANSWER` for the public: NULL only if no resolution counts."""

BUYER: Any = func.coalesce(SALE.c.employee_id, RESOLVED_BUYER)
"""The employee a row counts for; NULL for the public and for unresolved buyers."""

BUYER_KIND: Any = case((and_(_UNRESOLVED, RESOLVED == PUBLIC_ANSWER), "public"), else_=SALE.c.buyer_kind)
"""`employee`, `public` (also if resolved so) or `unresolved`. A row resolved to an employee keeps `unresolved`; its
`BUYER` is that employee."""


def _recorded(period: Any, *columns: Any) -> Select[Any]:
    return select(*columns).where(SALE.c.period == period, _RECORDED)


def _accepted(period: Any, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(LATE)
        .join(SALE, SALE.c.id == LATE.c.sale_id)
        .where(LATE.c.period == period, _ACCEPTED)
    )


def bought_per_employee(period: Any, among: Sequence[int] | None = None) -> Subquery:
    """(employee_id, bought): whole rupiah net per employee in a month (a Period or a bindparam of PeriodType).

    Built from four disjoint sets; the covering index alone answers the largest one. `among`: only these employees.
    """
    named, unresolved = SALE.c.employee_id.is_not(None), _UNRESOLVED
    if among is not None:
        resolved_sales = select(RESOLUTION.c.sale_id).where(RESOLUTION.c.employee_id.in_(among))
        perhaps = or_(SALE.c.id.in_(resolved_sales), SALE.c.void_of.in_(resolved_sales))
        named = and_(named, SALE.c.employee_id.in_(among))
        unresolved = and_(unresolved, perhaps, RESOLVED_BUYER.in_(among))
    plain = (SALE.c.employee_id.label("employee_id"), SALE.c.amount.label("amount"))
    resolved = (RESOLVED_BUYER.label("employee_id"), SALE.c.amount.label("amount"))
    parts = union_all(
        _recorded(period, *plain).where(named),
        _accepted(period, *plain).where(named),
        _recorded(period, *resolved).where(unresolved),
        _accepted(period, *resolved).where(unresolved),
    ).subquery("counted")
    return (
        select(parts.c.employee_id, func.sum(parts.c.amount).label("bought"))
        .where(parts.c.employee_id.is_not(None))
        .group_by(parts.c.employee_id)
        .subquery("bought")
    )


def bought_by_period(employee_id: Any, periods: Sequence[Period]) -> Subquery:
    """(period, bought in whole rupiah) of one employee in several months; the same four sets, for one buyer."""
    amount = SALE.c.amount.label("amount")
    months = list(periods)
    resolved = select(RESOLUTION.c.sale_id).where(RESOLUTION.c.employee_id == employee_id)
    perhaps = or_(SALE.c.id.in_(resolved), SALE.c.void_of.in_(resolved))
    is_named, is_resolved = SALE.c.employee_id == employee_id, and_(perhaps, RESOLVED_BUYER == employee_id)
    recorded = select(SALE.c.period.label("period"), amount).where(SALE.c.period.in_(months), _RECORDED)
    accepted = (
        select(LATE.c.period.label("period"), amount)
        .select_from(LATE)
        .join(SALE, SALE.c.id == LATE.c.sale_id)
        .where(LATE.c.period.in_(months), _ACCEPTED)
    )
    parts = union_all(
        recorded.where(is_named),
        accepted.where(is_named),
        recorded.where(_UNRESOLVED, is_resolved),
        accepted.where(_UNRESOLVED, is_resolved),
    ).subquery("counted_of_one")
    return (
        select(parts.c.period, func.sum(parts.c.amount).label("bought"))
        .group_by(parts.c.period)
        .subquery("bought_by_period")
    )


def ids_of_buyer(employee_id: Any) -> Any:
    """A subquery of the ids of all rows whose buyer is this employee, undecided and declined ones included.

    Each part uses an index of its own, so the cost does not grow with the ledger.
    """
    named = select(RESOLUTION.c.sale_id).where(RESOLUTION.c.employee_id == employee_id)
    is_resolved = and_(_UNRESOLVED, RESOLVED_BUYER == employee_id)
    return union_all(
        select(SALE.c.id).where(SALE.c.employee_id == employee_id),
        select(SALE.c.id).where(SALE.c.id.in_(named), is_resolved),
        select(SALE.c.id).where(SALE.c.void_of.in_(named), is_resolved),
    )


def counted_sales(period: Any, *columns: ColumnElement[Any]) -> Subquery:
    """The ids of the ledger rows that count in a month, with the given columns of `sale`."""
    selected = (SALE.c.id.label("sale_id"), *columns)
    return union_all(_recorded(period, *selected), _accepted(period, *selected)).subquery("counted_sales")
