"""Reads live standings: one statement gives posting and sum per person; tiers are matched in pure code.

A closed month's figures are its snapshot; `app/closing/queries.py` chooses between the two.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.compliance.rules import (
    Reduction,
    StandingRow,
    filter_rows,
    recap_by_opd,
    recap_by_tier,
    recap_by_unit,
    recap_total,
)
from app.compliance.terms import MonthRules, find_first_recorded_month, load_terms
from app.directory.queries import EMPLOYEE, POSTING, postings_on
from app.directory.rules import full_name
from app.extensions import db
from app.minimums.rules import PostingKey
from app.sales.ledger.totals import bought_by_period, bought_per_employee
from app.shared import clock
from app.shared.columns import PeriodType
from app.shared.period import Period

__all__ = [
    "filter_rows",
    "recap_by_opd",
    "recap_by_tier",
    "recap_by_unit",
    "recap_total",
    "find_first_recorded_month",
    "find_standing",
    "is_recorded_month",
    "list_standings",
    "list_standings_of_people",
    "list_standings_of_person",
]

_PERSON = [EMPLOYEE.c[name] for name in ("id", "nip", "code", "name", "front_title", "back_title")]
_KEY = ("status", "echelon", "position", "position_kind", "grade", "unit_id")
_HISTORY = [POSTING.c[name] for name in ("effective_from", "service", *_KEY)]


_REFERENCE = postings_on(bindparam("reference_day")).alias("reference")
_LAST = postings_on(bindparam("last_day")).alias("last")
_BOUGHT = bought_per_employee(bindparam("period", type_=PeriodType()))
EVERYONE = (
    select(
        *_PERSON,
        *(func.coalesce(_REFERENCE.c[name], _LAST.c[name]) for name in _KEY),
        _REFERENCE.c.service,
        _LAST.c.service,
        func.coalesce(_BOUGHT.c.bought, 0),
    )
    .select_from(EMPLOYEE)
    .outerjoin(_LAST, _LAST.c.employee_id == EMPLOYEE.c.id)
    .outerjoin(_REFERENCE, _REFERENCE.c.employee_id == EMPLOYEE.c.id)
    .outerjoin(_BOUGHT, _BOUGHT.c.employee_id == EMPLOYEE.c.id)
    .where(or_(_LAST.c.employee_id.is_not(None), _BOUGHT.c.bought != 0))
)
"""All people of a month: posting on the reference day (on the last day for those who came later), the service on both
days, and the sum bought."""


def list_standings(
    period: Period,
    *,
    unit_ids: Iterable[int] | None = None,
    employee_id: int | None = None,
    today: date | None = None,
    lowered: Reduction | None = None,
) -> list[StandingRow]:
    """The standings of everybody with a posting by the month's last day or a purchase in it, by OPD, unit and name.

    Live figures, also for a closed month (see the module's head). `unit_ids`: only people whose posting on the
    reference day is in one of these units (include the units below). `lowered`: assume this reduction. The number of
    statements is constant.
    """
    today = today or clock.today()
    if employee_id is not None:
        standings = list_standings_of_person(employee_id, [period], today=today)
        return [row for row in standings.values() if unit_ids is None or row.unit_id in set(unit_ids)]
    terms = load_terms([period], today)[period]
    terms.lowered = lowered or terms.lowered
    statement = EVERYONE
    if unit_ids is not None:
        unit = func.coalesce(_REFERENCE.c.unit_id, _LAST.c.unit_id)
        statement = statement.where(unit.in_(sorted(unit_ids)))
    rows = db.session.execute(
        statement,
        {"reference_day": terms.reference_day, "last_day": period.last_day, "period": period},
    )
    rank = terms.unit_rank()
    standings = [_row(terms, row) for row in rows]
    standings.sort(key=lambda row: (rank.get(row.unit_id, len(rank)), row.name, row.employee_id))
    return standings


def is_recorded_month(period: Period, *, today: date | None = None) -> bool:
    """Whether recording had begun by this month (decisions 5); earlier months have no status."""
    today = today or clock.today()
    return load_terms([period], today)[period].recorded


def find_standing(employee_id: int, period: Period, *, today: date | None = None) -> StandingRow | None:
    """One person's live standing. None if the employee has no posting by the month's last day."""
    return list_standings_of_person(employee_id, [period], today=today).get(period)


def list_standings_of_person(
    employee_id: int, periods: Sequence[Period], *, today: date | None = None
) -> dict[Period, StandingRow]:
    """One person's live standings in the order of the months given.

    Leaves out months without a posting by their last day and without a purchase. The number of statements is constant.
    """
    person = db.session.execute(select(*_PERSON).where(EMPLOYEE.c.id == employee_id)).one_or_none()
    if person is None or not periods:
        return {}
    terms = load_terms(periods, today or clock.today())
    postings = db.session.execute(
        select(*_HISTORY).where(POSTING.c.employee_id == employee_id).order_by(POSTING.c.effective_from)
    ).all()
    part = bought_by_period(employee_id, periods)
    bought = {period: total for period, total in db.session.execute(select(part.c.period, part.c.bought))}
    rows = {
        period: _of_person(terms[period], period, person, postings, bought.get(period)) for period in periods
    }
    return {period: row for period, row in rows.items() if row is not None}


def list_standings_of_people(
    employee_ids: Sequence[int], period: Period, *, today: date | None = None
) -> list[StandingRow]:
    """The live standings of these people; those without a posting by the month's last day are left out."""
    if not employee_ids:
        return []
    terms = load_terms([period], today or clock.today())[period]
    people = db.session.execute(select(*_PERSON).where(EMPLOYEE.c.id.in_(employee_ids))).all()
    postings: dict[int, list[Any]] = {}
    for employee_id, *values in db.session.execute(
        select(POSTING.c.employee_id, *_HISTORY)
        .where(POSTING.c.employee_id.in_(employee_ids))
        .order_by(POSTING.c.effective_from)
    ):
        postings.setdefault(employee_id, []).append(tuple(values))
    part = bought_per_employee(period, among=employee_ids)
    bought = {row[0]: row[1] for row in db.session.execute(select(part.c.employee_id, part.c.bought))}
    rows = (
        _of_person(terms, period, person, postings.get(person.id, []), bought.get(person.id))
        for person in people
    )
    return [row for row in rows if row is not None]


def _of_person(
    terms: MonthRules, period: Period, person: Any, postings: Sequence[Any], bought: int | None
) -> StandingRow | None:
    """One person's standing from their postings in order of time; None without a posting and a purchase."""
    reference, last = _on(postings, terms.reference_day), _on(postings, period.last_day)
    if last is None and not bought:
        return None
    key = (reference or last or (None,) * 8)[2:]
    services = (reference[1] if reference else None, last[1] if last else None)
    return _row(terms, (*person, *key, *services, bought or 0))


def _on(postings: Sequence[Any], day: date) -> Any:
    """The posting in force on a day; None before the first."""
    return next((posting for posting in reversed(postings) if posting[0] <= day), None)


def _row(terms: MonthRules, row: Any) -> StandingRow:
    """A row of `EVERYONE` with its tier, status and names."""
    employee_id, nip, code, name, front, back, status, echelon, position, kind, grade, unit_id = row[:12]
    reference_service, last_service, bought = row[12:]
    key = None if unit_id is None else PostingKey(status, echelon, position, kind, grade, unit_id)
    standing = terms.assess(employee_id, key, reference_service, last_service, int(bought))
    tier = standing.tier
    place = terms.place(unit_id)
    return StandingRow(
        employee_id,
        nip,
        code,
        full_name(name, front, back),
        status or "",
        position or "",
        echelon or "",
        grade or "",
        unit_id,
        place.unit,
        place.opd_id,
        place.opd,
        tier.code if tier else None,
        tier.name if tier else None,
        standing.minimum,
        int(bought),
        standing.shortfall,
        standing.status,
        standing.note,
    )
