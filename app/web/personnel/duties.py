"""The changes of minimums that a roster would cause, and their first month (decisions 1, 9)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.directory.queries import load_tree
from app.directory.rules import PostingValue
from app.directory.services import RosterPreview
from app.minimums.queries import find_decree_for
from app.minimums.rules import PostingKey, TierFinder
from app.settings.queries import get_reference_day
from app.shared import clock
from app.shared.period import Period

MOST_NAMED = 50


class DutyChange(NamedTuple):
    """One person's minimum before and after; None: no rule, or not obliged. Whole rupiah a month."""

    employee_id: int
    before: int | None
    after: int | None


@dataclass
class DutyChanges:
    """The number of changes of each kind, the first people concerned, and the month in which they begin."""

    period: Period
    higher: int = 0
    lower: int = 0
    begins: int = 0
    ends: int = 0
    named: list[DutyChange] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many people have another minimum than before."""
        return self.higher + self.lower + self.begins + self.ends


def find_duty_changes(preview: RosterPreview) -> DutyChanges:
    """Compare the minimum of each changed posting before and after, in the first month for which it counts."""
    period = clock.this_period()
    while preview.plan.as_of > period.day(get_reference_day(period)):
        period = period.next()
    changes = DutyChanges(period)
    decree = find_decree_for(period)
    if decree is None:
        return changes
    finder = TierFinder(decree.tiers, preview.state.tree)

    def minimum(value: PostingValue | None) -> int | None:
        if value is None or value.service != "active":
            return None
        tier = finder.tier_of(PostingKey(**{name: getattr(value, name) for name in PostingKey._fields}))
        return tier.minimum if tier else None

    _count(changes, preview, minimum)
    return changes


class Duty(NamedTuple):
    """The tier and minimum (rupiah a month) of a posting from a month on; None if no tier matches."""

    period: Period
    tier: str | None
    minimum: int | None


def preview_duty(value: PostingValue, since: date) -> Duty:
    """Return the tier of a posting that begins on `since`, in the first month for which it counts (decisions 1)."""
    period = Period.of(since)
    if since > period.day(get_reference_day(period)):
        period = period.next()
    decree = find_decree_for(period)
    if decree is None:
        return Duty(period, None, None)
    key = PostingKey(**{name: getattr(value, name) for name in PostingKey._fields})
    tier = TierFinder(decree.tiers, load_tree(since)).tier_of(key)
    return Duty(period, tier.name if tier else None, tier.minimum if tier else None)


def _count(
    changes: DutyChanges, preview: RosterPreview, minimum: Callable[[PostingValue | None], int | None]
) -> None:
    for employee_id, old, new in preview.posting_changes():
        before, after = minimum(old), minimum(new)
        if before == after:
            continue
        if before is None:
            changes.begins += 1
        elif after is None:
            changes.ends += 1
        elif after > before:
            changes.higher += 1
        else:
            changes.lower += 1
        if employee_id is not None and len(changes.named) < MOST_NAMED:
            changes.named.append(DutyChange(employee_id, before, after))
