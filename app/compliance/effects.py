"""Previews the effect of exemptions and reductions on months that have begun (decisions 4)."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.compliance.queries import find_first_recorded_month, list_standings, list_standings_of_people
from app.compliance.rules import ExemptionValue, Recap, Reduction, StandingRow, recap_total
from app.directory.queries import load_tree
from app.directory.rules import UnitTree
from app.months.queries import list_months
from app.shared import clock
from app.shared.period import Period

JUDGED = ("met", "short")
EXEMPT = ("exempt",)
MOST_MONTHS = 3
"""So many open months are counted, the newest; a city that never closes would wait for all of them."""


@dataclass(frozen=True, slots=True)
class Effect:
    """`months`: number of people per counted open month, newest first; `older`: open months that were not counted.

    `closed` months keep their figures. All are empty if none of the months has begun.
    """

    months: tuple[tuple[Period, int], ...]
    older: tuple[Period, ...]
    closed: tuple[Period, ...]


def list_effects(values: Sequence[ExemptionValue], statuses: Collection[str] = JUDGED) -> dict[int, Effect]:
    """By exemption id: the number of people of these statuses that it covers. `JUDGED`: those who would leave the
    denominator; `EXEMPT`: those who have left it. The number of statements does not grow with the exemptions."""
    tree = load_tree()
    closed = {month.period for month in list_months() if month.is_closed}
    begun = begun_months()
    still_open = [one for one in begun if one not in closed]
    counts = {}
    for period in still_open[:MOST_MONTHS]:
        touching = [value for value in values if value.holds_in(period)]
        counts[period] = _count(touching, _rows(touching, period, tree), statuses, tree)
    return {
        value.id: Effect(
            tuple((period, found[value.id]) for period, found in counts.items() if value.id in found),
            tuple(period for period in still_open[MOST_MONTHS:] if value.holds_in(period)),
            tuple(sorted(period for period in closed if value.holds_in(period))),
        )
        for value in values
    }


def begun_months() -> list[Period]:
    """The recorded months up to the current one, newest first."""
    months = [clock.this_period()]
    start = find_first_recorded_month() or months[0]
    while months[-1] > start:
        months.append(months[-1].previous())
    return months


def _rows(values: Sequence[ExemptionValue], period: Period, tree: UnitTree) -> Iterable[StandingRow]:
    """The standings of the people that one of these exemptions may cover, each once."""
    if not values:
        return []
    scopes = {value.scope for value in values}
    if scopes - {"person", "unit"}:
        return list_standings(period)
    people = sorted({value.employee_id for value in values if value.employee_id is not None})
    units = [
        tree.below(value.unit_id) for value in values if value.unit_id is not None and value.unit_id in tree
    ]
    by_employee = {row.employee_id: row for row in list_standings_of_people(people, period)}
    if units:
        rows = list_standings(period, unit_ids=frozenset().union(*units))
        by_employee |= {row.employee_id: row for row in rows}
    return by_employee.values()


def _count(
    values: Iterable[ExemptionValue], rows: Iterable[StandingRow], statuses: Collection[str], tree: UnitTree
) -> dict[int, int]:
    listed = [row for row in rows if row.status in statuses]
    people = {row.employee_id for row in listed}
    units, tiers = Counter(row.unit_id for row in listed), Counter(row.tier for row in listed)

    def covered(one: ExemptionValue) -> int:
        if one.scope == "person":
            return int(one.employee_id in people)
        if one.scope == "unit":
            return sum(units[unit] for unit in tree.below(one.unit_id or 0)) if one.unit_id in tree else 0
        return tiers[one.tier_code] if one.scope == "tier" else len(people)

    return {value.id: covered(value) for value in values}


def preview_lowering(period: Period, percent: int) -> tuple[Recap, Recap]:
    """A month's present sums, and its sums with a reduction for everybody by `percent`."""
    wished = Reduction(period, percent, "", "", period.first_day)
    before, after = list_standings(period), list_standings(period, lowered=wished)
    return recap_total(before, ""), recap_total(after, "")
