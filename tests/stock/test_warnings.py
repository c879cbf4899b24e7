"""What goods warn of at the till: the day before, the day and the day after a best-before; sold and never come."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.stock.queries.warnings import list_expired_products, list_products_below_zero
from app.stock.services import LineCount, NoteLine, check_note, open_note
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter

BEST_BEFORE = date(2026, 11, 7)


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city: ten bagea best before the 7th came, and ten sagu without a date."""
    found = make_counter()
    lines = [NoteLine(found.bagea, 10, 25_000, BEST_BEFORE), NoteLine(found.sagu, 10, 15_000)]
    note = open_note(found.booth_id, found.maker_id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(10), LineCount(10)], actor=SYSTEM)
    return found


@pytest.mark.parametrize(("day", "is_past"), [(6, False), (7, False), (8, True)])
def test_goods_warn_from_the_day_after_their_date(
    counter: Counter, clock: Any, day: int, is_past: bool
) -> None:
    clock.move_to(f"2026-11-{day:02}T12:00:00+09:00")
    found = list_expired_products(counter.booth_id, date(2026, 11, day))
    assert found == ([counter.bagea] if is_past else [])


@pytest.mark.both_engines
def test_goods_that_are_sold_out_are_not_past_their_date(counter: Counter, clock: Any) -> None:
    clock.move_to("2026-11-20T12:00:00+09:00")
    sell_goods(counter, 9)
    assert list_expired_products(counter.booth_id, date(2026, 11, 20)) == [counter.bagea]
    sell_goods(counter, 1)
    assert list_expired_products(counter.booth_id, date(2026, 11, 20)) == []


@pytest.mark.both_engines
def test_one_piece_sold_too_much_is_below_zero_at_that_booth_alone(counter: Counter) -> None:
    day = date(2026, 11, 7)
    other = create_booth("Pasar Mardika", actor=SYSTEM, mode="cash").id
    sell_goods(counter, 10)
    assert list_products_below_zero(counter.booth_id, day) == []
    sell_goods(counter, 1)
    assert list_products_below_zero(counter.booth_id, day) == [counter.bagea]
    assert list_products_below_zero(other, day) == []
