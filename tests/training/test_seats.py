"""Seats of a course: given, waited for, offered, taken, given up, kept to their number; and what is refused."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.audit.rules import SYSTEM
from app.extensions import db
from app.training.errors import (
    AlreadyEnrolled,
    EnrolmentEnded,
    EventNotOpen,
    EventStarted,
    EventUnusable,
    EventWithoutSeats,
    NoSeatFree,
    OfferEnded,
    PersonMissing,
    SessionOutsideEvent,
    SessionUnusable,
)
from app.training.models import Enrolment, TrainingSession
from app.training.queries.events import get_event, list_queue
from app.training.services.events import add_session, cancel_event
from app.training.services.seats import enrol, give_up, settle_offers, take_offer, take_seat, walk_in
from tests.training.course import hold_course, make_course, make_makers

pytestmark = pytest.mark.both_engines


def ask(event_id: int, maker_id: int, wish: str = "any", person: str = "Ibu Maria") -> Enrolment:
    return enrol(event_id, maker_id, person, wish, actor=SYSTEM)


def seats(event_id: int) -> list[tuple[str, str, int | None]]:
    rows = db.session.execute(
        select(Enrolment.state, Enrolment.seat, Enrolment.seat_number)
        .where(Enrolment.event_id == event_id)
        .order_by(Enrolment.id)
    )
    return [tuple(row) for row in rows]


def test_seats_in_the_room_then_online_then_the_queue(session: Any) -> None:
    event = make_course(site=1, online=1)
    for maker_id in make_makers(3):
        ask(event.id, maker_id)
    assert seats(event.id) == [("enrolled", "site", 1), ("enrolled", "online", 1), ("waiting", "", None)]
    found = get_event(event.id)
    assert [(one.kind, one.free) for one in found.seats] == [("site", 0), ("online", 0)]
    assert (found.in_queue, found.enrolled) == (1, 2)


def test_who_waits_for_a_chair_may_take_a_link(session: Any) -> None:
    event, makers = make_course(site=1, online=1), make_makers(3)
    ask(event.id, makers[0], "site")
    row = ask(event.id, makers[1], "site")
    assert row.state == "waiting"
    with pytest.raises(NoSeatFree):
        take_seat(row.id, "site", actor=SYSTEM)
    assert take_seat(row.id, "online", actor=SYSTEM).state == "enrolled"
    with pytest.raises(NoSeatFree):
        take_seat(ask(event.id, makers[2], "online").id, "online", actor=SYSTEM)


def test_a_seat_given_up_is_offered_to_the_never_trained_first(session: Any, clock: Any) -> None:
    before, makers = make_course(day=date(2026, 11, 10), days=1), make_makers(4)
    trained = ask(before.id, makers[1])
    hold_course(before.id, [trained.id], clock, until="2026-11-10 18:00")
    event = make_course(site=1, online=0)
    held = ask(event.id, makers[0])
    old, new = ask(event.id, makers[1]), ask(event.id, makers[2])
    assert [one.id for one in list_queue(event.id)] == [new.id, old.id]
    give_up(held.id, actor=SYSTEM)
    db.session.expire_all()
    assert (new.state, new.seat, old.state) == ("offered", "site", "waiting")
    assert take_offer(new.id, actor=SYSTEM).state == "enrolled"
    with pytest.raises(OfferEnded):
        take_offer(old.id, actor=SYSTEM)


def test_an_offer_not_taken_goes_to_the_next_and_never_comes_back(session: Any, clock: Any) -> None:
    event, makers = make_course(site=1, online=0), make_makers(3)
    held, first, second = (ask(event.id, one) for one in makers)
    give_up(held.id, actor=SYSTEM)
    clock.shift(hours=24)
    with pytest.raises(OfferEnded):
        take_offer(first.id, actor=SYSTEM)
    db.session.expire_all()
    assert (first.state, second.state) == ("lapsed", "offered")
    assert settle_offers(actor=SYSTEM) == 0
    take_offer(second.id, actor=SYSTEM)
    again = ask(event.id, makers[1])
    assert again.id != first.id and again.state == "waiting"


def test_a_second_before_its_end_an_offer_is_taken(session: Any, clock: Any) -> None:
    event, makers = make_course(site=1, online=0), make_makers(2)
    held, first = (ask(event.id, one) for one in makers)
    give_up(held.id, actor=SYSTEM)
    clock.shift(hours=23, minutes=59, seconds=59)
    assert take_offer(first.id, actor=SYSTEM).state == "enrolled"


def test_offers_end_with_the_start_and_none_is_made_after_it(session: Any, clock: Any) -> None:
    event, makers = make_course(site=1, online=0), make_makers(3)
    held, first, _second = (ask(event.id, one) for one in makers)
    clock.move_to("2026-11-20 08:00")
    give_up(held.id, actor=SYSTEM)
    db.session.expire_all()
    assert first.offer_until == db.session.scalar(
        select(func.min(TrainingSession.starts_at)).where(TrainingSession.event_id == event.id)
    )
    clock.move_to("2026-11-20 09:00")
    assert settle_offers(actor=SYSTEM) == 0
    assert [state for state, _seat, _number in seats(event.id)] == ["cancelled", "lapsed", "waiting"]
    with pytest.raises(EventStarted):
        ask(event.id, makers[0])


def test_who_comes_to_the_door_takes_no_seat_and_is_marked(session: Any) -> None:
    event, makers = make_course(site=1, online=0), make_makers(3)
    ask(event.id, makers[0])
    waits = ask(event.id, makers[1])
    came, queued = (walk_in(event.id, one, "Ibu Maria", actor=SYSTEM) for one in (makers[2], makers[1]))
    assert queued.id == waits.id and came.is_walk_in and queued.is_walk_in
    assert walk_in(event.id, makers[2], "ibu maria", actor=SYSTEM).id == came.id
    assert [(one.kind, one.free) for one in get_event(event.id).seats] == [("site", 0)]


def test_one_person_has_one_place(session: Any) -> None:
    event, (maker_id, *_rest) = make_course(), make_makers(1)
    row = ask(event.id, maker_id)
    with pytest.raises(AlreadyEnrolled):
        ask(event.id, maker_id, person=" ibu  MARIA ")
    assert ask(event.id, maker_id, person="Bapak Yosep").state == "enrolled"
    give_up(row.id, actor=SYSTEM)
    with pytest.raises(EnrolmentEnded):
        give_up(row.id, actor=SYSTEM)
    assert ask(event.id, maker_id).id != row.id


def test_a_cancelled_course_takes_nobody(session: Any) -> None:
    event, (maker_id, *_rest) = make_course(), make_makers(1)
    row = ask(event.id, maker_id)
    cancel_event(event.id, actor=SYSTEM)
    db.session.expire_all()
    assert row.state == "cancelled"
    for act in (lambda: ask(event.id, maker_id), lambda: take_offer(row.id, actor=SYSTEM)):
        with pytest.raises(EventNotOpen):
            act()


def test_what_is_no_course_is_refused(session: Any) -> None:
    with pytest.raises(EventWithoutSeats):
        make_course(site=0, online=0)
    with pytest.raises(EventUnusable):
        make_course(days=0)
    with pytest.raises(EventUnusable):
        make_course(days=61)
    with pytest.raises(EventUnusable):
        make_course(title="  ")
    event = make_course()
    for day in (date(2026, 11, 19), date(2026, 11, 22)):
        with pytest.raises(SessionOutsideEvent):
            add_session(event.id, day, time(9), time(12), actor=SYSTEM)
    for begins, ends in ((time(12), time(12)), (time(9), time(12))):
        with pytest.raises(SessionUnusable):
            add_session(event.id, date(2026, 11, 20), begins, ends, actor=SYSTEM)
    assert add_session(event.id, date(2026, 11, 20), time(13), time(15), actor=SYSTEM).id
    with pytest.raises(PersonMissing):
        ask(event.id, make_makers(1)[0], person=" ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE training_enrolment SET state = 'enrolled' WHERE id = {ended}",
        "UPDATE training_enrolment SET person_key = (SELECT person_key FROM training_enrolment WHERE id = {held}) "
        "WHERE id = {other}",
        "UPDATE training_enrolment SET seat = 'site', seat_number = 1 WHERE id = {other}",
        "UPDATE training_enrolment SET seat_number = NULL WHERE id = {other}",
        "UPDATE training_enrolment SET state = 'offered', offer_until = NULL WHERE id = {other}",
    ],
)
def test_the_database_refuses_what_no_verb_does(session: Any, statement: str) -> None:
    event, makers = make_course(), make_makers(3)
    held, other, ended = (ask(event.id, one) for one in makers)
    give_up(ended.id, actor=SYSTEM)
    ids = {"held": held.id, "other": other.id, "ended": ended.id}
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement.format(**ids)))
    db.session.rollback()
