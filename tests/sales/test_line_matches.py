"""Sale lines typed without a product: proposed, confirmed in a batch or matched by hand; then shelf and money count."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from app.audit.verify import catch_up
from app.closing.check import check_books
from app.decisions.errors import AlreadyDecided, NothingChosen
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import list_open_ids
from app.extensions import db
from app.makers.models import Product
from app.sales.corrections.line_matches import confirm_matches, match_lines
from app.sales.errors import MatchReversed, NothingToConfirm
from app.sales.models import LineMatch
from app.sales.queries.line_proposals import list_open_lines, list_unmatched_lines
from app.settlement.errors import LinesSettled
from app.settlement.queries.due import list_due
from app.settlement.services.matches import withdraw_matches
from app.shared import clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from app.stock.queries.shelf import list_shelf
from tests.ledger import City, make_city, other_booth
from tests.office import TREASURER
from tests.settlement import corner

DAY = date(2026, 11, 3)


@pytest.fixture
def city(app: Flask) -> City:
    found = make_city()
    corner.make_booth("Balai Kota")
    return found


def sell_typed(city: City, names: tuple[str, str], pieces: int = 1) -> int:
    """A sale on 3 November of something typed; its row."""
    done = corner.sell(city.booth_id, None, pieces, at=clock.at_local(DAY, 10, 0), typed=names)
    assert done.sale_id is not None
    return done.sale_id


def line_ids() -> list[int]:
    rollback()
    return [one.line_id for one in list_unmatched_lines()]


def shelf(until: date = DAY) -> list[int]:
    rollback()
    return [row.shelf for row in list_shelf(until=clock.end_of_day(until))]


def gross() -> list[int]:
    return [one.gross for one in list_due()]


def ensure_sound() -> None:
    rollback()
    catch_up()
    assert check_books().findings == []


def test_exact_names_are_proposed_confirmed_at_once_and_count_from_their_own_day(city: City) -> None:
    sell_typed(city, ("Dapur Kenari", "BAGEA"), 2)
    sell_typed(city, ("dapur  kenari", "bagea"), 3)
    sell_typed(city, ("Dapur Kenari", "Bagea besar"))
    assert [one.product_id for one in list_unmatched_lines()] == [city.product_id, city.product_id, None]
    assert (shelf(), gross()) == ([], [])
    assert confirm_matches(actor=TREASURER) == 2
    commit()
    assert (shelf(), shelf(date(2026, 11, 2)), gross()) == ([-5], [], [50_000])
    assert len(line_ids()) == 1
    with pytest.raises(NothingToConfirm):
        confirm_matches(actor=TREASURER)
    ensure_sound()


def test_a_line_matched_by_hand_takes_its_reversal_with_it(city: City) -> None:
    corner.void(sell_typed(city, ("?", "kue"), 4))
    first, back = line_ids()
    assert match_lines([first], city.product_id, actor=TREASURER) == 2
    commit()
    assert (line_ids(), shelf(clock.today()), gross()) == ([], [0], [0])
    assert back > first
    ensure_sound()


def test_a_reversal_after_the_match_takes_the_matched_product_back(city: City) -> None:
    sale_id = sell_typed(city, ("?", "kue"), 4)
    match_lines(line_ids(), city.product_id, actor=TREASURER)
    commit()
    (statement,) = corner.settle()
    corner.pay(statement.number, 40_000)
    corner.void(sale_id)
    assert (line_ids(), shelf(clock.today()), gross()) == ([], [0], [-40_000])
    ensure_sound()


def test_a_reversal_that_was_left_behind_is_proposed_as_what_its_original_was(city: City) -> None:
    corner.void(sell_typed(city, ("?", "kue"), 4))
    first, back = line_ids()
    product = db.session.get_one(Product, city.product_id)
    begin_writing()
    db.session.add(
        LineMatch(
            sale_line_id=first, product_id=product.id, maker_id=product.maker_id, matched_at=clock.now()
        )
    )
    commit()
    assert [(one.line_id, one.product_id) for one in list_unmatched_lines()] == [(back, product.id)]


def test_nothing_is_matched_where_one_line_cannot_be(city: City) -> None:
    sell_typed(city, ("?", "kue"))
    sell_typed(city, ("?", "roti"))
    first, second = line_ids()
    with pytest.raises(NothingChosen):
        match_lines([], city.product_id, actor=TREASURER)
    with pytest.raises(NotFound):
        match_lines([first], 999, actor=TREASURER)
    with pytest.raises(AlreadyDecided):
        match_lines([first], city.product_id, actor=TREASURER, booth_ids=frozenset({other_booth().id}))
    rollback()
    match_lines([first], city.product_id, actor=TREASURER)
    commit()
    with pytest.raises(AlreadyDecided):
        match_lines([first, second], city.product_id, actor=TREASURER)
    rollback()
    assert line_ids() == [second]


@pytest.mark.both_engines
def test_a_wrong_match_is_taken_away_and_the_line_is_open_again(city: City) -> None:
    sell_typed(city, ("?", "kue"), 4)
    (line,) = line_ids()
    match_lines([line], city.product_id, actor=TREASURER)
    commit()
    assert (shelf(), gross()) == ([-4], [40_000])
    with pytest.raises(ReasonMissing):
        withdraw_matches([line], " ", actor=TREASURER)
    rollback()
    assert withdraw_matches([line], "ternyata roti", actor=TREASURER) == 1
    commit()
    assert (line_ids(), shelf(), gross()) == ([line], [], [])
    ensure_sound()
    match_lines([line], city.product_id, actor=TREASURER)
    commit()
    assert gross() == [40_000]
    ensure_sound()


@pytest.mark.both_engines
def test_the_match_of_a_settled_line_stays_whoever_tries(city: City) -> None:
    sell_typed(city, ("?", "kue"), 4)
    lines = line_ids()
    match_lines(lines, city.product_id, actor=TREASURER)
    commit()
    corner.settle()
    with pytest.raises(LinesSettled):
        withdraw_matches(lines, "salah", actor=TREASURER)
    rollback()
    begin_writing()
    with pytest.raises(DBAPIError, match="a settled match stays"):
        db.session.execute(delete(LineMatch))
    rollback()
    ensure_sound()


def test_a_match_that_its_reversal_took_back_stays_and_so_does_a_foreign_booth_s(city: City) -> None:
    sale_id = sell_typed(city, ("?", "kue"), 4)
    lines = line_ids()
    match_lines(lines, city.product_id, actor=TREASURER)
    commit()
    with pytest.raises(AlreadyDecided):
        withdraw_matches(lines, "salah", actor=TREASURER, booth_ids=frozenset({other_booth().id}))
    rollback()
    corner.void(sale_id)
    with pytest.raises(MatchReversed):
        withdraw_matches(lines, "salah", actor=TREASURER)
    rollback()
    with pytest.raises(AlreadyDecided):
        withdraw_matches([999], "salah", actor=TREASURER)
    rollback()
    assert shelf(clock.today()) == [0]


def test_a_reversed_sale_waits_for_nobody_and_a_reversal_left_behind_does(city: City) -> None:
    corner.void(sell_typed(city, ("Dapur Kenari", "Bagea"), 4))
    assert list_open_ids(list_open_lines, OpenItemFilter()) == []
    first, back = line_ids()
    assert confirm_matches([first], actor=TREASURER) == 1
    commit()
    assert (line_ids(), shelf(clock.today())) == ([], [0])
    assert back > first
    sell_typed(city, ("?", "kue"))
    assert len(list_open_ids(list_open_lines, OpenItemFilter())) == 1
    assert list_open_ids(list_open_lines, OpenItemFilter(booth_ids=frozenset({999}))) == []
    assert list_open_ids(list_open_lines, OpenItemFilter(period=Period(2026, 10))) == []
