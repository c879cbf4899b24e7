"""Turns are offered, answered and taken; who came without a turn counts; contacts are followed up once each."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.makers.profiles import pause_maker
from app.shared import clock
from app.shared.errors import NotFound
from app.turns.errors import (
    DayIsPast,
    FollowUpRecorded,
    FollowUpTooEarly,
    NotAMakersCard,
    NotTheDay,
    OutcomeUnusable,
    TooManySeats,
    TurnAnswered,
)
from app.turns.queries import list_contacts, list_queue, list_turns
from app.turns.services import (
    add_contact,
    answer_turn,
    fill_turns,
    record_presence,
    record_presence_by_card,
    tell_outcome,
    tell_story,
)
from tests.figures.test_publishing import maker

TODAY, NEXT = date(2026, 11, 7), date(2026, 12, 7)


@pytest.fixture
def booth(session: Any) -> int:
    return get_or_create_booth("Balai Kota", actor=SYSTEM).id


def test_seats_are_filled_by_who_waits_longest_and_a_passed_turn_makes_room(booth: int) -> None:
    first, second, third = maker("A"), maker("B"), maker("C")
    record_presence(booth, first, source="clerk", actor=SYSTEM)
    queue = list_queue(NEXT)
    assert queue[-1] == first and set(queue) == {first, second, third}
    assert fill_turns(NEXT, booth, 2, actor=SYSTEM) == queue[:2]
    assert fill_turns(NEXT, booth, 2, actor=SYSTEM) == [], "the places are taken"
    one = list_turns(NEXT)[0]
    answer_turn(one.id, "passed", maker_ids=[one.maker_id], actor=SYSTEM)
    assert fill_turns(NEXT, booth, 2, actor=SYSTEM) == [first]
    assert list_queue(NEXT) == [], "who passed is not asked again for the same day"


def test_a_paused_maker_is_not_asked(booth: int) -> None:
    pause_maker(maker("A"), actor=SYSTEM)
    assert list_queue(NEXT) == []


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(booth: int) -> None:
    own, other = maker("A"), maker("B")
    for act, error in (
        (lambda: fill_turns(date(2026, 11, 6), booth, 1, actor=SYSTEM), DayIsPast),
        (lambda: fill_turns(NEXT, booth, 0, actor=SYSTEM), TooManySeats),
        (lambda: fill_turns(NEXT, booth, 51, actor=SYSTEM), TooManySeats),
        (lambda: fill_turns(NEXT, booth + 9, 1, actor=SYSTEM), NotFound),
        (lambda: record_presence(booth, own, source="clerk", actor=SYSTEM, day=NEXT), NotTheDay),
        (lambda: record_presence_by_card(booth, "xx", actor=SYSTEM), NotAMakersCard),
        (lambda: add_contact(own, NEXT, "Toko", "", actor=SYSTEM), NotTheDay),
    ):
        with pytest.raises(error):
            act()
    turn = record_presence(booth, own, source="clerk", actor=SYSTEM)
    with pytest.raises(TurnAnswered):
        answer_turn(turn.id, "passed", maker_ids=[own], actor=SYSTEM)
    for act in (
        lambda: answer_turn(turn.id, "passed", maker_ids=[other], actor=SYSTEM),
        lambda: answer_turn(turn.id, "maybe", maker_ids=[own], actor=SYSTEM),
        lambda: tell_story(turn.id, "…", maker_ids=[other], actor=SYSTEM),
    ):
        with pytest.raises(NotFound):
            act()
    assert [(one.maker_id, one.answer, one.origin) for one in list_turns(TODAY)] == [(own, "", "walk_in")]


def test_presence_twice_is_once_and_keeps_the_first_source(booth: int) -> None:
    own = maker("A")
    fill_turns(TODAY, booth, 1, actor=SYSTEM)
    for source in ("clerk", "card"):
        record_presence(booth, own, source=source, actor=SYSTEM)
    (row,) = list_turns(TODAY)
    assert (row.origin, row.source, row.came_at is not None) == ("list", "clerk", True)


def test_a_contact_is_followed_up_after_30_and_90_days_once_each(
    booth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = maker("A")
    contact = add_contact(own, TODAY, "Toko Maju", "bagea", actor=SYSTEM)
    with pytest.raises(FollowUpTooEarly):
        tell_outcome(contact.id, 30, "ordered", actor=SYSTEM)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 7))
    assert [one.due for one in list_contacts(clock.today())] == [30]
    with pytest.raises(OutcomeUnusable):
        tell_outcome(contact.id, 30, "nothing", 5_000, actor=SYSTEM)
    with pytest.raises(NotFound):
        tell_outcome(contact.id, 30, "nothing", maker_ids=[own + 9], actor=SYSTEM)
    tell_outcome(contact.id, 30, "ordered", 250_000, actor=SYSTEM)
    with pytest.raises(FollowUpRecorded):
        tell_outcome(contact.id, 30, "talking", actor=SYSTEM)
    (row,) = list_contacts(clock.today())
    assert (row.outcomes, row.due) == ({30: ("ordered", 250_000)}, None)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO turn (day, booth_id, maker_id, origin, offered_at, answer, story) "
        "SELECT day, booth_id, maker_id, origin, offered_at, answer, story FROM turn",
        "UPDATE turn SET answer = 'accepted'",
        "UPDATE turn SET origin = 'friend'",
    ],
)
def test_the_database_refuses_a_second_turn_and_an_impossible_one(booth: int, statement: str) -> None:
    maker("A")
    fill_turns(NEXT, booth, 1, actor=SYSTEM)
    with pytest.raises(IntegrityError):
        db.session.execute(text(statement))
