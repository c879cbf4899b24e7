"""Reads of the directory for pages: one person with history, counts, missing people, uploads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.directory.errors import EmployeeNotFound
from app.directory.lookups import (
    CHANGE,
    EMPLOYEE,
    FORMER,
    POSTING,
    POSTING_VERSION,
    UNIT,
    UPLOAD,
    EmployeeHit,
    find_current_id,
    find_employee_by_number,
    find_employee_id,
    list_merged_into,
    load_tree,
    load_tree_history,
    postings_on,
    search_employees,
    unit_name_today,
)
from app.directory.models import Posting, RosterUpload
from app.directory.rules import STATUSES, full_name, suggest_echelon
from app.extensions import db
from app.shared import clock


@dataclass(frozen=True, slots=True)
class EmployeeCard:
    """One person on a day; the values of the posting are empty if none is in force yet."""

    id: int
    name: str
    full_name: str
    front_title: str
    back_title: str
    nip: str | None
    code: str | None
    pns_id: str | None
    card_token: str
    missing_since: date | None
    unit_id: int | None
    status: str
    echelon: str
    position: str
    position_kind: str
    grade: str
    service: str
    effective_from: date | None


_EMPLOYEE_TEXTS = ("name", "front_title", "back_title", "nip", "code", "pns_id", "card_token")
_POSTING_TEXTS = ("status", "echelon", "position", "position_kind", "grade", "service")


def _cards(day: date) -> Select[Any]:
    """People with the posting in force on a day."""
    now = postings_on(day)
    return select(
        EMPLOYEE.c.id,
        *(EMPLOYEE.c[name] for name in _EMPLOYEE_TEXTS),
        EMPLOYEE.c.missing_since,
        now.c.unit_id,
        *(func.coalesce(now.c[name], "").label(name) for name in _POSTING_TEXTS),
        now.c.effective_from,
    ).select_from(EMPLOYEE.outerjoin(now, now.c.employee_id == EMPLOYEE.c.id))


def _card(row: Any) -> EmployeeCard:
    return EmployeeCard(full_name=full_name(row.name, row.front_title, row.back_title), **row._asdict())


def get_employee(employee_id: int, on: date | None = None) -> EmployeeCard:
    """The person with the posting in force on a day (default today). EmployeeNotFound."""
    row = db.session.execute(_cards(on or clock.today()).where(EMPLOYEE.c.id == employee_id)).one_or_none()
    if row is None:
        raise EmployeeNotFound()
    return _card(row)


def list_employees(employee_ids: Sequence[int]) -> dict[int, EmployeeCard]:
    """Several people with today's posting, by id; missing ones are left out."""
    if not employee_ids:
        return {}
    rows = db.session.execute(_cards(clock.today()).where(EMPLOYEE.c.id.in_(employee_ids)))
    return {row.id: _card(row) for row in rows}


def list_postings(employee_id: int) -> Sequence[Posting]:
    """All postings of a person, newest first."""
    return db.session.scalars(
        select(Posting).where(Posting.employee_id == employee_id).order_by(Posting.effective_from.desc())
    ).all()


def list_former_numbers(employee_id: int) -> list[tuple[str, datetime]]:
    """Numbers the person had before, newest change first."""
    rows = db.session.execute(
        select(FORMER.c.number, FORMER.c.changed_at)
        .where(FORMER.c.employee_id == employee_id)
        .order_by(FORMER.c.id.desc())
    )
    return [(row.number, row.changed_at) for row in rows]


def count_by_status(day: date | None = None) -> dict[tuple[str, str], int]:
    """(status, service) → number of people, by the postings in force on a day (default today)."""
    now = postings_on(day or clock.today())
    rows = db.session.execute(
        select(now.c.status, now.c.service, func.count()).group_by(now.c.status, now.c.service)
    )
    return {(status, service): count for status, service, count in rows}


@dataclass(frozen=True, slots=True)
class Headcount:
    """The number of people on the roster: those in active service by status, and those out of service."""

    active: dict[str, int]
    inactive: int

    @property
    def in_service(self) -> int:
        """People in active service, whatever their status."""
        return sum(self.active.values())

    @property
    def everybody(self) -> int:
        """People in active service or out of it."""
        return self.in_service + self.inactive


def get_headcount(day: date | None = None) -> Headcount:
    """Count people by the postings in force on a day (default today); unused statuses are left out."""
    counts = count_by_status(day)
    active = {status: counts[status, "active"] for status in STATUSES if (status, "active") in counts}
    return Headcount(active, sum(count for (_, service), count in counts.items() if service != "active"))


def count_by_unit(day: date | None = None) -> dict[int, int]:
    """Unit id → number of people in active service posted at that unit itself on a day (default today)."""
    now = postings_on(day or clock.today())
    rows = db.session.execute(
        select(now.c.unit_id, func.count()).where(now.c.service == "active").group_by(now.c.unit_id)
    )
    return {unit: count for unit, count in rows}


def list_people_at(unit_id: int, limit: int) -> list[EmployeeCard]:
    """People in service posted today at the unit itself, by name."""
    now = postings_on(clock.today())
    here = select(now.c.employee_id).where(now.c.unit_id == unit_id, now.c.service == "active")
    rows = db.session.execute(
        _cards(clock.today())
        .where(EMPLOYEE.c.id.in_(here))
        .order_by(EMPLOYEE.c.search_name, EMPLOYEE.c.id)
        .limit(limit)
    )
    return [_card(row) for row in rows]


def count_employees() -> int:
    """The number of employee records."""
    return db.session.execute(select(func.count()).select_from(EMPLOYEE)).scalar_one()


def count_missing() -> int:
    """The number of people marked "perlu diperiksa" (decisions 9)."""
    return db.session.execute(
        select(func.count()).select_from(EMPLOYEE).where(EMPLOYEE.c.missing_since.is_not(None))
    ).scalar_one()


def list_missing(limit: int = 500) -> list[EmployeeCard]:
    """People who were not in the newest roster of their status, longest missing first."""
    return list_missing_at(None)[:limit]


def list_missing_at(unit_ids: frozenset[int] | None) -> list[EmployeeCard]:
    """All missing people posted in these units today (None: in any unit), longest missing first."""
    rows = db.session.execute(
        _cards(clock.today())
        .where(EMPLOYEE.c.missing_since.is_not(None))
        .order_by(EMPLOYEE.c.missing_since, EMPLOYEE.c.search_name, EMPLOYEE.c.id)
    )
    return [_card(row) for row in rows if unit_ids is None or row.unit_id in unit_ids]


def _without_echelon(now: Any) -> Any:
    return (now.c.position_kind == "Struktural") & (now.c.echelon == "") & (now.c.service == "active")


def count_without_echelon() -> int:
    """The number of people with a structural post today without an echelon, which old lists do not have."""
    now = postings_on(clock.today())
    return db.session.execute(select(func.count()).where(_without_echelon(now))).scalar_one()


def list_without_echelon(limit: int = 200) -> list[tuple[EmployeeCard, str]]:
    """Those people, each with the echelon that the post suggests (may be empty), to be confirmed by hand."""
    now = postings_on(clock.today())
    query = select(now.c.employee_id).where(_without_echelon(now))
    rows = db.session.execute(
        _cards(clock.today())
        .where(EMPLOYEE.c.id.in_(query))
        .order_by(EMPLOYEE.c.search_name, EMPLOYEE.c.id)
        .limit(limit)
    )
    return [(card, suggest_echelon(card.position, card.position_kind)) for card in map(_card, rows)]


def find_last_upload() -> RosterUpload | None:
    """The roster applied last; None before the first."""
    return next(iter(list_uploads(1, "applied")), None)


def list_upload_history(page: int, size: int) -> tuple[Sequence[RosterUpload], int]:
    """One page (the first is 1) of all previewed or applied rosters, newest first, and their total number."""
    total = db.session.execute(select(func.count()).select_from(UPLOAD)).scalar_one()
    statement = select(RosterUpload).order_by(RosterUpload.id.desc()).offset((page - 1) * size).limit(size)
    return db.session.scalars(statement).all(), total


def list_uploads(limit: int | None, *states: str) -> Sequence[RosterUpload]:
    """Uploads in one of these states, newest first; None for all of them."""
    query = select(RosterUpload).where(RosterUpload.state.in_(states)).order_by(RosterUpload.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def list_roster_changes_of(employee_id: int) -> list[tuple[datetime, dict[str, Any]]]:
    """(time, the person's state before) of each import that changed this person and may still be undone."""
    query = (
        select(UPLOAD.c.applied_at, CHANGE.c.before)
        .join(UPLOAD, UPLOAD.c.id == CHANGE.c.upload_id)
        .where(CHANGE.c.employee_id == employee_id)
    )
    return [(at, before) for at, before in db.session.execute(query.order_by(UPLOAD.c.id))]


__all__ = [
    "EMPLOYEE",
    "FORMER",
    "POSTING",
    "POSTING_VERSION",
    "UNIT",
    "UPLOAD",
    "EmployeeCard",
    "EmployeeHit",
    "Headcount",
    "count_by_status",
    "count_by_unit",
    "count_employees",
    "count_missing",
    "count_without_echelon",
    "find_current_id",
    "find_employee_by_number",
    "find_employee_id",
    "find_last_upload",
    "get_employee",
    "get_headcount",
    "list_employees",
    "list_former_numbers",
    "list_merged_into",
    "list_missing",
    "list_missing_at",
    "list_people_at",
    "list_postings",
    "list_roster_changes_of",
    "list_upload_history",
    "list_uploads",
    "list_without_echelon",
    "load_tree",
    "load_tree_history",
    "postings_on",
    "search_employees",
    "unit_name_today",
]
