"""Reads live standings: one statement gives posting and sum per person; tiers are matched in pure code.

A closed month's figures are its snapshot; `app/closing/queries.py` chooses between the two.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, bindparam, func, literal, or_, select, union_all

from app.compliance.rules import (
    Lowered,
    StandingRow,
    StatusSum,
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
    "count_statuses",
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


def _everyone(
    columns: Sequence[Any], reference_day: Any, last_day: Any, period: Any
) -> tuple[Select[Any], Subquery, Subquery]:
    """The statement for all people: posting on the reference day (on the last day for those who came later), the
    service on both days, and the sum bought."""
    reference = postings_on(reference_day).alias("reference")
    last = postings_on(last_day).alias("last")
    bought = bought_per_employee(period)
    statement = (
        select(
            *columns,
            *(func.coalesce(reference.c[name], last.c[name]) for name in _KEY),
            reference.c.service,
            last.c.service,
            func.coalesce(bought.c.bought, 0),
        )
        .select_from(EMPLOYEE)
        .outerjoin(last, last.c.employee_id == EMPLOYEE.c.id)
        .outerjoin(reference, reference.c.employee_id == EMPLOYEE.c.id)
        .outerjoin(bought, bought.c.employee_id == EMPLOYEE.c.id)
        .where(or_(last.c.employee_id.is_not(None), bought.c.bought != 0))
    )
    return statement, reference, last


EVERYONE, _REFERENCE, _LAST = _everyone(
    _PERSON, bindparam("reference_day"), bindparam("last_day"), bindparam("period", type_=PeriodType())
)


def list_standings(
    period: Period,
    *,
    unit_ids: Iterable[int] | None = None,
    employee_id: int | None = None,
    today: date | None = None,
    lowered: Lowered | None = None,
) -> list[StandingRow]:
    """The standings of everybody with a posting by the month's last day or a purchase in it, by OPD, unit and name.

    Live figures, also for a closed month (see the module's head). `unit_ids`: only people whose posting on
    the reference day is in one of these units (give the units below, too). `lowered`: as if the month
    were. The number of statements is the same for one person and for a hundred thousand.
    """
    today = today or clock.today()
    if employee_id is not None:
        found = list_standings_of_person(employee_id, [period], today=today)
        return [row for row in found.values() if unit_ids is None or row.unit_id in set(unit_ids)]
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
    found = [_row(terms, row) for row in rows]
    found.sort(key=lambda row: (rank.get(row.unit_id, len(rank)), row.name, row.employee_id))
    return found


def is_recorded_month(period: Period, *, today: date | None = None) -> bool:
    """Whether recording had begun by this month (decisions 5); earlier months have no status."""
    today = today or clock.today()
    return load_terms([period], today)[period].recorded


def count_statuses(
    periods: Sequence[Period], *, unit_ids: Collection[int] | None = None
) -> dict[Period, dict[tuple[int | None, str | None], StatusSum]]:
    """Live months, each as (unit, status) → number of people and whole rupiah, without a row per person.

    The terms are loaded once; then one statement, for twelve months as for one. Before recording nothing is counted.
    """
    if not periods:
        return {}
    terms = load_terms(periods, clock.today())
    found = {period: _Counted(terms[period]) for period in periods}
    parts = [_month_of(one, unit_ids) for one in terms.values() if one.recorded]
    if parts:
        for period, *row in db.session.execute(union_all(*parts)):
            found[period].add(row)
    return {period: one.sums() for period, one in found.items()}


def _month_of(terms: MonthRules, unit_ids: Collection[int] | None) -> Select[Any]:
    """The statement for a month's people: (month, id, posting, service on both days, bought)."""
    period = literal(terms.period, PeriodType())
    statement, reference, last = _everyone(
        (period.label("month"), EMPLOYEE.c.id),
        literal(terms.reference_day),
        literal(terms.period.last_day),
        period,
    )
    if unit_ids is None:
        return statement
    return statement.where(func.coalesce(reference.c.unit_id, last.c.unit_id).in_(sorted(unit_ids)))


class _Counted:
    """Number of people and whole rupiah of one month by (unit, status). Equal postings are assessed once."""

    def __init__(self, terms: MonthRules) -> None:
        self._terms = terms
        self._alone = {one.employee_id for one in terms.exemptions if one.scope == "person"}
        self._known: dict[tuple[Any, ...], str | None] = {}
        self._people: Counter[tuple[int | None, str | None]] = Counter()
        self._bought: Counter[tuple[int | None, str | None]] = Counter()

    def add(self, row: Sequence[Any]) -> None:
        """Count one person."""
        employee_id, alike, unit_id, bought = row[0], tuple(row[1:]), row[6], int(row[9])
        if employee_id in self._alone:
            status = self._status(employee_id, alike)
        elif alike in self._known:
            status = self._known[alike]
        else:
            status = self._known[alike] = self._status(employee_id, alike)
        self._people[unit_id, status] += 1
        self._bought[unit_id, status] += bought

    def _status(self, employee_id: int, row: tuple[Any, ...]) -> str | None:
        key = None if row[5] is None else PostingKey(*row[:6])
        return self._terms.assess(employee_id, key, row[6], row[7], int(row[8])).status

    def sums(self) -> dict[tuple[int | None, str | None], StatusSum]:
        """The counts and sums."""
        return {place: StatusSum(count, self._bought[place]) for place, count in self._people.items()}


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
    rows = (_of_person(terms, period, one, postings.get(one.id, []), bought.get(one.id)) for one in people)
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
    return next((one for one in reversed(postings) if one[0] <= day), None)


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
