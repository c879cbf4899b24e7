"""Turns at a booth given, passed on, taken back and taken by coming at once: never more stand than there are places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.turns.errors import FollowUpRecorded, PlaceTaken, TurnAnswered
from app.turns.models import ContactOutcome, TurnPresence
from app.turns.queries import list_turns
from app.turns.services import add_contact, answer_turn, fill_turns, record_presence, tell_outcome
from tests.ledger import City
from tests.training.course import make_makers

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
Beside = Callable[[Callable[[], Any]], Callable[[], Any]]
SEATS = 3


def prepare(makers: int) -> tuple[int, list[int], date]:
    """(booth, makers, a day to come)."""
    begin_writing()
    found = get_or_create_booth("Balai Kota", actor=SYSTEM).id, make_makers(makers)
    commit()
    db.session.remove()
    return *found, date.fromordinal(clock.today().toordinal() + 20)


def act(verb: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        begin_writing()
        found = verb()
        commit()
        return found

    return run


def standing(day: date) -> list[int]:
    db.session.rollback()
    return [one.maker_id for one in list_turns(day) if one.answer != "passed"]


def test_a_list_filled_by_several_at_once_has_no_place_twice(app: Flask, city: City, at_once: AtOnce) -> None:
    booth, _makers, day = prepare(10)
    answers = at_once(*[act(lambda: fill_turns(day, booth, SEATS, actor=SYSTEM))] * 4)
    assert sorted(map(len, answers)) == [0, 0, 0, SEATS]
    assert len(set(standing(day))) == SEATS


def test_a_place_taken_back_beside_its_filling_stands_once(app: Flask, city: City, at_once: AtOnce) -> None:
    booth, _makers, day = prepare(10)
    act(lambda: fill_turns(day, booth, SEATS, actor=SYSTEM))()
    first = list_turns(day)[0]
    turn_id, maker_id = first.id, first.maker_id
    answer = lambda word: act(lambda: answer_turn(turn_id, word, maker_ids=[maker_id], actor=SYSTEM))  # noqa: E731
    answer("passed")()
    db.session.remove()
    answers = at_once(
        answer("accepted"), act(lambda: fill_turns(day, booth, SEATS, actor=SYSTEM)), answer("accepted")
    )
    assert all(one is None or isinstance(one, list | PlaceTaken) for one in answers), answers
    assert len(standing(day)) == SEATS


@pytest.mark.postgresql
@pytest.mark.parametrize("is_filled_first", [False, True])
def test_a_place_taken_back_beside_its_filling_waits_for_what_came_first(
    app: Flask, city: City, beside: Beside, is_filled_first: bool
) -> None:
    booth, _makers, day = prepare(10)
    fill = lambda: fill_turns(day, booth, 1, actor=SYSTEM)  # noqa: E731
    act(fill)()
    (passed,) = list_turns(day)
    turn_id, maker_id = passed.id, passed.maker_id
    answer = lambda word: answer_turn(turn_id, word, maker_ids=[maker_id], actor=SYSTEM)  # noqa: E731
    act(lambda: answer("passed"))()
    begin_writing()
    fill() if is_filled_first else answer("accepted")
    other = beside((lambda: answer("accepted")) if is_filled_first else fill)
    commit()
    assert isinstance(other(), PlaceTaken) if is_filled_first else other() == []
    assert len(standing(day)) == 1


def test_presence_beside_a_pass_is_noted_once(app: Flask, city: City, at_once: AtOnce) -> None:
    booth, _makers, _day = prepare(1)
    today = clock.today()
    act(lambda: fill_turns(today, booth, 1, actor=SYSTEM))()
    (first,) = list_turns(today)
    turn_id, maker_id = first.id, first.maker_id
    db.session.remove()
    present = act(lambda: record_presence(booth, maker_id, source="clerk", actor=SYSTEM).id)
    passed = act(lambda: answer_turn(turn_id, "passed", maker_ids=[maker_id], actor=SYSTEM))
    answers = at_once(present, passed, present, passed)
    assert all(one in (None, turn_id) or isinstance(one, TurnAnswered) for one in answers), answers
    db.session.rollback()
    assert db.session.query(TurnPresence).count() == 1


@pytest.mark.postgresql
def test_what_came_of_a_contact_is_told_once(app: Flask, city: City, beside: Beside) -> None:
    _booth, (maker_id,), _day = prepare(1)
    begin_writing()
    day = date.fromordinal(clock.today().toordinal() - 40)
    contact_id = add_contact(maker_id, day, "Toko Maju", "", actor=SYSTEM).id
    commit()
    begin_writing()
    tell_outcome(contact_id, 30, "talking", actor=SYSTEM)
    other = beside(lambda: tell_outcome(contact_id, 30, "nothing", actor=SYSTEM))
    commit()
    assert isinstance(other(), FollowUpRecorded), other()
    assert db.session.query(ContactOutcome.outcome).all() == [("talking",)]
