"""Previews the effect of a change of the unit tree on open months: OPDs and minimums (decisions 1, 7)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from app.compliance.effects import MOST_MONTHS, begun_months
from app.compliance.terms import reference_day_of
from app.directory.rules import TreeHistory, UnitTree
from app.minimums.queries import PostingGroup, find_decree_for, list_posting_groups
from app.minimums.rules import TierFinder
from app.months.queries import list_months
from app.shared import clock
from app.shared.period import Period


@dataclass
class MonthEffect:
    """One open month: people by (OPD before, OPD after), and how many get a higher, lower, new or no minimum."""

    period: Period
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    higher: int = 0
    lower: int = 0
    begins: int = 0
    ends: int = 0

    @property
    def minimums(self) -> int:
        """The number of people whose minimum changes."""
        return self.higher + self.lower + self.begins + self.ends


@dataclass(frozen=True, slots=True)
class TreeEffect:
    """`months`: the affected open months, newest first; `older` open ones were not counted; `closed` do not change."""

    months: tuple[MonthEffect, ...]
    older: tuple[Period, ...]
    closed: tuple[Period, ...]


def preview_tree_change(before: TreeHistory, after: TreeHistory, since: date) -> TreeEffect:
    """Compare the recorded months whose reference day is on or after `since`. One statement a month."""
    today = clock.today()
    shut = {month.period for month in list_months() if month.is_closed}
    reached = [period for period in begun_months() if reference_day_of(period, today) >= since]
    still_open = [period for period in reached if period not in shut]
    months = []
    for period in still_open[:MOST_MONTHS]:
        day = reference_day_of(period, today)
        months.append(_compare(period, before.on(day), after.on(day), list_posting_groups(day)))
    return TreeEffect(
        tuple(months),
        tuple(still_open[MOST_MONTHS:]),
        tuple(sorted(period for period in reached if period in shut)),
    )


def _compare(period: Period, before: UnitTree, after: UnitTree, groups: list[PostingGroup]) -> MonthEffect:
    effect = MonthEffect(period)
    decree = find_decree_for(period)
    finders = (TierFinder(decree.tiers, before), TierFinder(decree.tiers, after)) if decree else None
    for key, people in groups:
        moved = key._replace(unit_id=after.successor(key.unit_id) or key.unit_id)
        old, new = before.opd_name(key.unit_id), after.opd_name(moved.unit_id)
        if before.opd_of(key.unit_id) != after.opd_of(moved.unit_id):
            effect.moved[old, new] += people
        if finders:
            tiers = (finders[0].tier_of(key), finders[1].tier_of(moved))
            _count(effect, *(tier.minimum if tier else None for tier in tiers), people)
    return effect


def _count(effect: MonthEffect, before: int | None, after: int | None, people: int) -> None:
    if before == after:
        return
    if before is None:
        effect.begins += people
    elif after is None:
        effect.ends += people
    elif after > before:
        effect.higher += people
    else:
        effect.lower += people
