"""Acts in the wrong order, at the last second, of the wrong people, and with text that is markup."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.errors import MakerClosed
from app.makers.members import issue_maker_card
from app.makers.profiles import close_maker
from app.shared.errors import NotFound
from app.shared.transaction import commit
from app.training.errors import (
    AlreadyAttended,
    CardUnknown,
    EnrolmentEnded,
    EventNotOpen,
    EventNotOver,
    EventStarted,
    EventWithoutSeats,
    NotEnrolled,
    OfferEnded,
    SeatKindMissing,
    SessionNotBegun,
    SessionOutsideEvent,
)
from app.training.models import Enrolment, TrainingEvent
from app.training.queries.attendance import list_sessions, list_sources
from app.training.queries.certificates import list_certificates
from app.training.services.attendance import attend, attend_by_card, finish_event
from app.training.services.events import add_session, cancel_event
from app.training.services.seats import enrol, give_up, settle_offers, take_offer, take_seat, walk_in
from tests.pages import PageClient
from tests.training.course import make_course, make_makers

pytestmark = pytest.mark.both_engines
MARKUP = "<script>alert(1)</script>"
MORNING = "2026-11-20 09:05"


def ask(event_id: int, maker_id: int, wish: str = "site", person: str = "Ibu Maria") -> Enrolment:
    return enrol(event_id, maker_id, person, wish, actor=SYSTEM)


def offered(clock: Any) -> tuple[TrainingEvent, Enrolment, Enrolment]:
    """A course of one seat: the first gave it up, the second has the offer, the third waits."""
    event, makers = make_course(site=1, online=0), make_makers(3)
    held, first, second = (ask(event.id, one) for one in makers)
    clock.move_to("2026-11-10 10:00")
    give_up(held.id, actor=SYSTEM)
    db.session.expire_all()
    return event, first, second


@pytest.mark.parametrize(("late", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_an_offer_is_taken_until_its_last_second(session: Any, clock: Any, late: int, is_taken: bool) -> None:
    _event, first, second = offered(clock)
    assert first.offer_until is not None
    clock.shift(seconds=86_400 + late)
    if is_taken:
        assert take_offer(first.id, actor=SYSTEM).state == "enrolled"
        return
    with pytest.raises(OfferEnded):
        take_offer(first.id, actor=SYSTEM)
    db.session.expire_all()
    assert (first.state, second.state, second.seat_number) == ("lapsed", "offered", 1)


def test_an_offer_the_timer_ended_is_not_taken_and_a_lapsed_row_never_lives_again(
    session: Any, clock: Any
) -> None:
    _event, first, second = offered(clock)
    clock.shift(days=1)
    assert settle_offers(actor=SYSTEM) == 1
    for act, error in (
        (lambda: take_offer(first.id, actor=SYSTEM), OfferEnded),
        (lambda: take_seat(first.id, "site", actor=SYSTEM), EnrolmentEnded),
        (lambda: give_up(first.id, actor=SYSTEM), EnrolmentEnded),
    ):
        with pytest.raises(error):
            act()
    db.session.expire_all()
    assert (first.state, second.state) == ("lapsed", "offered")


def test_a_course_without_seats_and_a_seat_it_does_not_have_are_refused(session: Any) -> None:
    with pytest.raises(EventWithoutSeats):
        make_course(site=0, online=0)
    event, (maker_id,) = make_course(site=1, online=0), make_makers(1)
    with pytest.raises(SeatKindMissing):
        ask(event.id, maker_id, "online")
    with pytest.raises(NotFound):
        ask(event.id, maker_id, "balcony")
    assert ask(event.id, maker_id, "any").seat == "site"


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2026, 11, 22)])
def test_a_session_on_a_day_outside_the_course_is_refused(session: Any, day: date) -> None:
    with pytest.raises(SessionOutsideEvent):
        add_session(make_course().id, day, time(14), time(15), actor=SYSTEM)


def test_acts_in_the_wrong_order_are_refused_and_change_nothing(session: Any, clock: Any) -> None:
    event, other, (maker_id, second, third) = make_course(), make_course(title="Lain"), make_makers(3)
    row, stranger = ask(event.id, maker_id), ask(other.id, second)
    day_one, day_two = list_sessions(event.id)
    waiting = ask(event.id, third)
    give_up(waiting.id, actor=SYSTEM)
    for act, error in (
        (lambda: attend(day_one.id, row.id, "list", actor=SYSTEM), SessionNotBegun),
        (lambda: finish_event(event.id, actor=SYSTEM), EventNotOver),
    ):
        with pytest.raises(error):
            act()
    clock.move_to(MORNING)
    assert attend(day_one.id, row.id, "list", actor=SYSTEM)
    for act, error in (
        (lambda: attend(day_one.id, stranger.id, "list", actor=SYSTEM), NotFound),
        (lambda: attend(day_one.id, waiting.id, "list", actor=SYSTEM), NotEnrolled),
        (lambda: attend(day_two.id, row.id, "list", actor=SYSTEM), SessionNotBegun),
        (lambda: give_up(row.id, actor=SYSTEM), AlreadyAttended),
        (lambda: ask(event.id, second), EventStarted),
    ):
        with pytest.raises(error):
            act()
    assert list_sources(event.id) == {(row.id, day_one.id): "list"}
    cancel_event(event.id, actor=SYSTEM)
    for act in (
        lambda: cancel_event(event.id, actor=SYSTEM),
        lambda: finish_event(event.id, actor=SYSTEM),
        lambda: walk_in(event.id, second, "Ibu", actor=SYSTEM),
        lambda: attend(day_one.id, row.id, "list", actor=SYSTEM),
    ):
        with pytest.raises(EventNotOpen):
            act()
    assert list_certificates(event_id=event.id) == []


def test_a_closed_maker_and_a_replaced_card_open_no_door(session: Any, clock: Any) -> None:
    event, (closed, maker_id) = make_course(), make_makers(2)
    row = ask(event.id, maker_id)
    old = issue_maker_card(maker_id, actor=SYSTEM)
    new = issue_maker_card(maker_id, actor=SYSTEM)
    close_maker(closed, actor=SYSTEM)
    for act in (lambda: ask(event.id, closed), lambda: walk_in(event.id, closed, "Ibu", actor=SYSTEM)):
        with pytest.raises(MakerClosed):
            act()
    first = list_sessions(event.id)[0]
    clock.move_to(MORNING)
    for code in (old, "", "https://kota.example/kartu#", issue_maker_card(closed, actor=SYSTEM)):
        with pytest.raises(CardUnknown):
            attend_by_card(first.id, code, actor=SYSTEM)
    assert attend_by_card(first.id, new, actor=SYSTEM).id == row.id


def test_certificates_are_numbered_once_however_often_a_course_is_finished(session: Any, clock: Any) -> None:
    event, makers = make_course(site=3, days=1), make_makers(3)
    rows = [ask(event.id, one) for one in makers]
    clock.move_to(MORNING)
    for one in rows[:2]:
        attend(list_sessions(event.id)[0].id, one.id, "list", actor=SYSTEM)
    clock.move_to("2026-11-21 09:00")
    assert [finish_event(event.id, actor=SYSTEM) for _time in range(3)] == [2, 0, 0]
    assert [one.number for one in list_certificates()] == ["PLT-2026-00002", "PLT-2026-00001"]


def test_markup_in_names_is_text_on_every_page(session: Any, clock: Any, as_role: Any) -> None:
    event = make_course(title=MARKUP, place=MARKUP, step=MARKUP, organizer=MARKUP, topic=MARKUP)
    (maker_id,) = make_makers(1, MARKUP)
    ask(event.id, maker_id, person=MARKUP)
    session_id = list_sessions(event.id)[0].id
    commit()
    dinas: PageClient = as_role("umkm")
    for path in (
        "/dinas/pelatihan", f"/dinas/pelatihan/{event.id}", f"/dinas/pelatihan/{event.id}/sesi/{session_id}",
        "/dinas/laporan", f"/dinas/laporan/lihat/attendance?pelatihan={event.id}",
        f"/dinas/laporan/cetak/training?pelatihan={event.id}&lembar=semua",
    ):  # fmt: skip
        page = dinas.get(path)
        assert MARKUP not in page.body and "&lt;script&gt;" in page.body, path


def test_no_act_reaches_through_another_course(session: Any, clock: Any, as_role: Any) -> None:
    event, other, (maker_id,) = make_course(), make_course(title="Lain"), make_makers(1)
    row, foreign = ask(event.id, maker_id), list_sessions(other.id)[0].id
    commit()
    clock.move_to(MORNING)
    dinas: PageClient = as_role("umkm")
    dinas.get("/dinas/pelatihan")
    dinas.get(f"/dinas/pelatihan/{event.id}/sesi/{foreign}", expect=404)
    dinas.post(f"/dinas/pelatihan/{event.id}/sesi/{foreign}/hadir", {"enrolment_id": row.id}, expect=404)
    dinas.post(f"/dinas/pelatihan/{other.id}/sesi/{foreign}/hadir", {"enrolment_id": row.id}, expect=404)
    dinas.post(f"/dinas/pelatihan/{other.id}/tempat/{row.id}/batal", {}, expect=404)
    db.session.rollback()
    assert list_sources(event.id) == {} and list_sources(other.id) == {}
    assert db.session.get_one(Enrolment, row.id).state == "enrolled"
