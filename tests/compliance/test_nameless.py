"""Groups for readers who may not see persons: no figure and no difference tells about a few people."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from app.compliance.rules import FEWEST_NAMELESS, NamelessGroup, Recap, merge_nameless


def office(number: int, met: int, short: int, exempt: int = 0, bought: int = 0) -> Recap:
    people = met + short + exempt
    return Recap(number, f"Dinas {number}", people=people, met=met, short=short, exempt=exempt, bought=bought)


def summed(recaps: Iterable[Recap]) -> Recap:
    whole = Recap(None, "")
    for one in recaps:
        whole.take_in(one)
    return whole


def names(groups: Iterable[NamelessGroup]) -> list[list[str]]:
    return [[member.name for member in group.members] for group in groups]


def city(seed: int) -> list[Recap]:
    """Offices of one to thirty people, many of them with everybody alike."""
    chance = random.Random(seed)
    found = []
    for number in range(chance.randint(2, 15)):
        people, share = chance.randint(1, 30), chance.choice((0, 0, 1, 1, chance.random()))
        met = round(people * share)
        found.append(office(number, met, people - met, chance.randint(0, 2), chance.randint(0, 10**6)))
    return found


def test_large_and_mixed_groups_stay_as_they_are() -> None:
    recaps = [office(1, 3, 2), office(2, 2, 20)]
    assert [one.total for one in merge_nameless(recaps)] == recaps


@pytest.mark.parametrize(
    ("recaps", "expected"),
    [
        ([office(1, 1, 0), office(2, 4, 4), office(3, 6, 6)], [["Dinas 3"], ["Dinas 1", "Dinas 2"]]),
        ([office(1, 30, 0), office(2, 4, 4), office(3, 6, 6)], [["Dinas 3"], ["Dinas 1", "Dinas 2"]]),
        ([office(1, 0, 30), office(2, 4, 4), office(3, 6, 6)], [["Dinas 3"], ["Dinas 1", "Dinas 2"]]),
        ([office(1, 29, 1), office(2, 4, 4), office(3, 6, 6)], [["Dinas 3"], ["Dinas 1", "Dinas 2"]]),
        ([office(1, 28, 2), office(2, 4, 4)], [["Dinas 1"], ["Dinas 2"]]),
        ([office(1, 9, 0), office(2, 0, 9), office(3, 6, 6)], [["Dinas 3"], ["Dinas 1", "Dinas 2"]]),
        (
            [office(1, 1, 0, exempt=7), office(2, 4, 4), office(3, 6, 6)],
            [["Dinas 3"], ["Dinas 1", "Dinas 2"]],
        ),
        (
            [office(1, 0, 0, exempt=2), office(2, 4, 4), office(3, 6, 6)],
            [["Dinas 3"], ["Dinas 1", "Dinas 2"]],
        ),
        ([office(1, 0, 0, exempt=9), office(2, 4, 4)], [["Dinas 1"], ["Dinas 2"]]),
    ],
    ids=["one", "all met", "none met", "all but one", "two", "opposites", "judged", "exempt", "all exempt"],
)
def test_what_would_tell_about_persons_is_put_together(
    recaps: list[Recap], expected: list[list[str]]
) -> None:
    assert names(merge_nameless(recaps)) == expected


@pytest.mark.parametrize("seed", range(60))
def test_no_figure_and_no_difference_from_the_sum_tells_about_a_few(seed: int) -> None:
    recaps = city(seed)
    shown = merge_nameless(recaps)
    whole = summed(recaps)
    assert summed(one.total for one in shown) == whole
    if len(shown) == 1:
        return  # the city's own sum, which every reader sees
    for group in shown:
        rest = summed(one.total for one in shown if one is not group)
        for one in (group.total, rest):
            assert one.obliged == 0 or one.obliged >= FEWEST_NAMELESS
            assert one.obliged == 0 or (one.met >= 2 and one.short >= 2)


@pytest.mark.parametrize("seed", range(60))
def test_two_views_of_a_month_that_filled_between_them_part_nobody_from_the_rest(seed: int) -> None:
    """What lies together in every view of the month is never fewer people than one view shows."""
    recaps, chance = city(seed), random.Random(seed)
    views = [names(merge_nameless(recaps))]
    for _day in range(12):
        still = chance.choice([one for one in recaps if one.short] or [office(99, 0, 1)])
        still.met, still.short = still.met + 1, still.short - 1
        views.append(names(merge_nameless(recaps)))
    sizes = {one.name: one for one in recaps}
    for name in sizes:
        together = set(sizes)
        for view in views:
            together &= set(next(group for group in view if name in group))
        apart = summed(sizes[one] for one in together)
        assert together == set(sizes) or apart.obliged == 0 or apart.obliged >= FEWEST_NAMELESS
