"""Counts people by tier, and computes the effect of a new decree. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from app.minimums.rules.matching import DecreeDraft, Lineage, PostingKey, Tier, TierFinder


class PostingGroup(NamedTuple):
    """The number of people in service with one posting key on a day."""

    key: PostingKey
    people: int


class TierCounts(NamedTuple):
    """The numbers of people by tier code and in all, and the groups without a tier."""

    per_tier: dict[str, int]
    people: int
    untouched: tuple[PostingGroup, ...]

    @property
    def without_tier(self) -> int:
        """The number of people without a tier."""
        return sum(group.people for group in self.untouched)


def count_by_tier(tiers: Sequence[Tier], groups: Sequence[PostingGroup], tree: Lineage) -> TierCounts:
    """Count the people of the groups by tier."""
    finder = TierFinder(tiers, tree)
    counts: Counter[str] = Counter()
    untouched = []
    for group in groups:
        tier = finder.tier_of(group.key)
        if tier is None:
            untouched.append(group)
        else:
            counts[tier.code] += group.people
    return TierCounts(dict(counts), sum(group.people for group in groups), tuple(untouched))


class Effect(NamedTuple):
    """The numbers of people whose minimum a draft changes, compared with the decree in force without it."""

    higher: int
    lower: int
    same: int
    newly_ruled: int
    no_longer_ruled: int
    without_rule: int


def effect_of(
    draft: DecreeDraft, before: DecreeDraft | None, groups: Sequence[PostingGroup], tree: Lineage
) -> Effect:
    """Compare each person's minimum before and after. No amount and no tier both count as "no rule"."""
    old = TierFinder(before.tiers if before else (), tree)
    new = TierFinder(draft.tiers, tree)
    counts: Counter[str] = Counter()
    for group in groups:
        counts[_change(_amount(old, group.key), _amount(new, group.key))] += group.people
    return Effect(*(counts[name] for name in Effect._fields))


def _amount(finder: TierFinder, key: PostingKey) -> int | None:
    tier = finder.tier_of(key)
    return tier.minimum if tier else None


def _change(old: int | None, new: int | None) -> str:
    if old is None or new is None:
        if old is new:
            return "without_rule"
        return "newly_ruled" if old is None else "no_longer_ruled"
    if old == new:
        return "same"
    return "higher" if new > old else "lower"
