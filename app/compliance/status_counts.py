"""Counts live months by unit and status: the database sums per person, equal postings are assessed once (ADR 0038).

It builds no row per person, so a province costs one pass over its sums; `queries.py` lists persons.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, String, cast, func, select

from app.compliance.rules import Standing, StatusSum
from app.compliance.status_cache import StatusSums, find_counted, load_marks, store_counted
from app.compliance.terms import MonthRules, load_terms
from app.directory.queries import POSTING
from app.extensions import db
from app.minimums.rules import PostingKey
from app.sales.ledger.totals import bought_at_once, bought_otherwise
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import is_writing

_EARLIER = POSTING.alias("earlier")
_POSTING_COLUMNS = [
    POSTING.c[name] for name in ("employee_id", "effective_from", "service", *PostingKey._fields)
]
_UNREACHABLE = float("inf")
"""Stands for the minimum of a group to which none applies."""

Sums = tuple[list[int], list[int]]
"""People, and what they bought in whole rupiah; both by number of the group."""


class _Group(NamedTuple):
    """People to whom the rules of these months apply equally. `tiers`: the tier's code by each of `_People.finders`.

    `employee_id` is 0 except for a person with a personal exemption, who is a group of one.
    """

    unit_id: int
    tiers: tuple[str | None, ...]
    reference_service: str | None
    last_service: str
    employee_id: int = 0


class _Posting(NamedTuple):
    """The values of a posting that a group depends on."""

    since: date
    service: str
    unit_id: int
    tiers: tuple[str | None, ...]


def count_statuses(
    periods: Sequence[Period], *, unit_ids: Collection[int] | None = None
) -> dict[Period, StatusSums]:
    """Live months, each as (unit, status) → number of people and whole rupiah: the sums of the rows of
    `list_standings`.

    `unit_ids`: only people whose posting on the reference day is in one of these units. Before recording nothing is
    counted. Months of the whole city are taken from the cache while nothing has changed; two statements for each other
    month, beside a constant number.
    """
    terms = load_terms(periods, clock.today()) if periods else {}
    months = [one for one in terms.values() if one.recorded]
    counts: dict[Period, StatusSums] = {period: {} for period in periods}
    if unit_ids is not None or is_writing():  # uncommitted data must not be cached
        return counts | _count_months(months, unit_ids)
    return counts | _count_city(months)


def _count_city(months: Sequence[MonthRules]) -> dict[Period, StatusSums]:
    marks = load_marks(months) if months else {}
    cached = find_counted(marks)
    others = [month for month in months if month.period not in cached]
    if not others:
        return cached
    counted = _count_months(others, None)
    after = load_marks(others)
    store_counted({period: sums for period, sums in counted.items() if marks[period] == after[period]}, marks)
    return cached | counted


def _count_months(months: Sequence[MonthRules], unit_ids: Collection[int] | None) -> dict[Period, StatusSums]:
    if not months:
        return {}
    among = None if unit_ids is None else _ever_posted_in(unit_ids)
    people = _People(months, among)
    return {
        month.period: _count(month, people, _list_buyers(month.period, among), unit_ids) for month in months
    }


def _ever_posted_in(unit_ids: Collection[int]) -> Select[Any]:
    return select(POSTING.c.employee_id).where(POSTING.c.unit_id.in_(sorted(unit_ids)))


def _list_buyers(period: Period, among: Select[Any] | None) -> Iterable[tuple[int, int]]:
    """Each buyer of a month with the whole rupiah bought, net, in two statements.

    The database joins all pairs into one text, `7 20000 8 5000 ...`, because fetching a province's rows one by one
    costs more than everything else here.
    """
    others = {row.employee_id: row.bought for row in db.session.execute(bought_otherwise(period, among))}
    each = bought_at_once(period, among).subquery("each")
    pair = cast(each.c.employee_id, String).concat(" ").concat(cast(each.c.bought, String))
    numbers = map(int, (db.session.scalar(select(func.aggregate_strings(pair, " "))) or "").split())
    bought = zip(numbers, numbers, strict=True)
    return _merge_sums(bought, others) if others else bought


def _merge_sums(bought: Iterable[tuple[int, int]], others: dict[int, int]) -> Iterable[tuple[int, int]]:
    for employee_id, amount in bought:
        yield employee_id, amount + others.pop(employee_id, 0)
    yield from others.items()


class _People:
    """The group of each person in each month. Most people have one posting for all months and are grouped once."""

    def __init__(self, months: Sequence[MonthRules], among: Select[Any] | None) -> None:
        self.groups: list[_Group] = []
        self.finders = list({id(month.finder): month.finder for month in months if month.finder}.values())
        self._numbers: dict[_Group, int] = {}
        self._tiers: dict[PostingKey, tuple[str | None, ...]] = {}
        self._steady: dict[int, int] = {}
        self._moving: dict[int, list[_Posting]] = {}
        first_day = min(month.reference_day for month in months)
        last_day = max(month.period.last_day for month in months)
        rows = db.session.execute(_postings_between(first_day, last_day, among))
        for employee_id, of_one in groupby(rows, itemgetter(0)):
            self._take_in(employee_id, [self._posting(row) for row in of_one], first_day)

    def _posting(self, row: tuple[Any, ...]) -> _Posting:
        key = PostingKey(*row[3:])
        if key not in self._tiers:
            tiers = [finder.tier_of(key) for finder in self.finders]
            self._tiers[key] = tuple(tier.code if tier else None for tier in tiers)
        return _Posting(row[1], row[2], key.unit_id, self._tiers[key])

    def _take_in(self, employee_id: int, postings: list[_Posting], first_day: date) -> None:
        first = postings[0]
        if len(postings) == 1 and first.since <= first_day:
            group = _Group(first.unit_id, first.tiers, first.service, first.service)
            self._steady[employee_id] = self._number(group)
        else:
            self._moving[employee_id] = postings

    def _number(self, group: _Group) -> int:
        number = self._numbers.setdefault(group, len(self.groups))
        if number == len(self.groups):
            self.groups.append(group)
        return number

    def groups_in(self, month: MonthRules) -> dict[int, int]:
        """Employee id → number of the group, for everybody with a posting by the month's last day."""
        groups = self._steady.copy()
        for employee_id, postings in self._moving.items():
            reference, last = _on(postings, month.reference_day), _on(postings, month.period.last_day)
            if last is not None:
                unit = reference or last
                service = reference.service if reference else None
                groups[employee_id] = self._number(_Group(unit.unit_id, unit.tiers, service, last.service))
        for employee_id in {
            exemption.employee_id for exemption in month.exemptions if exemption.scope == "person"
        }:
            if employee_id in groups:
                alone = self.groups[groups[employee_id]]._replace(employee_id=employee_id)
                groups[employee_id] = self._number(alone)
        return groups

    def assess(self, month: MonthRules, number: int) -> Standing:
        """The standing of a group's people who bought nothing."""
        one = self.groups[number]
        code = one.tiers[self.finders.index(month.finder)] if month.finder else None
        services = one.reference_service, one.last_service
        return month.assess_in_tier(one.employee_id, month.tiers.get(code), one.unit_id, *services, 0)


def _postings_between(first_day: date, last_day: date, among: Select[Any] | None) -> Select[Any]:
    """The postings in force on any of these days, by person and day."""
    begun = POSTING.c.effective_from
    newest = (
        select(func.max(_EARLIER.c.effective_from))
        .where(_EARLIER.c.employee_id == POSTING.c.employee_id, _EARLIER.c.effective_from <= first_day)
        .scalar_subquery()
    )
    query = (
        select(*_POSTING_COLUMNS)
        .where(begun <= last_day, begun >= func.coalesce(newest, begun))
        .order_by(POSTING.c.employee_id, begun)
    )
    return query if among is None else query.where(POSTING.c.employee_id.in_(among))


def _on(postings: Sequence[_Posting], day: date) -> _Posting | None:
    return next((posting for posting in reversed(postings) if posting.since <= day), None)


def _count(
    month: MonthRules,
    people: _People,
    bought: Iterable[tuple[int, int]],
    unit_ids: Collection[int] | None,
) -> StatusSums:
    """Count one month from the sums of its buyers; everybody else bought nothing."""
    group_of = people.groups_in(month)
    sizes = Counter(group_of.values())
    standings = {number: people.assess(month, number) for number in sizes}
    minimums = [_UNREACHABLE] * (len(people.groups) + 1)
    for number, standing in standings.items():
        if standing.minimum is not None:
            minimums[number] = standing.minimum
    buyers, reaching = _sum_buyers(bought, group_of, minimums)
    sums: Counter[tuple[int | None, str | None]] = Counter()
    rupiah: Counter[tuple[int | None, str | None]] = Counter()
    parts = [
        part
        for number, size in sizes.items()
        for part in _split(people.groups[number].unit_id, standings[number], size, number, buyers, reaching)
        if unit_ids is None or part[0] in unit_ids
    ]
    if unit_ids is None:
        without_posting = month.assess(0, None, None, None, 0)
        parts.append((None, without_posting.status, buyers[0][-1], buyers[1][-1]))
    for unit_id, status, count, amount in parts:
        sums[unit_id, status] += count
        rupiah[unit_id, status] += amount
    return {place: StatusSum(count, rupiah[place]) for place, count in sums.items() if count}


def _split(
    unit_id: int, standing: Standing, size: int, number: int, buyers: Sums, reaching: Sums
) -> list[tuple[int | None, str | None, int, int]]:
    """Split a group by status: rows of (unit, status, people, whole rupiah)."""
    amount = buyers[1][number]
    if standing.minimum is None:
        return [(unit_id, standing.status, size, amount)]
    people, reached = reaching[0][number], reaching[1][number]
    if standing.status == "met":  # a minimum of Rp0, met without buying anything
        people += size - buyers[0][number]
    return [(unit_id, "met", people, reached), (unit_id, "short", size - people, amount - reached)]


def _sum_buyers(
    bought: Iterable[tuple[int, int]], group_of: Mapping[int, int], minimums: Sequence[float]
) -> tuple[Sums, Sums]:
    """The sums of each group's buyers, and of those who reach its minimum. The last entry: buyers without a posting.

    The loop runs once for each buyer of a province. People whose net purchases are Rp0 are not counted as buyers.
    """
    nowhere = len(minimums) - 1
    people, amounts, reaching_people, reaching_amounts = ([0] * len(minimums) for _list in range(4))
    for employee_id, amount in bought:
        if amount:
            group = group_of.get(employee_id, nowhere)
            people[group] += 1
            amounts[group] += amount
            if amount >= minimums[group]:
                reaching_people[group] += 1
                reaching_amounts[group] += amount
    return (people, amounts), (reaching_people, reaching_amounts)
