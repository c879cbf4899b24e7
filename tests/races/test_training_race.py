"""Many ask for few seats at once: no seat twice, the queue in order, offers taken once; on both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing, commit
from app.training.errors import AlreadyEnrolled, EventNotOpen, NotEnrolled, OfferEnded
from app.training.models import Enrolment, TrainingCertificate, TrainingEvent, TrainingSession
from app.training.queries.events import list_queue
from app.training.services import attendance
from app.training.services.attendance import attend, attend_by_word, finish_event
from app.training.services.events import EventDraft, announce_event, cancel_event, lock_event
from app.training.services.seats import enrol, give_up, settle_offers, take_offer
from tests.ledger import City
from tests.training.course import make_makers

pytestmark = pytest.mark.real_clock
AtOnce = Callable[..., list[Any]]
THREADS, EACH = 8, 25


def _course(site: int, online: int, makers: int) -> tuple[int, list[int]]:
    begin_writing()
    day = date.fromordinal(clock.today().toordinal() + 20)
    draft = EventDraft("Kemasan", "Kemasan", day, day, time(9), time(12), {"site": site, "online": online})
    found = announce_event(draft, actor=SYSTEM).id, make_makers(makers)
    commit()
    db.session.remove()
    return found


def _ask(event_id: int, maker_id: int) -> str:
    begin_writing()
    found = enrol(event_id, maker_id, "Ibu Maria", "any", actor=SYSTEM).state
    commit()
    return found


def _rows(event_id: int) -> list[Enrolment]:
    db.session.rollback()
    query = select(Enrolment).where(Enrolment.event_id == event_id).order_by(Enrolment.asked_at, Enrolment.id)
    return list(db.session.scalars(query))


def test_two_hundred_ask_at_once_and_no_seat_is_given_twice(app: Flask, city: City, at_once: AtOnce) -> None:
    event_id, makers = _course(30, 70, THREADS * EACH)

    def some(place: int) -> Callable[[], list[str]]:
        return lambda: [_ask(event_id, one) for one in makers[place::THREADS]]

    answers = at_once(*(some(place) for place in range(THREADS)))
    states = [state for one in answers for state in one]
    assert sorted(states) == ["enrolled"] * 100 + ["waiting"] * (THREADS * EACH - 100)
    rows = _rows(event_id)
    held = {(one.seat, one.seat_number) for one in rows if one.state == "enrolled"}
    assert held == {("site", number) for number in range(1, 31)} | {
        ("online", number) for number in range(1, 71)
    }
    assert [one.state for one in rows] == ["enrolled"] * 100 + ["waiting"] * (THREADS * EACH - 100)
    assert [one.id for one in list_queue(event_id)] == [one.id for one in rows[100:]]


def test_of_many_who_want_the_last_seat_one_gets_it(app: Flask, city: City, at_once: AtOnce) -> None:
    event_id, makers = _course(1, 0, 6)
    answers = at_once(*(lambda one=one: _ask(event_id, one) for one in makers))  # type: ignore[misc]
    assert sorted(answers) == ["enrolled", *["waiting"] * 5]


def test_one_person_on_two_phones_is_enrolled_once(app: Flask, city: City, at_once: AtOnce) -> None:
    event_id, (maker_id,) = _course(5, 5, 1)
    answers = at_once(*[lambda: _ask(event_id, maker_id)] * 4)
    assert [one for one in answers if isinstance(one, str)] == ["enrolled"]
    assert sum(isinstance(one, AlreadyEnrolled) for one in answers) == 3, answers
    assert len(_rows(event_id)) == 1


def test_an_offer_taken_while_it_is_given_up_and_settled_is_taken_once_or_never(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    event_id, makers = _course(1, 0, 3)
    for one in makers:
        _ask(event_id, one)
    held, first, _second = (one.id for one in _rows(event_id))
    begin_writing()
    give_up(held, actor=SYSTEM)
    commit()
    db.session.remove()

    def act(verb: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            begin_writing()
            found = verb()
            commit()
            return getattr(found, "state", found)

        return run

    take, leave = act(lambda: take_offer(first, actor=SYSTEM)), act(lambda: give_up(first, actor=SYSTEM))
    answers = at_once(take, leave, take, act(lambda: settle_offers(actor=SYSTEM)))
    assert all(isinstance(one, str | int | OfferEnded) for one in answers), answers
    rows = _rows(event_id)
    assert [one.state for one in rows] == ["cancelled", "cancelled", "offered"]
    assert rows[2].seat_number == 1


def test_an_offer_at_its_last_second_goes_to_one(
    app: Flask, city: City, at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id, makers = _course(1, 0, 3)
    for one in makers:
        _ask(event_id, one)
    held, first, second = (one.id for one in _rows(event_id))
    begin_writing()
    give_up(held, actor=SYSTEM)
    commit()
    until = next(one.offer_until for one in _rows(event_id) if one.id == first)
    assert until is not None
    db.session.remove()
    # Some read the clock before the end, some at it: which of them gets the lock first is left to chance.
    real, turns = clock.now, threading.local()
    monkeypatch.setattr(
        "app.training.services.seats.clock.now", lambda: getattr(turns, "now", None) or real()
    )

    def take(enrolment_id: int, at: Any) -> Callable[[], str]:
        def run() -> str:
            turns.now = at
            begin_writing()
            found = take_offer(enrolment_id, actor=SYSTEM).state
            commit()
            return found

        return run

    before = until.replace(microsecond=0)
    before = before if before < until else until
    answers = at_once(take(first, before), take(second, until), take(first, before), take(second, until))
    assert all(isinstance(one, str | OfferEnded) for one in answers), answers
    rows = {one.id: one.state for one in _rows(event_id)}
    assert sorted([rows[first], rows[second]]) in (["enrolled", "waiting"], ["enrolled", "lapsed"])


def _held_yesterday(title: str) -> tuple[int, int, int]:
    """(course, session, enrolment) of a course held yesterday, with one person who has a link and a word said now."""
    begin_writing()
    day, now = date.fromordinal(clock.today().toordinal() - 1), clock.now()
    draft = EventDraft(title, "Kemasan", day, day, time(9), time(12), {"online": 1})
    event, (maker_id,) = announce_event(draft, actor=SYSTEM), make_makers(1, title)
    (session,) = db.session.scalars(select(TrainingSession).filter_by(event_id=event.id))
    session.word, session.word_at = "pala 10", now
    row = Enrolment(
        event_id=event.id, maker_id=maker_id, person_name="Ibu", person_key=title, wish="online", seat="online",
        seat_number=1, state="enrolled", is_first=True, is_walk_in=False, asked_at=now,
    )  # fmt: skip
    db.session.add(row)
    commit()
    found = event.id, session.id, row.id
    db.session.remove()
    return found


def test_courses_finished_at_once_number_their_certificates_once(
    app: Flask, city: City, at_once: AtOnce
) -> None:
    courses = [_held_yesterday(f"Kelas {number}") for number in range(4)]
    begin_writing()
    for _event, session_id, enrolment_id in courses:
        assert attend(session_id, enrolment_id, "list", actor=SYSTEM)
    commit()

    def finish(event_id: int) -> Callable[[], int]:
        def run() -> int:
            begin_writing()
            made = finish_event(event_id, actor=SYSTEM)
            commit()
            return made

        return run

    assert at_once(*(finish(one[0]) for one in courses)) == [1] * 4
    db.session.rollback()
    assert sorted(db.session.scalars(select(TrainingCertificate.sequence))) == [1, 2, 3, 4]


@pytest.mark.postgresql
def test_a_place_given_up_before_the_course_is_locked_is_not_attended(
    app: Flask, city: City, at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    _event, session_id, enrolment_id = _held_yesterday("Kelas")

    def give_up_first(event_id: int) -> Any:
        monkeypatch.undo()
        assert at_once(lambda: _give_up(enrolment_id)) == ["cancelled"]
        return lock_event(event_id)

    monkeypatch.setattr(attendance, "lock_event", give_up_first)
    begin_writing()
    with pytest.raises(NotEnrolled):
        attend_by_word(session_id, enrolment_id, "pala 10", actor=SYSTEM)


def _give_up(enrolment_id: int) -> str:
    begin_writing()
    state = give_up(enrolment_id, actor=SYSTEM).state
    commit()
    return state


@pytest.mark.postgresql
def test_nobody_is_enrolled_in_a_course_that_is_cancelled_meanwhile(
    app: Flask, city: City, beside: Callable[..., Callable[[], Any]]
) -> None:
    event_id, (maker_id,) = _course(5, 0, 1)

    def enrol_as_shown() -> str:
        shown = db.session.get_one(TrainingEvent, event_id)  # the page holds what it read before
        return enrol(shown.id, maker_id, "Ibu Maria", "any", actor=SYSTEM).state

    begin_writing()
    cancel_event(event_id, actor=SYSTEM)
    other = beside(enrol_as_shown)
    commit()
    assert isinstance(other(), EventNotOpen), other()
