"""What is published about few makers, attacked by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.figures.rules import (
    SMALLEST,
    MakerSales,
    is_publishable,
    publish_count,
    publish_top_share,
    publish_villages,
    top_share,
)


def makers(**villages: int) -> list[MakerSales]:
    """So many makers in each village, with sales of 1.000, 2.000, …"""
    names = [village for village, count in villages.items() for _ in range(count)]
    return [MakerSales(number, village, number * 1_000) for number, village in enumerate(names, 1)]


def test_four_are_blank_and_five_are_shown() -> None:
    four, five = publish_villages(makers(Batu=4, Poka=5)), publish_villages(makers(Batu=5, Poka=5))
    assert [one.reason for one in four] == ["under_5", "protects_under_5"], "the city less Poka would be Batu"
    assert [(one.village, one.makers, one.amount) for one in five] == [
        ("Batu", 5, 15_000),
        ("Poka", 5, 40_000),
    ]


def test_two_small_villages_protect_each_other_and_the_rest_is_shown() -> None:
    shown = {one.village: one.reason for one in publish_villages(makers(Batu=4, Hila=1, Poka=5, Waai=9))}
    assert shown == {"Batu": "under_5", "Hila": "under_5", "Poka": "", "Waai": ""}


def test_one_village_in_several_spellings_is_one() -> None:
    rows = [
        MakerSales(n, name, 1_000) for n, name in enumerate(["Poka", "poka", " POKA ", "Poka", "Poka"], 1)
    ]
    (only,) = publish_villages(rows)
    assert (only.village, only.makers, only.amount) == ("Poka", 5, 5_000)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 12)))
def test_what_is_blank_cannot_be_worked_out_from_what_is_shown(villages: dict[str, int]) -> None:
    rows = makers(**villages)
    found = publish_villages(rows)
    blank = [one.village for one in found if one.reason]
    hidden = sum(villages[name] for name in blank)
    assert all(one.makers is None and one.amount is None for one in found if one.reason)
    assert all(one.makers == villages[one.village] >= SMALLEST for one in found if not one.reason)
    if is_publishable(len(rows)):  # the city's total is out: what is left after subtracting is never of few
        assert hidden == 0 or hidden >= SMALLEST


def test_a_share_of_the_top_is_silent_where_few_stand_outside_it() -> None:
    amounts = [100] * 5
    assert publish_top_share(amounts) == 100.0
    assert publish_top_share([*amounts, 1, 1, 1, 1]) is None
    assert publish_top_share([*amounts, 100, 100, 100, 100, 100]) == 50.0
    assert publish_top_share([]) is None
    assert top_share([0, 0]) is None


def test_counts_under_five_are_blank_and_nobody_is_said() -> None:
    assert [publish_count(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
