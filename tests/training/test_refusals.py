"""What training refuses besides: seats taken late or twice, words before their time, cards at another course."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import issue_maker_card
from app.shared.errors import NotFound
from app.training.errors import (
    CardUnknown,
    EventNotOpen,
    EventStarted,
    EventUnusable,
    FollowUpUnknown,
    NoSeatFree,
    SessionNotBegun,
)
from app.training.models import Attendance, Enrolment
from app.training.queries.attendance import list_sessions
from app.training.services.attendance import (
    answer_follow_up,
    attend,
    attend_by_card,
    finish_event,
    say_word,
)
from app.training.services.events import cancel_event
from app.training.services.seats import enrol, give_up, take_seat, walk_in
from tests.training.course import make_course, make_makers

MORNING = "2026-11-20 09:05"


def ask(event_id: int, maker_id: int, wish: str = "site", person: str = "Ibu Maria") -> Enrolment:
    return enrol(event_id, maker_id, person, wish, actor=SYSTEM)


def test_a_link_is_taken_by_who_waits_and_only_before_the_course(session: Any, clock: Any) -> None:
    event, makers = make_course(site=1, online=1), make_makers(2)
    seated, waits = (ask(event.id, one) for one in makers)
    with pytest.raises(NoSeatFree):
        take_seat(seated.id, "online", actor=SYSTEM)
    clock.move_to("2026-11-20 09:00")
    with pytest.raises(EventStarted):
        take_seat(waits.id, "online", actor=SYSTEM)
    assert [(one.state, one.seat) for one in (seated, waits)] == [("enrolled", "site"), ("waiting", "")]


@pytest.mark.parametrize("queue", [0, 1])
def test_a_seat_whose_offer_ended_goes_to_the_queue_before_a_newcomer(
    session: Any, clock: Any, queue: int
) -> None:
    event, makers = make_course(site=1, online=0), make_makers(4)
    held, offered = ask(event.id, makers[0]), ask(event.id, makers[1])
    waits = [ask(event.id, one) for one in makers[2 : 2 + queue]]
    give_up(held.id, actor=SYSTEM)
    clock.shift(hours=24)
    newcomer = ask(event.id, makers[3])
    db.session.expire_all()
    assert offered.state == "lapsed"
    assert [one.state for one in waits] == ["offered"] * queue
    assert newcomer.state == ("waiting" if queue else "enrolled")


def test_a_word_is_said_in_a_session_that_is_open(session: Any, clock: Any) -> None:
    event = make_course()
    first, _second = list_sessions(event.id)
    with pytest.raises(SessionNotBegun):
        say_word(first.id, actor=SYSTEM)
    clock.move_to(MORNING)
    cancel_event(event.id, actor=SYSTEM)
    with pytest.raises(EventNotOpen):
        say_word(first.id, actor=SYSTEM)
    assert first.word == ""


@pytest.mark.parametrize("share", [0, 101])
def test_a_share_of_sessions_is_from_1_to_100(session: Any, share: int) -> None:
    with pytest.raises(EventUnusable):
        make_course(share_percent=share)


def test_a_card_counts_for_the_seat_in_this_course_that_is_live(session: Any, clock: Any) -> None:
    event, other, makers = make_course(), make_course(title="Lain"), make_makers(2)
    ask(other.id, makers[0])
    before = ask(event.id, makers[1])
    give_up(before.id, actor=SYSTEM)
    again, (first, _second) = ask(event.id, makers[1]), list_sessions(event.id)
    cards = [issue_maker_card(one, actor=SYSTEM) for one in makers]
    clock.move_to(MORNING)
    with pytest.raises(CardUnknown):
        attend_by_card(first.id, cards[0], actor=SYSTEM)
    assert attend_by_card(first.id, cards[1], actor=SYSTEM).id == again.id
    assert list(db.session.scalars(select(Attendance.enrolment_id))) == [again.id]


def test_a_follow_up_is_of_a_finished_course_and_one_of_three_words(session: Any, clock: Any) -> None:
    event, (maker_id, *_rest) = make_course(days=1), make_makers(1)
    row = ask(event.id, maker_id)
    clock.move_to(MORNING)
    attend(list_sessions(event.id)[0].id, row.id, "list", actor=SYSTEM)
    clock.move_to("2027-02-20 09:00")
    with pytest.raises(FollowUpUnknown):
        answer_follow_up(row.id, 3, "done", actor=SYSTEM)
    finish_event(event.id, actor=SYSTEM)
    with pytest.raises(NotFound):
        answer_follow_up(row.id, 3, "maybe", actor=SYSTEM)
    answer_follow_up(row.id, 3, "done", actor=SYSTEM)


def test_who_has_a_seat_keeps_it_at_the_door_and_a_long_name_is_cut(session: Any) -> None:
    event, (maker_id, *_rest) = make_course(), make_makers(1)
    row = ask(event.id, maker_id, person="A" * 150)
    assert row.person_name == "A" * 100
    came = walk_in(event.id, maker_id, "A" * 150, actor=SYSTEM)
    assert (came.id, came.seat_number, came.is_walk_in) == (row.id, 1, False)
