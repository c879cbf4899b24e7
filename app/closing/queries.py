"""Reads closings: readiness, standings of any month (from the snapshot if closed), stored files."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.closing.readiness import list_labels
from app.closing.rules import (
    Outcome,
    ReadinessPoint,
    StoredFileDamaged,
    StoredFilePurged,
    after_supplements,
    closing_day,
)
from app.closing.snapshot_scope import find_snapshot_scope
from app.closing.supplement_gains import SupplementGain, list_gains
from app.compliance import queries as compliance
from app.compliance.rules import StandingRow
from app.decisions.queries import count_readiness
from app.directory.models import Employee
from app.disputes.queries import count_open_disputes
from app.extensions import db
from app.minimums import queries as minimums
from app.months import queries as months
from app.sales.models import Sale, SaleResolution
from app.settings import queries as settings
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.tills.models import Shift, Till


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored signed workbook: name, SHA-256 and bytes."""

    name: str
    sha256: str
    content: bytes


def find_closing(period: Period, version: int | None = None) -> Closing | None:
    """The closing of a month with this version, else the last one; None if there is none."""
    query = select(Closing).where(Closing.period == period).order_by(Closing.version.desc()).limit(1)
    if version is not None:
        query = query.where(Closing.version == version)
    return db.session.scalar(query)


def find_frozen(people: Select[Any], *, since: datetime | None, first: Period) -> Select[Any]:
    """As SQL, the people of `people` with a snapshot row of a month from `first` on, closed since `since`."""
    return (
        select(SnapshotRow.employee_id)
        .join(Closing, Closing.id == SnapshotRow.closing_id)
        .where(SnapshotRow.employee_id.in_(people), Closing.closed_at >= since, Closing.period >= first)
    )


def get_closing_day(period: Period) -> date:
    """The date on which the city closes a month (decisions 18): a working day, from its settings and holidays."""
    return closing_day(period, settings.get_closing_workday(), settings.get_holiday_dates())


def find_current_closing(period: Period) -> Closing | None:
    """The closing in force; None while the month is open or reopened."""
    state = months.get_month(period)
    return find_closing(period, state.version) if state.state == "closed" else None


def get_stored_file(period: Period, version: int, kind: str = "compliance") -> StoredFile:
    """The stored file of one closing. NotFound; StoredFileDamaged if its bytes do not have the sealed hash;
    StoredFilePurged after the archive period."""
    row = db.session.execute(
        select(ClosingFile.name, ClosingFile.sha256, ClosingFile.content)
        .join(Closing, Closing.id == ClosingFile.closing_id)
        .where(Closing.period == period, Closing.version == version, ClosingFile.kind == kind)
    ).one_or_none()
    if row is None:
        raise NotFound()
    if not row.content:
        raise StoredFilePurged(period=str(period), version=version, sha256=row.sha256)
    if hashlib.sha256(row.content).hexdigest() != row.sha256:
        raise StoredFileDamaged(period=str(period), version=version)
    return StoredFile(row.name, row.sha256, row.content)


def list_standings_of_month(
    period: Period, *, unit_ids: frozenset[int] | None = None, employee_id: int | None = None
) -> list[StandingRow]:
    """The standings of a month: from the snapshot if it is closed, else live.

    `unit_ids` (with all units below): people posted there; for a closed month those whose snapshot rows belong to
    these units (`app/closing/snapshot_scope.py`).
    """
    closing = find_current_closing(period)
    if closing is None:
        return compliance.list_standings(
            period, unit_ids=unit_ids, employee_id=employee_id, today=clock.today()
        )
    query = select(SnapshotRow).where(SnapshotRow.closing_id == closing.id).order_by(SnapshotRow.id)
    if employee_id is not None:
        query = query.where(SnapshotRow.employee_id == employee_id)
    if unit_ids is not None:
        places = find_snapshot_scope({period: closing.version}, unit_ids)
        query = query.join(Closing, Closing.id == SnapshotRow.closing_id).where(places.condition())
    return [_as_standing(row) for row in db.session.scalars(query)]


def list_standings_of_people(period: Period, employee_ids: Sequence[int]) -> list[StandingRow]:
    """The standings of these people, as in `list_standings_of_month`. The number of statements is constant."""
    closing = find_current_closing(period)
    if closing is None:
        return compliance.list_standings_of_people(employee_ids, period, today=clock.today())
    query = select(SnapshotRow).where(
        SnapshotRow.closing_id == closing.id, SnapshotRow.employee_id.in_(employee_ids)
    )
    return [_as_standing(row) for row in db.session.scalars(query)]


def _as_standing(row: SnapshotRow) -> StandingRow:
    return StandingRow(
        employee_id=row.employee_id,
        nip=row.nip,
        code=row.code,
        name=row.name,
        employment=row.employment,
        position=row.position,
        echelon=row.echelon,
        grade=row.grade,
        unit_id=row.unit_id,
        unit=row.unit,
        opd_id=row.opd_id,
        opd=row.opd,
        tier=row.tier,
        tier_name=row.tier_name,
        minimum=row.minimum,
        bought=row.bought,
        shortfall=max(0, (row.minimum or 0) - row.bought) if row.status == "short" else 0,
        status=row.status,  # type: ignore[arg-type]  # a check of the table keeps it one of the five
        note=row.note,
    )


def list_supplement_gains(period: Period) -> list[SupplementGain]:
    """The gains by supplements of the closing in force, per person and supplement."""
    return list_gains({period: months.get_month(period).version}).get(period, [])


def sum_supplement_gains(period: Period) -> dict[int, int]:
    """Employee id → whole rupiah that all accepted supplements of the version in force add."""
    gains: dict[int, int] = defaultdict(int)
    for gain in list_supplement_gains(period):
        gains[gain.employee_id] += gain.amount
    return dict(gains)


UNLISTED = "belum terdaftar saat bulan ditutup"
"""The note of a person who is not in the snapshot."""


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One person's month. `row` is from the snapshot if the month is closed (`closing` set); `outcome` includes the
    supplements since."""

    row: StandingRow
    outcome: Outcome
    closing: Closing | None = None


def list_months_of_person(employee_id: int, periods: Sequence[Period]) -> dict[Period, PersonMonth]:
    """One person's months in the order of `periods`; closed ones from their snapshots.

    Leaves out months before the person's first posting. The number of statements does not grow with the months.
    """
    closed = {
        month.period: month.version
        for month in months.list_months()
        if month.is_closed and month.period in periods
    }
    frozen = _frozen_months(employee_id, closed)
    open_periods = [period for period in periods if period not in closed]
    live = compliance.list_standings_of_person(employee_id, open_periods, today=clock.today())
    found = frozen | {
        period: PersonMonth(row, after_supplements(row.status, row.minimum, row.bought, ()))
        for period, row in live.items()
    }
    return {period: found[period] for period in periods if period in found}


def _frozen_months(employee_id: int, closed: dict[Period, int]) -> dict[Period, PersonMonth]:
    gains = list_gains(closed, employee_id)
    rows = db.session.execute(
        select(SnapshotRow, Closing)
        .join(Closing, Closing.id == SnapshotRow.closing_id)
        .where(SnapshotRow.employee_id == employee_id, Closing.period.in_(closed))
    )
    found = {}
    for row, closing in rows:
        if closed[closing.period] == closing.version:
            added = [(gain.number, gain.amount) for gain in gains.get(closing.period, ())]
            outcome = after_supplements(row.status, row.minimum, row.bought, added)
            found[closing.period] = PersonMonth(_as_standing(row), outcome, closing)
    missing = [period for period, of in gains.items() if of and period not in found]
    return found | _unlisted_months(employee_id, {one: closed[one] for one in missing}, gains)


def _unlisted_months(
    employee_id: int, closed: dict[Period, int], gains: dict[Period, list[SupplementGain]]
) -> dict[Period, PersonMonth]:
    """Closed months without the person in the snapshot but with sales of theirs in supplements (a person who entered
    the roster later): no minimum, and the supplements' sums count."""
    if not closed:
        return {}
    live = compliance.list_standings_of_person(employee_id, list(closed), today=clock.today())
    found = {}
    for period, row in live.items():
        frozen = row._replace(
            tier=None,
            tier_name=None,
            minimum=None,
            bought=0,
            shortfall=0,
            status="not_obliged",
            note=UNLISTED,
        )
        added = [(gain.number, gain.amount) for gain in gains[period]]
        outcome = after_supplements(frozen.status, None, 0, added)
        found[period] = PersonMonth(frozen, outcome, find_closing(period, closed[period]))
    return found


def list_readiness(period: Period) -> list[ReadinessPoint]:
    """The open points before this month can close, in the order in which finance should settle them (decisions 18)."""
    after_end = clock.at_local(period.next().first_day, 0, 0)
    # In the current month a till that synced today is not late, and a shift opened today may be open.
    so_far = min(after_end, clock.at_local(clock.today(), 0, 0))
    counts = count_readiness(period) | {
        "tills_not_synced": _count(_silent_tills(so_far)),
        "shifts_open": _count(_open_shifts(so_far)),
        "disputed": count_open_disputes(period),
        "to_review": _count(select(Employee.id).where(Employee.missing_since.is_not(None))),
        "no_decree": 0 if minimums.find_decree_for(period) else 1,
    }
    return [ReadinessPoint(label.code, counts[label.code]) for label in list_labels() if counts[label.code]]


def get_last_resolution_id() -> int:
    """Highest `SaleResolution.id`, or 0."""
    return db.session.scalar(select(func.max(SaleResolution.id))) or 0


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _silent_tills(after_end: datetime) -> Select[Any]:
    """Tills with unsent items, and enrolled tills in use that have not synced since `after_end`. Login tills need not
    sync."""
    used = select(Sale.till_id).where(Sale.till_id.is_not(None)).distinct()
    is_silent = or_(Till.last_synced_at.is_(None), Till.last_synced_at < after_end)
    expected = and_(Till.kind == "enrolled", is_silent, Till.id.in_(used))
    return select(Till.id).where(
        Till.revoked_at.is_(None), Till.enrolled_at < after_end, or_(Till.unsent_count > 0, expected)
    )


def _open_shifts(after_end: datetime) -> Select[Any]:
    return select(Shift.id).where(Shift.closed_at.is_(None), Shift.opened_at < after_end)
