"""The sales whose buyer is one employee record, each once, and their late items. Used by the merge (ADR 0023)."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, or_, select

from app.extensions import db
from app.sales.ledger.totals import LATE, RESOLUTION, SALE
from app.shared.period import Period

_REVERSAL = SALE.alias("reversal_of_buyer")
_NEWER = RESOLUTION.alias("newer_resolution")


def list_named_to(employee_id: int) -> list[int]:
    """Ids of sales recorded with this employee and not reversed, parked ones included."""
    query = (
        select(SALE.c.id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == SALE.c.id)
        .where(SALE.c.employee_id == employee_id, SALE.c.void_of.is_(None), _REVERSAL.c.id.is_(None))
        .order_by(SALE.c.id)
    )
    return list(db.session.scalars(query))


def list_resolved_to(employee_id: int) -> list[int]:
    """Ids of sales whose last resolution names this employee, without reversed ones."""
    newer = select(_NEWER.c.id).where(_NEWER.c.sale_id == RESOLUTION.c.sale_id, _NEWER.c.id > RESOLUTION.c.id)
    query = (
        select(RESOLUTION.c.sale_id)
        .outerjoin(_REVERSAL, _REVERSAL.c.void_of == RESOLUTION.c.sale_id)
        .where(RESOLUTION.c.employee_id == employee_id, ~newer.exists(), _REVERSAL.c.id.is_(None))
        .order_by(RESOLUTION.c.sale_id)
    )
    return list(db.session.scalars(query))


def count_purchases_by_month(employee_id: int) -> dict[Period, int]:
    """Month → number of this employee's sales that are not reversed, newest month first."""
    ids = [*list_named_to(employee_id), *list_resolved_to(employee_id)]
    month = func.coalesce(LATE.c.period, SALE.c.period)
    query = select(month).select_from(SALE.outerjoin(LATE, LATE.c.sale_id == SALE.c.id))
    counts = Counter(_period(one) for one in db.session.scalars(query.where(SALE.c.id.in_(ids))))
    return dict(sorted(counts.items(), reverse=True))


def _period(value: Period | str) -> Period:
    return value if isinstance(value, Period) else Period.parse(value)


def has_purchases_after(employee_id: int, sale_id: int, resolution_sales: Collection[int]) -> bool:
    """Whether a ledger row after `sale_id` is this employee's, or reverses one of `resolution_sales`."""
    touched = select(SALE.c.id).where(
        SALE.c.id > sale_id,
        or_(SALE.c.employee_id == employee_id, SALE.c.void_of.in_(list(resolution_sales))),
    )
    return db.session.scalar(touched.limit(1)) is not None


def list_undecided_late(sale_ids: Collection[int]) -> list[int]:
    """Ids of undecided late items of these sales and of their resolutions."""
    resolutions = select(RESOLUTION.c.id).where(RESOLUTION.c.sale_id.in_(list(sale_ids)))
    about = or_(LATE.c.sale_id.in_(list(sale_ids)), LATE.c.resolution_id.in_(resolutions))
    return list(db.session.scalars(select(LATE.c.id).where(about, LATE.c.decision.is_(None))))


def has_decided_late(late_ids: Collection[int]) -> bool:
    """Whether finance has decided one of these late items."""
    decided = select(LATE.c.id).where(LATE.c.id.in_(list(late_ids)), LATE.c.decision.is_not(None))
    return db.session.scalar(decided.limit(1)) is not None
