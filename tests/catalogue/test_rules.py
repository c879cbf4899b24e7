"""Words and lots: what is found, and that every maker stands in front as often as any other."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from app.catalogue.rules import SearchIndex, daily_order, fold_words

DAY = date(2026, 11, 7)
INDEX = SearchIndex([(1, "Bagéa kenari Dapur Kenari"), (2, "Kopi rempah Kopi Salahutu"), (3, "Sirop pala")])


@pytest.mark.parametrize(
    ("text", "words"),
    [("Kué Bagéa", ["kue", "bagea"]), ("  A-b/C1 ", ["a", "b", "c1"]), ("", []), ("日本", [])],
)
def test_words_are_folded(text: str, words: list[str]) -> None:
    assert fold_words(text) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kenari", {1}), ("ken", {1}), ("knari", {1}), ("kenaari", {1}), ("kenali", {1}), ("kneari", {1}),
        ("kopi pala", set()), ("sirup", {3}), ("pal", {3}), ("plaa", {3}), ("xx", set()), ("", set()), ("k", {1, 2}),
    ],
)  # fmt: skip
def test_a_word_is_found_by_its_beginning_or_but_for_one_letter(text: str, found: set[int]) -> None:
    assert INDEX.find(text) == found


def test_the_order_is_the_same_for_everybody_and_another_each_day() -> None:
    products = [(number, number % 7) for number in range(70)]
    today = daily_order(products, DAY)
    assert today == daily_order(reversed(products), DAY)
    assert sorted(today) == list(range(70))
    assert today != daily_order(products, DAY + timedelta(days=1))


def test_every_maker_has_a_first_product_before_any_has_a_second() -> None:
    products = [(number, 1) for number in range(50)] + [(100, 2), (200, 3)]
    assert {100, 200} <= set(daily_order(products, DAY)[:3])


def test_in_front_stands_each_maker_about_as_often() -> None:
    products = [(number, number) for number in range(10)]
    first = Counter(daily_order(products, DAY + timedelta(days=day))[0] for day in range(1000))
    assert min(first.values()) >= 65 and max(first.values()) <= 140
