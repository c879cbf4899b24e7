"""Who was there and how that is known, certificates for it, and what came of it after 3 and 6 months."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import issue_maker_card
from app.training.errors import (
    CardUnknown,
    EventNotOver,
    FollowUpUnknown,
    NotEnrolled,
    SessionNotBegun,
    WordRefused,
)
from app.training.models import Attendance, Enrolment
from app.training.queries.attendance import list_sessions
from app.training.queries.certificates import (
    find_certificate,
    list_answers,
    list_certificates,
    list_due_follow_ups,
)
from app.training.queries.events import list_enrolments, list_same_topic
from app.training.services.attendance import (
    answer_follow_up,
    attend,
    attend_by_card,
    attend_by_word,
    finish_event,
    say_word,
)
from app.training.services.seats import enrol
from tests.training.course import hold_course, make_course, make_makers

pytestmark = pytest.mark.both_engines
MORNING = "2026-11-20 09:05"


def ask(event_id: int, maker_id: int, wish: str = "any", person: str = "Ibu Maria") -> Enrolment:
    return enrol(event_id, maker_id, person, wish, actor=SYSTEM)


def sources(event_id: int) -> list[str]:
    query = select(Attendance.source).where(Attendance.event_id == event_id).order_by(Attendance.id)
    return list(db.session.scalars(query))


def test_the_first_way_of_knowing_stays(session: Any, clock: Any) -> None:
    event, (maker_id, *_rest) = make_course(), make_makers(1)
    row, (first, _second) = ask(event.id, maker_id), list_sessions(event.id)
    code = issue_maker_card(maker_id, actor=SYSTEM)
    clock.move_to(MORNING)
    assert attend_by_card(first.id, f"https://kota.example/kartu#{code}", actor=SYSTEM).id == row.id
    assert attend(first.id, row.id, "list", actor=SYSTEM) is False
    assert sources(event.id) == ["card"]


def test_a_card_counts_each_person_of_a_business_once(session: Any, clock: Any) -> None:
    event, (maker_id, *_rest) = make_course(), make_makers(1)
    rows = [ask(event.id, maker_id, person=name) for name in ("Ibu Maria", "Bapak Yosep")]
    code, (first, _second) = issue_maker_card(maker_id, actor=SYSTEM), list_sessions(event.id)
    clock.move_to(MORNING)
    assert [attend_by_card(first.id, code, actor=SYSTEM).id for _ in range(2)] == [one.id for one in rows]
    attend_by_card(first.id, code, actor=SYSTEM)
    assert sources(event.id) == ["card", "card"]


def test_unknown_cards_and_people_without_a_seat_are_not_noted(session: Any, clock: Any) -> None:
    event, makers = make_course(site=1, online=0), make_makers(3)
    ask(event.id, makers[0])
    waits, (first, _second) = ask(event.id, makers[1]), list_sessions(event.id)
    dead = issue_maker_card(makers[0], actor=SYSTEM)
    issue_maker_card(makers[0], actor=SYSTEM)
    with pytest.raises(SessionNotBegun):
        attend(first.id, 1, "list", actor=SYSTEM)
    clock.move_to(MORNING)
    with pytest.raises(NotEnrolled):
        attend(first.id, waits.id, "list", actor=SYSTEM)
    for code in (dead, "bukan kartu", issue_maker_card(makers[2], actor=SYSTEM)):
        with pytest.raises(CardUnknown):
            attend_by_card(first.id, code, actor=SYSTEM)
    assert sources(event.id) == []


def test_a_word_is_for_who_is_online_and_for_ten_minutes(session: Any, clock: Any) -> None:
    event, makers = make_course(site=1, online=2), make_makers(3)
    room, link, late = (
        ask(event.id, one, wish) for one, wish in zip(makers, ("site", "online", "online"), strict=True)
    )
    (first, _second) = list_sessions(event.id)
    clock.move_to(MORNING)
    word = say_word(first.id, actor=SYSTEM)
    assert attend_by_word(first.id, link.id, f" {word.upper()} ", actor=SYSTEM)
    for row, typed in ((room, word), (late, "salah"), (late, "")):
        with pytest.raises(WordRefused):
            attend_by_word(first.id, row.id, typed, actor=SYSTEM)
    clock.shift(minutes=10)
    with pytest.raises(WordRefused):
        attend_by_word(first.id, late.id, word, actor=SYSTEM)
    assert sources(event.id) == ["word"]


def test_certificates_for_whoever_was_there_long_enough_and_once(session: Any, clock: Any) -> None:
    event, makers = make_course(site=3), make_makers(3)
    whole, half, _absent = (ask(event.id, one) for one in makers)
    with pytest.raises(EventNotOver):
        finish_event(event.id, actor=SYSTEM)
    first, second = list_sessions(event.id)
    clock.move_to("2026-11-21 09:30")
    for session_id, row in ((first.id, whole), (second.id, whole), (first.id, half)):
        attend(session_id, row.id, "list", actor=SYSTEM)
    clock.move_to("2026-11-21 12:00")
    assert finish_event(event.id, actor=SYSTEM) == 1
    assert finish_event(event.id, actor=SYSTEM) == 0
    (found,) = list_certificates(event_id=event.id)
    assert (found.number, found.person, found.maker) == ("PLT-2026-00001", "Ibu Maria", "Dapur 0001")
    assert find_certificate(found.token) == found and find_certificate("tidak-ada") is None
    assert [one.certificate for one in list_enrolments(event_ids=[event.id])] == [found.number, "", ""]


def test_numbers_go_on_over_courses(session: Any, clock: Any) -> None:
    makers = make_makers(2)
    for place, day in enumerate((date(2026, 11, 10), date(2026, 11, 12))):
        event = make_course(day=day, days=1)
        row = ask(event.id, makers[place])
        hold_course(event.id, [row.id], clock, until=f"{day} 13:00")
    assert [one.number for one in list_certificates()] == ["PLT-2026-00002", "PLT-2026-00001"]


def test_the_same_topic_within_twelve_months_is_pointed_out(session: Any, clock: Any) -> None:
    clock.move_to("2025-11-19 08:00")
    makers = make_makers(2)
    old = make_course(day=date(2025, 11, 19), days=1)
    hold_course(old.id, [ask(old.id, makers[0]).id], clock, until="2025-11-19 13:00")
    recent = make_course(day=date(2025, 11, 20), days=1, topic="  KEMASAN ")
    hold_course(recent.id, [ask(recent.id, makers[1]).id], clock, until="2025-11-20 13:00")
    clock.move_to("2026-11-07 09:00")
    event = make_course(day=date(2026, 11, 20))
    other = make_course(day=date(2026, 11, 20), topic="Keuangan")
    row = ask(event.id, makers[1])
    assert list_same_topic(event.id, 12) == {row.person_key: date(2025, 11, 20)}
    assert list_same_topic(other.id, 12) == {}
    assert not row.is_first


def test_after_three_and_six_months_one_step_is_asked_for_once(session: Any, clock: Any) -> None:
    event, makers = make_course(days=1), make_makers(2)
    row, absent = (ask(event.id, one) for one in makers)
    hold_course(event.id, [row.id], clock, until="2026-11-20 13:00")
    assert list_due_follow_ups(date(2027, 2, 19)) == []
    clock.move_to("2027-02-20 09:00")
    (due,) = list_due_follow_ups(date(2027, 2, 20), maker_ids=makers)
    assert (due.enrolment_id, due.months, due.step) == (row.id, 3, "Label baru dipakai")
    answer_follow_up(row.id, 3, "partly", actor=SYSTEM)
    for enrolment_id, months in ((row.id, 3), (row.id, 6), (absent.id, 3)):
        with pytest.raises(FollowUpUnknown):
            answer_follow_up(enrolment_id, months, "done", actor=SYSTEM)
    clock.move_to("2027-05-20 09:00")
    answer_follow_up(row.id, 6, "done", actor=SYSTEM)
    assert list_due_follow_ups(date(2027, 5, 20)) == []
    assert list_answers(event.id) == {(row.id, 3): "partly", (row.id, 6): "done"}
