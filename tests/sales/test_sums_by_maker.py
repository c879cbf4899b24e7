"""Sums go by the maker's id: names may change, be taken again, or be typed; a joined maker counts as the other."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.makers.models import Product
from app.makers.profiles import join_makers
from app.makers.queries import get_maker
from app.reports.queries.day import get_day
from app.sales.corrections.line_matches import match_lines
from app.sales.paper.supplier_day_statement import make_day_statements
from app.sales.queries import list_day_statement_lines, sum_unmatched
from app.sales.queries.line_proposals import list_unmatched_lines
from app.sales.queries.trend import list_maker_lines, list_maker_sums, sum_maker
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.office import TREASURER
from tests.settlement import corner

DAY, NOVEMBER = date(2026, 11, 3), Period(2026, 11)


@pytest.fixture
def booth(app: Flask) -> int:
    return corner.make_booth().id


def sell(booth: int, product: Product | None, pieces: int, typed: tuple[str, str] = ("", "")) -> None:
    corner.sell(booth, product, pieces, at=clock.at_local(DAY, 10, 0), typed=typed)


def sums() -> tuple[list[tuple[int, str, int]], int]:
    rollback()
    found = list_maker_sums(NOVEMBER)
    return [(one.maker_id, one.maker, one.quantity) for one in found.makers], found.unmatched


def slips(booth: int) -> list[tuple[int, str, int]]:
    return [
        (one.maker_id, one.maker, one.quantity)
        for one in make_day_statements(list_day_statement_lines(booth, DAY))
    ]


@pytest.mark.both_engines
def test_two_makers_that_bore_one_name_stay_two(booth: int) -> None:
    first = corner.make_product("Dapur Kenari")
    sell(booth, first, 3)
    begin_writing()
    older = get_maker(first.maker_id)
    older.name, older.search_name = "Dapur Lama", "dapur lama"
    commit()
    second = corner.make_product("Dapur Kenari")
    sell(booth, second, 1)
    expected = [(first.maker_id, "Dapur Lama", 3), (second.maker_id, "Dapur Kenari", 1)]
    assert sums() == (expected, 0)
    assert slips(booth) == expected[::-1]
    found = get_day(DAY)
    assert [(one.maker_id, one.maker, one.quantity, one.receipts) for one in found.makers] == [
        (first.maker_id, "Dapur Lama", 3, 1), (second.maker_id, "Dapur Kenari", 1, 1),
    ]  # fmt: skip
    assert sum_maker(NOVEMBER, second.maker_id) == (1, 10_000)


@pytest.mark.both_engines
def test_a_joined_maker_counts_as_the_one_it_was_joined_into(booth: int) -> None:
    one, other = corner.make_product("Dapur Kenari"), corner.make_product("Dapur Kenari 2", "Kue")
    sell(booth, one, 3)
    sell(booth, other, 2)
    begin_writing()
    join_makers(other.maker_id, one.maker_id, actor=TREASURER)
    commit()
    expected = [(one.maker_id, "Dapur Kenari", 5)]
    assert (sums(), slips(booth)) == ((expected, 0), expected)
    assert [line.quantity for line in list_maker_lines(NOVEMBER, one.maker_id, first=0, size=9)] == [2, 3]
    assert [maker.quantity for maker in get_day(DAY).makers] == [5]


@pytest.mark.both_engines
def test_a_typed_name_is_no_maker_until_its_goods_are_matched(booth: int) -> None:
    product = corner.make_product("Dapur Kenari")
    sell(booth, product, 1)
    sell(booth, None, 4, ("Dapur Kenari", "Bagea besar"))
    known = (product.maker_id, "Dapur Kenari", 1)
    assert sums() == ([known], 40_000)
    assert (slips(booth), sum_unmatched(booth, DAY), get_day(DAY).unmatched) == ([known], 40_000, 40_000)
    (line,) = list_unmatched_lines()
    rollback()
    match_lines([line.line_id], product.id, actor=TREASURER)
    commit()
    assert sums() == ([(product.maker_id, "Dapur Kenari", 5)], 0)
    assert (slips(booth)[0][2], sum_unmatched(booth, DAY)) == (5, 0)
