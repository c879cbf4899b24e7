"""A count of a shelf: final only when everything before it is known, then the figures counted stand."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.stock.errors import (
    CountEmpty,
    CountEnded,
    DifferenceUnexplained,
    NotesNotChecked,
)
from app.stock.models import StockMove
from app.stock.queries.counts import list_counted_lines
from app.stock.queries.shelf import list_shelf
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
from tests.counter import Counter, make_counter


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city, five bagea and five kopi on the shelf."""
    found = make_counter()
    lines = [NoteLine(product, 5, 1000) for product in (found.bagea, found.kopi)]
    note = open_note(found.booth_id, found.maker_id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(5), LineCount(5)], actor=SYSTEM)
    return found


def shelf(counter: Counter) -> dict[int, int]:
    return {row.product_id: row.shelf for row in list_shelf([counter.booth_id])}


def counted(counter: Counter, pieces: int, reason: str = "") -> int:
    """An open count in which the bagea were counted."""
    count = open_count(counter.booth_id, actor=SYSTEM)
    enter_count(count.id, [CountEntry(counter.bagea, pieces, reason)], actor=SYSTEM)
    return count.id


@pytest.mark.parametrize("pieces", [3, 7])
def test_what_was_counted_stands_and_what_was_not_stays(counter: Counter, pieces: int) -> None:
    count = finish_count(counted(counter, pieces, "tidak ditemukan"), actor=SYSTEM)
    assert shelf(counter) == {counter.bagea: pieces, counter.kopi: 5}
    (line,) = list_counted_lines(count)
    assert (line.expected, line.counted, line.difference) == (5, pieces, pieces - 5)


def test_a_figure_that_agrees_moves_nothing(counter: Counter) -> None:
    before = db.session.query(StockMove).count()
    finish_count(counted(counter, 5), actor=SYSTEM)
    assert db.session.query(StockMove).count() == before


def test_a_difference_needs_a_reason(counter: Counter) -> None:
    with pytest.raises(DifferenceUnexplained):
        finish_count(counted(counter, 3), actor=SYSTEM)


def test_a_booth_has_one_open_count_and_an_ended_one_stays_as_it_is(counter: Counter) -> None:
    count_id = counted(counter, 5)
    assert open_count(counter.booth_id, actor=SYSTEM).id == count_id
    finish_count(count_id, actor=SYSTEM)
    for act in (finish_count, drop_count):
        with pytest.raises(CountEnded):
            act(count_id, actor=SYSTEM)
    with pytest.raises(CountEnded):
        enter_count(count_id, [CountEntry(counter.bagea, 1)], actor=SYSTEM)
    assert open_count(counter.booth_id, actor=SYSTEM).id != count_id


def test_a_dropped_or_empty_count_changes_nothing(counter: Counter) -> None:
    count = open_count(counter.booth_id, actor=SYSTEM)
    with pytest.raises(CountEmpty):
        finish_count(count.id, actor=SYSTEM)
    drop_count(counted(counter, 1, "tidak ditemukan"), actor=SYSTEM)
    assert shelf(counter)[counter.bagea] == 5


def test_goods_handed_over_are_counted_in_first(counter: Counter) -> None:
    lines = [NoteLine(counter.bagea, 2, 1000)]
    open_note(counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM)
    count_id = counted(counter, 5)
    with pytest.raises(NotesNotChecked):
        finish_count(count_id, actor=SYSTEM)


def test_goods_handed_over_after_the_count_do_not_hold_it_up(counter: Counter, clock: Any) -> None:
    count_id = counted(counter, 5)
    clock.shift(minutes=5)
    open_note(
        counter.booth_id, counter.maker_id, "delivery", [NoteLine(counter.bagea, 2, 1000)], actor=SYSTEM
    )
    assert finish_count(count_id, actor=SYSTEM).state == "final"
