"""The one definition of which rows count and for whom, as SQL parts that other statements are built from.

A recorded row counts in `sale.period`; a parked row counts in its late item's period once that is accepted; no other
row counts (decisions 17, 20). Its buyer is the employee named, or the employee of the last resolution that counts; a
reversal has its original's buyer (decisions 13, 14). States are literals, so that the partial indexes are used.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
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


def _select_recorded(period: Any, *columns: Any) -> Select[Any]:
    return select(*columns).where(SALE.c.period == period, _RECORDED)


def _select_accepted(period: Any, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(LATE)
        .join(SALE, SALE.c.id == LATE.c.sale_id)
        .where(LATE.c.period == period, _ACCEPTED)
    )


def _sets(period: Any, among: Any) -> list[Select[Any]]:
    """The four disjoint sets of rows that count for an employee in a month, as (employee_id, amount): those recorded at
    once for a named buyer come first, and are by far the most.

    `among`: only these employees (ids, or a statement that selects them); None for everybody.
    """
    named, unresolved = SALE.c.employee_id.is_not(None), _UNRESOLVED
    if among is not None:
        resolved_sales = select(RESOLUTION.c.sale_id).where(RESOLUTION.c.employee_id.in_(among))
        perhaps = or_(SALE.c.id.in_(resolved_sales), SALE.c.void_of.in_(resolved_sales))
        named = and_(named, SALE.c.employee_id.in_(among))
        unresolved = and_(unresolved, perhaps, RESOLVED_BUYER.in_(among))
    plain = (SALE.c.employee_id.label("employee_id"), SALE.c.amount.label("amount"))
    resolved = (RESOLVED_BUYER.label("employee_id"), SALE.c.amount.label("amount"))
    return [
        _select_recorded(period, *plain).where(named),
        _select_accepted(period, *plain).where(named),
        _select_recorded(period, *resolved).where(unresolved),
        _select_accepted(period, *resolved).where(unresolved),
    ]


def _sum_per_employee(rows: Any) -> Select[Any]:
    counted = rows.subquery("counted")
    bought = cast(func.sum(counted.c.amount), BigInteger)  # PostgreSQL sums integers to a decimal
    return (
        select(counted.c.employee_id, bought.label("bought"))
        .where(counted.c.employee_id.is_not(None))
        .group_by(counted.c.employee_id)
    )


def bought_per_employee(period: Any, among: Sequence[int] | None = None) -> Subquery:
    """(employee_id, bought): whole rupiah net per employee in a month (a Period or a bindparam of PeriodType).

    `among`: only these employees.
    """
    return _sum_per_employee(union_all(*_sets(period, among))).subquery("bought")


def bought_at_once(period: Any, among: Any = None) -> Select[Any]:
    """The part of `bought_per_employee` that was recorded at once for a named buyer; `bought_otherwise` is the rest.

    The covering index alone answers it, in its own order: a province is summed without sorting.
    `among`: only these employees (ids, or a statement that selects them).
    """
    return _sum_per_employee(_sets(period, among)[0])


def bought_otherwise(period: Any, among: Any = None) -> Select[Any]:
    """The rest of `bought_per_employee`: sales accepted late or resolved to the buyer. Few rows."""
    return _sum_per_employee(union_all(*_sets(period, among)[1:]))


def count_everywhere() -> list[Any]:
    """Scalar subqueries that count accepted late items and resolutions. With `count_in_month`: while these numbers are
    the same, so is every sum of the month; rows are only added and an accepted item stays so, by triggers."""
    accepted = select(func.count()).select_from(LATE).where(_ACCEPTED)
    return [one.scalar_subquery() for one in (accepted, select(func.count()).select_from(RESOLUTION))]


def count_in_month(period: Period) -> list[Any]:
    """Scalar subqueries that count the rows recorded in a month; each half has an index that answers it alone."""
    rows = _select_recorded(period, func.count())
    halves = rows.where(SALE.c.employee_id.is_not(None)), rows.where(SALE.c.employee_id.is_(None))
    return [half.scalar_subquery() for half in halves]


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
    recorded = _select_recorded(
        period, *selected
    )  # in halves: each has an index of its own, and the whole has none
    halves = recorded.where(SALE.c.employee_id.is_not(None)), recorded.where(SALE.c.employee_id.is_(None))
    return union_all(*halves, _select_accepted(period, *selected)).subquery("counted_sales")
