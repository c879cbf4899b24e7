"""The people and data past their retention, and what still prevents a purge."""

from datetime import date

from sqlalchemy import exists, func, or_, select

from app.accounts.purging import list_logins_of, list_retired
from app.directory.models import Employee, Posting
from app.directory.queries import list_merged_into
from app.disputes.models import Dispute
from app.extensions import db
from app.months.models import LateItem, Month
from app.privacy.registry import Due, in_batches
from app.retention.rules import GONE, cutoff, is_past
from app.sales.models import Sale, SaleResolution
from app.settings.queries import get_retention_years


def find_due(today: date) -> Due:
    """People out of service since before the retention, and closed months that ended before it. Reads only."""
    before = cutoff(today, get_retention_years())
    gone = set(db.session.scalars(_gone(before)))
    merged = list_merged_into(gone)
    in_use = set(db.session.scalars(_in_use(before))) if gone else set()
    blocked = {one for one in gone if not in_use.isdisjoint({one, *merged.get(one, ())})}
    gone.update(other for one in gone - blocked for other in merged.get(one, ()))
    closed = db.session.scalars(select(Month.period).where(Month.state == "closed").order_by(Month.period))
    periods = [one for one in closed if is_past(one, before)]
    people = sorted(gone - blocked)
    logins = {login for some in in_batches(people) for login in list_logins_of(some)}
    logins.update(one for one in list_retired(before) if not _sold_since(one, before))
    return Due(before, people, sorted(blocked), periods, sorted(logins))


def _sold_since(user_id: int, before: date) -> bool:
    sold = select(Sale.id).where(Sale.cashier_id == user_id, Sale.business_date >= before).limit(1)
    return db.session.scalar(sold) is not None


def _gone(before: date):  # type: ignore[no-untyped-def]
    """People whose last posting is an end of service before this day."""
    last = (
        select(Posting.employee_id, func.max(Posting.effective_from).label("since"))
        .group_by(Posting.employee_id)
        .subquery()
    )
    return (
        select(Posting.employee_id)
        .join(last, (last.c.employee_id == Posting.employee_id) & (last.c.since == Posting.effective_from))
        .join(Employee, Employee.id == Posting.employee_id)
        .where(Posting.service.in_(GONE), Posting.effective_from < before, Employee.purged_at.is_(None))
    )


def _in_use(before: date):  # type: ignore[no-untyped-def]
    """People with a later purchase or one in an open month, a late item, or an open dispute."""
    closed = select(Month.period).where(Month.state == "closed")
    fresh = or_(Sale.business_date >= before, Sale.period.not_in(closed))
    is_pending = exists().where(LateItem.sale_id == Sale.id, LateItem.decision.is_(None))
    is_resolving = exists().where(LateItem.resolution_id == SaleResolution.id, LateItem.decision.is_(None))
    return (
        select(Sale.employee_id)
        .where(Sale.employee_id.is_not(None), or_(fresh, is_pending))
        .union(
            select(SaleResolution.employee_id)
            .join(Sale, Sale.id == SaleResolution.sale_id)
            .where(SaleResolution.employee_id.is_not(None), or_(fresh, is_resolving)),
            select(Dispute.employee_id).where(Dispute.state == "open"),
        )
    )
