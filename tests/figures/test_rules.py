"""What is published about few makers, attacked by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.figures.rules import (
    SMALLEST,
    MakerSales,
    VillageFigure,
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
    assert [one.reason for one in four] == ["protects_under_5"] * 2, "the city less Poka would be Batu"
    assert [(one.village, one.makers, one.amount) for one in five] == [
        ("Batu", 5, 15_000),
        ("Poka", 5, 40_000),
    ]


def test_two_small_villages_protect_each_other_and_the_rest_is_shown() -> None:
    shown = {one.village: one.reason for one in publish_villages(makers(Batu=4, Hila=1, Poka=5, Waai=9))}
    assert shown == {"Batu": "protects_under_5", "Hila": "protects_under_5", "Poka": "", "Waai": ""}


def test_one_village_in_several_spellings_is_one() -> None:
    rows = [
        MakerSales(n, name, 1_000) for n, name in enumerate(["Poka", "poka", " POKA ", "Poka", "Poka"], 1)
    ]
    (only,) = publish_villages(rows)
    assert (only.village, only.makers, only.amount) == ("Poka", 5, 5_000)


def test_villages_of_one_maker_each_take_another_with_them_or_are_not_named() -> None:
    ones = {name: 1 for name in "ABCDE"}
    shown = publish_villages(makers(**ones, Poka=7, Waai=9))
    assert [one.village for one in shown if not one.reason] == ["Waai"], (
        "five ones are known from a total of five"
    )
    assert publish_villages(makers(**ones)) == [VillageFigure("", None, None, "protects_under_5")]


def worked_out(rows: list[VillageFigure], total: int) -> dict[str, int]:
    """The counts of blank villages that a reader can know: each has at least one maker, together what the total
    leaves."""
    blank = [one.village for one in rows if one.makers is None]
    left = total - sum(one.makers or 0 for one in rows)
    if len(blank) == 1:
        return {blank[0]: left}
    return dict.fromkeys(blank, 1) if left == len(blank) else {}


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 12), min_size=1))
def test_what_is_blank_cannot_be_worked_out_from_what_is_shown(villages: dict[str, int]) -> None:
    rows = makers(**villages)
    found = publish_villages(rows)
    shown = [one for one in found if not one.reason]
    assert all(one.makers is None and one.amount is None for one in found if one.reason)
    assert all(one.makers == villages[one.village] >= SMALLEST for one in shown)
    assert len({one.reason for one in found if one.reason}) <= 1, (
        "no reason tells the small from their protectors"
    )
    if not is_publishable(len(rows)):
        return  # the city's total is blank, too: there is nothing to subtract from
    left = len(rows) - sum(one.makers or 0 for one in shown)
    assert left == 0 or left >= SMALLEST, "the sales that are left are never of few"
    small = {name for name, count in villages.items() if count < SMALLEST}
    assert not small & worked_out(found, len(rows)).keys()


def test_a_share_of_the_top_is_silent_where_few_stand_outside_it() -> None:
    amounts = [100] * 5
    assert publish_top_share(amounts) == 100.0
    assert publish_top_share([*amounts, 1, 1, 1, 1]) is None
    assert publish_top_share([*amounts, 100, 100, 100, 100, 100]) == 50.0
    assert publish_top_share([]) is None
    assert top_share([0, 0]) is None


def test_counts_under_five_are_blank_and_nobody_is_said() -> None:
    assert [publish_count(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
