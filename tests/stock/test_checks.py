"""What to look at this week: first expired first, then below zero, then what was not counted for longest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.shared import clock as city_clock
from app.stock.queries.booth_shelf import get_booth_shelf
from app.stock.services import (
    CountEntry,
    LineCount,
    NoteLine,
    check_note,
    drop_count,
    enter_count,
    finish_count,
    open_count,
    open_note,
)
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter

CAME = date(2026, 11, 7)


@pytest.fixture
def counter(session: Any) -> Counter:
    return make_counter()


def deliver(counter: Counter, product: int, pieces: int = 5, best_before: date | None = None) -> None:
    lines = [NoteLine(product, pieces, 1000, best_before)]
    note = open_note(counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(pieces)], actor=SYSTEM)


def count(counter: Counter, product: int, pieces: int, *, is_final: bool = True) -> None:
    one = open_count(counter.booth_id, actor=SYSTEM)
    enter_count(one.id, [CountEntry(product, pieces)], actor=SYSTEM)
    (finish_count if is_final else drop_count)(one.id, actor=SYSTEM)


def go(clock: Any, days: int) -> date:
    day = CAME + timedelta(days=days)
    clock.move_to(f"{day.isoformat()}T12:00:00+09:00")
    return day


@pytest.mark.both_engines
@pytest.mark.parametrize(("days", "is_long"), [(30, False), (31, True)])
def test_goods_never_counted_are_listed_after_thirty_days(
    counter: Counter, clock: Any, days: int, is_long: bool
) -> None:
    deliver(counter, counter.bagea)
    found = get_booth_shelf(counter.booth_id, go(clock, days)).uncounted
    assert [(one.since, one.is_counted) for one in found] == ([(CAME, False)] if is_long else [])


@pytest.mark.both_engines
def test_a_final_count_begins_the_days_anew_and_a_dropped_one_does_not(counter: Counter, clock: Any) -> None:
    deliver(counter, counter.bagea)
    deliver(counter, counter.kopi)
    counted_on = go(clock, 20)
    count(counter, counter.bagea, 5)
    count(counter, counter.kopi, 5, is_final=False)
    found = get_booth_shelf(counter.booth_id, go(clock, 40)).uncounted
    assert [one.row.product_id for one in found] == [counter.kopi]
    found = get_booth_shelf(counter.booth_id, go(clock, 51)).uncounted
    assert [(one.row.product_id, one.since) for one in found] == [
        (counter.kopi, CAME), (counter.bagea, counted_on)
    ]  # fmt: skip


def test_goods_that_are_gone_need_no_count(counter: Counter, clock: Any) -> None:
    deliver(counter, counter.bagea)
    sell_goods(counter, 5)
    assert get_booth_shelf(counter.booth_id, go(clock, 60)).uncounted == []


def test_the_list_has_each_product_once_with_all_its_reasons(counter: Counter, clock: Any) -> None:
    today = go(clock, 40)
    deliver(counter, counter.sagu, 2, today + timedelta(days=7))
    deliver(counter, counter.sagu, 2, today + timedelta(days=8))
    deliver(counter, counter.kopi, 3, today - timedelta(days=1))
    sell_goods(counter, 1)
    assert city_clock.today() == today
    checks = get_booth_shelf(counter.booth_id, today).list_checks()
    assert [(one.row.product_id, [lot.is_past for lot in one.lots], one.row.shelf) for one in checks] == [
        (counter.kopi, [True], 3), (counter.sagu, [False], 4), (counter.bagea, [], -1)
    ]  # fmt: skip
    later = get_booth_shelf(counter.booth_id, go(clock, 80)).list_checks()
    assert [(one.row.product_id, bool(one.uncounted)) for one in later] == [
        (counter.kopi, True), (counter.sagu, True), (counter.bagea, False)
    ]  # fmt: skip
