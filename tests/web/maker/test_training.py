"""Training on a maker's phone: a seat in two taps, the queue, an offer, the word, a certificate, a follow-up."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from app.training.models import Attendance, Enrolment, FollowUp
from app.training.queries.attendance import list_sessions
from app.training.queries.certificates import list_certificates
from app.training.services.attendance import say_word
from app.training.services.seats import enrol, give_up
from tests.logins import sign_in_again
from tests.pages import PageClient
from tests.training.course import hold_course, make_course
from tests.web.maker.conftest import Market


@pytest.fixture
def course(market: Market) -> int:
    """A course with one seat in the room and one online."""
    begin_writing()
    found = make_course(site=1, online=1).id
    commit()
    return found


def stands(event_id: int) -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(
        select(Enrolment.state, Enrolment.seat).where(Enrolment.event_id == event_id).order_by(Enrolment.id)
    )
    return [tuple(row) for row in rows]


def fill(event_id: int, market: Market, *wishes: str) -> list[int]:
    """Other people of the foreign maker take seats; their enrolments."""
    begin_writing()
    ids = [
        enrol(event_id, market.foreign.maker_id, f"Orang {place}", wish, actor=SYSTEM).id
        for place, wish in enumerate(wishes)
    ]
    commit()
    return ids


def later(app: Any, client: PageClient) -> PageClient:
    """The same login in a session begun now: days have passed."""
    return sign_in_again(app, client.user)


def test_two_taps_from_the_list_to_a_seat(phone: PageClient, course: int) -> None:
    page = phone.get("/usaha/pelatihan")
    page = phone.get(page.links["Daftar"])
    assert "Kursi di tempat 1 kosong" in page.text
    page.form(f"/usaha/pelatihan/{course}/daftar").submit(wish="site")
    page = phone.follow()
    assert "terdaftar di tempat" in page.text and "Kursi di tempat 0 kosong" in page.text
    assert stands(course) == [("enrolled", "site")]
    assert "terdaftar di tempat" in phone.get("/usaha/pelatihan").text


def test_the_same_person_twice_gets_a_sentence(phone: PageClient, course: int) -> None:
    form = phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar")
    form.submit(wish="any")
    page = form.submit(wish="any", expect=422)
    assert "sudah punya tempat atau sudah mengantre" in page.text
    assert stands(course) == [("enrolled", "site")]


def test_the_queue_is_seen_and_a_free_link_is_one_tap_away(
    phone: PageClient, market: Market, course: int
) -> None:
    fill(course, market, "site", "site")
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar").submit(wish="site")
    page = phone.follow()
    assert "Antrean nomor 2 dari 2" in page.text
    row = db.session.scalars(select(Enrolment).filter_by(maker_id=market.own.maker_id)).one()
    page.form(f"/usaha/pelatihan/{course}/tempat/{row.id}/online").submit()
    assert "terdaftar daring" in phone.follow().text


def test_an_offered_seat_is_taken_and_a_late_one_is_gone(
    app: Any, phone: PageClient, market: Market, course: int, clock: Any
) -> None:
    held = fill(course, market, "site")[0]
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar").submit(wish="site")
    begin_writing()
    give_up(held, actor=SYSTEM)
    commit()
    row = db.session.scalars(select(Enrolment).filter_by(maker_id=market.own.maker_id)).one()
    page = phone.get(f"/usaha/pelatihan/{course}")
    assert "Ambil sebelum" in page.text
    path = f"/usaha/pelatihan/{course}/tempat/{row.id}/ambil"
    clock.shift(hours=25)
    late = later(app, phone)
    page = late.get(f"/usaha/pelatihan/{course}")
    assert "sudah lewat" in page.form(path).submit(expect=422).text
    assert stands(course) == [("cancelled", "site"), ("offered", "site")]  # a refusal writes nothing
    clock.shift(hours=-2)
    later(app, phone).get(f"/usaha/pelatihan/{course}").form(path).submit()
    assert stands(course)[1] == ("enrolled", "site")


def test_a_place_is_given_up(phone: PageClient, market: Market, course: int) -> None:
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar").submit(wish="online")
    row = db.session.scalars(select(Enrolment)).one()
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/tempat/{row.id}/batal").submit()
    assert stands(course) == [("cancelled", "online")]


def test_another_makers_place_is_not_there(phone: PageClient, market: Market, course: int) -> None:
    (foreign,) = fill(course, market, "site")
    (session, *_rest) = list_sessions(course)
    phone.get("/usaha/")
    phone.post(f"/usaha/pelatihan/{course}/tempat/{foreign}/batal", expect=404)
    phone.post(f"/usaha/pelatihan/{course}/sesi/{session.id}/{foreign}", expect=404)
    phone.post(f"/usaha/pelatihan/tindak/{foreign}/3/done", expect=404)
    assert stands(course) == [("enrolled", "site")]


def test_a_session_of_another_course_is_not_there(phone: PageClient, course: int) -> None:
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar").submit(wish="online")
    row = db.session.scalars(select(Enrolment)).one()
    begin_writing()
    (session, *_rest) = list_sessions(make_course(title="Pelatihan lain").id)
    commit()
    phone.get("/usaha/")
    phone.post(f"/usaha/pelatihan/{course}/sesi/{session.id}/{row.id}", {"word": "salah"}, expect=404)


def test_the_word_is_typed_on_the_phone(app: Any, phone: PageClient, course: int, clock: Any) -> None:
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar").submit(wish="online")
    row, (session, *_rest) = db.session.scalars(select(Enrolment)).one(), list_sessions(course)
    clock.move_to("2026-11-20 09:05")
    begin_writing()
    word = say_word(session.id, actor=SYSTEM)
    commit()
    path = f"/usaha/pelatihan/{course}/sesi/{session.id}/{row.id}"
    phone = later(app, phone)
    form = phone.get(f"/usaha/pelatihan/{course}").form(path)
    assert "tidak cocok atau sudah lewat" in form.submit(word="salah", expect=422).text
    form.submit(word=word)
    assert "Kehadiran Anda tercatat" in phone.follow().text
    assert db.session.scalars(select(Attendance.source)).all() == ["word"]


def test_a_certificate_is_printed_checked_by_anybody_and_asked_about_later(
    app: Any, phone: PageClient, market: Market, course: int, clock: Any
) -> None:
    phone.get(f"/usaha/pelatihan/{course}").form(f"/usaha/pelatihan/{course}/daftar").submit(wish="site")
    row = db.session.scalars(select(Enrolment)).one()
    begin_writing()
    hold_course(course, [row.id], clock, until="2026-11-21 13:00")
    commit()
    (certificate,) = list_certificates()
    anybody = PageClient(app)
    printed = anybody.get(f"/cek/sertifikat/{certificate.token}/cetak")
    assert "PLT-2026-00001" in printed.text and "Dapur Kenari" in printed.text
    assert "<svg" in printed.body
    checked = anybody.get(f"/cek/sertifikat/{certificate.token}")
    assert checked.h1 == "Tercatat" and "Kemasan dan label" in checked.text
    assert anybody.get("/cek/sertifikat/tidak-ada", expect=404).h1 == "Tidak dikenal"
    anybody.get("/cek/sertifikat/tidak-ada/cetak", expect=404)
    clock.move_to("2027-02-21 09:00")
    phone = later(app, phone)
    page = phone.get("/usaha/pelatihan")
    assert "3 bulan sesudah Kemasan dan label" in page.text
    page.form(f"/usaha/pelatihan/tindak/{row.id}/3/done").submit()
    assert "Jawaban Anda tercatat" in phone.follow().text
    assert db.session.scalars(select(FollowUp.answer)).all() == ["done"]
