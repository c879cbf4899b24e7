"""Reads months and late items. Statements for single months are built once, because every sale uses them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from app.extensions import db
from app.months.models import LateItem, Month, Supplement
from app.months.rules import MonthState
from app.shared.columns import table
from app.shared.period import Period

_MONTH = table(Month)
_STATES = select(_MONTH.c.period, _MONTH.c.state, _MONTH.c.version)
_ONE = _STATES.where(_MONTH.c.period == bindparam("period"))
_LATE = table(LateItem)
_SUPPLEMENT = table(Supplement)


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late item. `reason`: `month_closed` or `clock`; `decision` is None while undecided. `supplement`: its number
    beside the last closing; None where it counts in the month itself, as after the next closing."""

    id: int
    period: Period
    reason: str
    sale_id: int | None
    resolution_id: int | None
    arrived_at: datetime
    decision: str | None
    decision_reason: str
    supplement: int | None


def get_month(period: Period) -> MonthState:
    """The state of a month; a month without a row is open at version 0."""
    row = db.session.execute(_ONE, {"period": period}).first()
    return MonthState(period, row.state, row.version) if row else MonthState(period, "open", 0)


def list_months() -> list[MonthState]:
    """Every month that was closed at least once, oldest first. Rows of months that were never closed exist on
    PostgreSQL for locking only (`lock_month`) and are left out."""
    query = _STATES.where(_MONTH.c.version > 0).order_by(_MONTH.c.period)
    return [MonthState(*row) for row in db.session.execute(query)]


def list_late_periods() -> list[Period]:
    """The months that have late items, decided or not, oldest first."""
    return list(db.session.scalars(select(_LATE.c.period).distinct().order_by(_LATE.c.period)))


def list_late(period: Period, *, undecided_only: bool = True) -> list[LateRow]:
    """The undecided late items of a month, in order of arrival; with `undecided_only=False` decided ones too."""
    query = _late_rows().where(_LATE.c.period == period)
    if undecided_only:
        query = query.where(_LATE.c.decision.is_(None))
    return [LateRow(*row) for row in db.session.execute(query)]


def list_late_of_sales(sale_ids: Collection[int]) -> dict[int, LateRow]:
    """The late items of these sales, by sale id; sales without one are left out."""
    query = _late_rows().where(_LATE.c.sale_id.in_(sale_ids))
    rows = [LateRow(*row) for row in db.session.execute(query)]
    return {row.sale_id: row for row in rows if row.sale_id is not None}


def _late_rows() -> Select[Any]:
    return (
        select(
            _LATE.c.id,
            _LATE.c.period,
            _LATE.c.reason,
            _LATE.c.sale_id,
            _LATE.c.resolution_id,
            _LATE.c.arrived_at,
            _LATE.c.decision,
            _LATE.c.decision_reason,
            _SUPPLEMENT.c.number,
        )
        .select_from(_LATE)
        .outerjoin(_MONTH, and_(_MONTH.c.period == _LATE.c.period, _MONTH.c.state == "closed"))
        .outerjoin(
            _SUPPLEMENT,
            and_(_SUPPLEMENT.c.id == _LATE.c.supplement_id, _SUPPLEMENT.c.version == _MONTH.c.version),
        )
        .order_by(_LATE.c.id)
    )


def count_pending() -> dict[Period, int]:
    """Month → number of undecided late items; months without any are left out."""
    counted = (
        select(_LATE.c.period, func.count())
        .where(_LATE.c.decision.is_(None))
        .group_by(_LATE.c.period)
        .order_by(_LATE.c.period)
    )
    return {period: count for period, count in db.session.execute(counted)}


def list_supplements(period: Period) -> list[tuple[int, int, datetime, int]]:
    """(version, number, accepted at, items) of each supplement of a month, oldest first."""
    counted = (
        select(_SUPPLEMENT.c.version, _SUPPLEMENT.c.number, _SUPPLEMENT.c.accepted_at, func.count(_LATE.c.id))
        .outerjoin(_LATE, _LATE.c.supplement_id == _SUPPLEMENT.c.id)
        .where(_SUPPLEMENT.c.period == period)
        .group_by(_SUPPLEMENT.c.id)
        .order_by(_SUPPLEMENT.c.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(counted)]
