"""Merges groups for readers who may not see persons. Pure; docs/privasi.md explains the rule.

Every page and workbook for such readers uses these groups, so that two of them never differ by a few people.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.compliance.rules.recap import Recap

FEWEST_NAMELESS = 5
"""A copy without names says nothing of fewer people than this, also not by subtraction."""
FEWEST_OF_EACH = 2
"""So many at least met, and so many fell short: with fewer, the only other one would know about all the rest."""


@dataclass(frozen=True, slots=True)
class NamelessGroup:
    """One or more groups shown as one: their sums, and the groups themselves."""

    total: Recap
    members: tuple[Recap, ...]

    @property
    def is_alone(self) -> bool:
        """Whether this is a single group that was not merged."""
        return len(self.members) == 1


def merge_nameless(recaps: Iterable[Recap]) -> list[NamelessGroup]:
    """The groups for a reader who may not see persons; the merged group comes last.

    First small groups are merged until they have enough people. This depends on their sizes only, which stay the same
    during a month, so comparing two days or versions reveals no smaller group. Then groups in which (nearly) all met
    or (nearly) all fell short are merged, until the merged group has both. If that is not enough, the smallest other
    groups are added. The sum of all groups stays the same, so subtraction reveals nothing.
    """
    groups = _merge([NamelessGroup(recap, (recap,)) for recap in recaps], _is_small)
    return _merge(groups, _is_alike)


def _merge(groups: list[NamelessGroup], tells: Callable[[Recap], bool]) -> list[NamelessGroup]:
    chosen = [group for group in groups if tells(group.total)]
    if not chosen:
        return groups
    others = [group for group in groups if group not in chosen and group.total.obliged]
    others.sort(key=lambda other: (other.total.obliged, other.total.people, str(other.total.key)))
    while tells((merged := _sum(chosen)).total) and others:
        chosen.append(others.pop(0))
    return [*(group for group in groups if group not in chosen), merged]


def _sum(groups: list[NamelessGroup]) -> NamelessGroup:
    members = tuple(member for group in groups for member in group.members)
    if len(members) == 1:
        return groups[0]
    total = Recap(None, f"Gabungan {len(members)} kelompok")
    for one in members:
        total.take_in(one)
    return NamelessGroup(total, members)


def _is_small(recap: Recap) -> bool:
    return recap.people < FEWEST_NAMELESS or 0 < recap.obliged < FEWEST_NAMELESS


def _is_alike(recap: Recap) -> bool:
    return recap.obliged > 0 and min(recap.met, recap.short) < FEWEST_OF_EACH
