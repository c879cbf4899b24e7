"""What a new decree would change, counted in people."""

import pytest

from app.minimums.rules import PostingGroup, PostingKey, Tier, count_by_tier, effect_of, read_decree
from tests.standing import decree_text, tree_of

TREE = tree_of((1, "KOTA", "Kota", None))


def group(people: int, **facts: str) -> PostingGroup:
    return PostingGroup(PostingKey("PNS", "", "", "", "", 1)._replace(**facts), people)


def draft(*amounts: tuple[str, int | None]):
    """A decree with one tier per echelon given."""
    tiers = "".join(
        f'[[tier]]\ncode = "{echelon}"\nname = "{echelon}"\n'
        + (f"minimum = {amount}\n" if amount is not None else "")
        + f'[[tier.match]]\nechelon = ["{echelon}"]\n'
        for echelon, amount in amounts
    )
    return read_decree(decree_text(tiers=tiers), TREE).draft


GROUPS = [group(3, echelon="III.a"), group(5, echelon="IV.a"), group(7, echelon="V.a")]


@pytest.mark.parametrize(
    ("before", "after", "field", "people"),
    [
        ([("III.a", 10)], [("III.a", 20)], "higher", 3),
        ([("III.a", 20)], [("III.a", 10)], "lower", 3),
        ([("III.a", 10)], [("III.a", 10)], "same", 3),
        ([("III.a", 0)], [("III.a", 0)], "same", 3),
        ([("III.a", 10)], [("III.a", 10), ("IV.a", 0)], "newly_ruled", 5),
        ([("III.a", None)], [("III.a", 10)], "newly_ruled", 3),
        ([("III.a", 10)], [("III.a", None)], "no_longer_ruled", 3),
        ([("III.a", 10), ("IV.a", 5)], [("III.a", 10)], "no_longer_ruled", 5),
        ([("III.a", 10)], [("III.a", 10)], "without_rule", 12),
    ],
)
def test_each_change_counts_its_people(before, after, field, people):
    effect = effect_of(draft(*after), draft(*before), GROUPS, TREE)
    assert getattr(effect, field) == people
    assert sum(effect) == 15


def test_the_first_decree_rules_people_anew():
    assert effect_of(draft(("III.a", 10)), None, GROUPS, TREE).newly_ruled == 3


def test_people_are_counted_per_tier_and_those_left_over_are_kept():
    counts = count_by_tier(draft(("III.a", 10), ("IV.a", 5)).tiers, GROUPS, TREE)
    assert counts.per_tier == {"III.a": 3, "IV.a": 5}
    assert (counts.people, counts.without_tier) == (15, 7)
    assert [one.key.echelon for one in counts.untouched] == ["V.a"]


def test_no_tiers_take_nobody():
    nobody: tuple[Tier, ...] = ()
    assert count_by_tier(nobody, GROUPS, TREE).without_tier == 15
