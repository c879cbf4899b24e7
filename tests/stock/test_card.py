"""The goods card: the shelf read move by move, in order of time, with the papers that explain each row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.settlement.queries.goods_card import get_settled_card
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from app.stock.queries.card import CardRow, GoodsCard, get_goods_card
from app.stock.queries.shelf import list_shelf
from app.stock.services import CountEntry, enter_count, finish_count, open_count
from tests.ledger import make_cashier
from tests.office import TREASURER
from tests.settlement import corner

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def at(day: int, hour: int = 10, minute: int = 0) -> Any:
    return clock.at_local(date(2026, 11, day), hour, minute)


@pytest.fixture
def booth_id(app: Flask) -> int:
    begin_writing()
    make_cashier("rina", None)
    commit()
    return int(corner.make_booth().id)


@pytest.fixture
def bagea(booth_id: int) -> Any:
    return corner.make_product()


def card_of(booth_id: int, product: Any, first: date = FIRST, last: date = LAST) -> GoodsCard:
    return get_goods_card(booth_id, product.id, first, last)


def figures(row: CardRow) -> tuple[object, ...]:
    return row.day.day, row.kind, row.came, row.gone, row.sold, row.taken_back, row.balance


@pytest.mark.both_engines
@pytest.mark.clock("2026-11-07 09:15")
def test_a_day_s_sales_are_one_row_unless_goods_moved_between_them(booth_id: int, bagea: Any) -> None:
    corner.move(booth_id, bagea, "delivery", 10, at=at(2, 8))
    corner.sell(booth_id, bagea, 2, at=at(2, 9))
    wrong = corner.sell(booth_id, bagea, 3, at=at(2, 10))
    corner.move(booth_id, bagea, "return", 1, at=at(2, 11))
    corner.sell(booth_id, bagea, 1, at=at(2, 12))
    corner.sell(booth_id, bagea, 1, at=at(3, 0, 0))
    assert wrong.sale_id is not None
    corner.void(wrong.sale_id)
    card = card_of(booth_id, bagea)
    assert [figures(row) for row in card.rows] == [
        (2, "delivery", 10, 0, 0, 0, 10),
        (2, "sold", 0, 0, 5, 0, 5),
        (2, "return", 0, 1, 0, 0, 4),
        (2, "sold", 0, 0, 1, 0, 3),
        (3, "sold", 0, 0, 1, 0, 2),
        (7, "sold", 0, 0, 0, 3, 5),
    ]
    for row in card.rows:
        (shelf,) = list_shelf([booth_id], row.at)
        assert shelf.shelf == row.balance, row


@pytest.mark.both_engines
@pytest.mark.clock("2026-11-07 09:15")
@pytest.mark.parametrize(("first", "last", "opening", "closing", "count"), [
    (1, 30, 0, 6, 4), (2, 2, 0, 10, 1), (3, 3, 10, 8, 1), (4, 30, 8, 6, 2), (6, 6, 5, 5, 0),
])  # fmt: skip
def test_a_card_begins_with_the_shelf_of_the_evening_before(
    booth_id: int, bagea: Any, first: int, last: int, opening: int, closing: int, count: int
) -> None:
    corner.move(booth_id, bagea, "delivery", 10, at=at(2, 0, 0))
    corner.sell(booth_id, bagea, 2, at=at(3, 23, 59))
    corner.move(booth_id, bagea, "expired", 3, at=at(4))
    corner.move(booth_id, bagea, "found", 1, at=at(7, 9))
    card = card_of(booth_id, bagea, date(2026, 11, first), date(2026, 11, last))
    assert (card.opening, card.closing, len(card.rows)) == (opening, closing, count)


@pytest.mark.clock("2026-11-07 09:15")
def test_a_row_names_note_reason_and_the_statement_that_settles_it(booth_id: int, bagea: Any) -> None:
    corner.move(booth_id, bagea, "delivery", 9, stated=10, at=at(2))
    corner.sell(booth_id, bagea, 2, at=at(3))
    corner.move(booth_id, bagea, "broken", 1, at=at(4))
    (statement,) = corner.settle()
    corner.sell(booth_id, bagea, 1, at=at(3, 15))
    corner.sell(booth_id, bagea, 1, at=at(5))
    delivered, sold, broken, later = get_settled_card(booth_id, bagea.id, FIRST, LAST).rows
    assert (delivered.row.note, delivered.row.reason) == (f"NT-{booth_id}-2026-0001", "dihitung")
    assert [one.number for one in sold.statements] == [statement.number] and sold.is_unsettled
    assert broken.row.note == f"NT-{booth_id}-2026-0002"
    assert [one.number for one in broken.statements] == [statement.number] and not broken.is_unsettled
    assert (delivered.statements, delivered.is_unsettled) == ((), False)
    assert (later.statements, later.is_unsettled) == ((), True)


@pytest.mark.clock("2026-11-07 09:15")
def test_what_a_count_found_or_missed_is_a_row_with_its_reason(booth_id: int, bagea: Any) -> None:
    corner.move(booth_id, bagea, "delivery", 5, at=at(2))
    begin_writing()
    count = open_count(booth_id, actor=TREASURER)
    enter_count(count.id, [CountEntry(bagea.id, 3, "tidak ditemukan")], actor=TREASURER)
    finish_count(count.id, actor=TREASURER)
    commit()
    row = card_of(booth_id, bagea).rows[-1]
    assert (row.kind, row.gone, row.balance, row.note, row.reason) == ("count", 2, 3, "", "tidak ditemukan")


@pytest.mark.clock("2026-11-07 09:15")
def test_goods_that_never_were_at_a_booth_have_no_card_there(booth_id: int, bagea: Any) -> None:
    other = corner.make_booth("Pasar Mardika").id
    corner.move(booth_id, bagea, "delivery", 5, at=at(2))
    assert card_of(booth_id, bagea).closing == 5
    with pytest.raises(NotFound):
        card_of(other, bagea)


@pytest.mark.clock("2026-11-07 09:15")
def test_a_longer_history_costs_no_more_statements(booth_id: int, bagea: Any, count_queries: Any) -> None:
    corner.move(booth_id, bagea, "delivery", 9, at=at(2))
    corner.sell(booth_id, bagea, 1, at=at(3))
    with count_queries() as short:
        get_settled_card(booth_id, bagea.id, FIRST, LAST)
    for day in (3, 4, 5, 6):
        corner.sell(booth_id, bagea, 1, at=at(day, 15))
        corner.move(booth_id, bagea, "lost", 1, at=at(day, 16))
    corner.settle()
    with count_queries() as long:
        assert len(get_settled_card(booth_id, bagea.id, FIRST, LAST).rows) == 9
    assert len(long) <= len(short), long
    assert len(long) <= 9, long
