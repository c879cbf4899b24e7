"""The Dinas' courses: announced, refused with a sentence, attendance at the door, certificates, follow-ups."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import issue_maker_card
from app.makers.services import create_maker
from app.shared.transaction import begin_writing, commit
from app.training.models import Attendance, Enrolment, TrainingCertificate, TrainingEvent
from app.training.queries.attendance import list_sessions
from app.training.services.seats import enrol
from tests.logins import sign_in_again
from tests.pages import PageClient
from tests.training.course import make_course

TYPED = {
    "title": "Kemasan dan label", "topic": "Kemasan", "starts_on": "2026-11-20", "ends_on": "2026-11-21",
    "begins": "09.00", "ends": "12.00", "site_seats": "200", "online_seats": "800", "place": "Balai Kota",
    "link": "https://rapat.example/1", "step": "Label baru dipakai",
}  # fmt: skip


@pytest.fixture
def dinas(as_role: Any) -> PageClient:
    client: PageClient = as_role("umkm")
    return client


@pytest.fixture
def course(session: Any) -> tuple[int, int, str]:
    """A course, a maker enrolled in it, and the code of its card."""
    maker = create_maker("Dapur Kenari", actor=SYSTEM)
    event = make_course()
    enrol(event.id, maker.id, "Ibu Maria", "site", actor=SYSTEM)
    code = issue_maker_card(maker.id, actor=SYSTEM)
    commit()
    return event.id, maker.id, code


def sources() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Attendance.source).order_by(Attendance.id)))


def test_a_course_is_announced_with_a_session_on_each_day(dinas: PageClient) -> None:
    dinas.get("/dinas/pelatihan/baru").form().submit(**TYPED)
    page = dinas.follow()
    assert page.h1 == "Kemasan dan label" and "di tempat: 0 terisi dari 200" in page.text
    event = db.session.scalars(select(TrainingEvent)).one()
    assert len(list_sessions(event.id)) == 2 and event.share_percent == 80
    page.form(f"/dinas/pelatihan/{event.id}/sesi").submit(day="2026-11-20", begins="13.00", ends="15.00")
    assert "Sesi ditambah" in dinas.follow().text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"site_seats": "", "online_seats": "0"}, "belum punya kursi"),
        ({"ends_on": "2026-11-19"}, "hari selesai tidak sebelum hari mulai"),
        ({"ends": "08.00"}, "Jam selesai harus sesudah jam mulai"),
        ({"link": "ftp://rapat.example"}, "dimulai dengan https://"),
        ({"share_percent": "101"}, "dari 1 sampai 100"),
    ],
)
def test_what_is_no_course_is_said_and_what_was_typed_stays(
    dinas: PageClient, typed: dict[str, str], sentence: str
) -> None:
    page = dinas.get("/dinas/pelatihan/baru").form().submit(**TYPED | typed, expect=422)
    assert sentence in page.text and "Kemasan dan label" in page.body
    assert db.session.scalars(select(TrainingEvent)).all() == []


def test_a_session_before_its_course_is_refused(dinas: PageClient, course: tuple[int, int, str]) -> None:
    path = f"/dinas/pelatihan/{course[0]}"
    form = dinas.get(path).form(f"{path}/sesi")
    page = form.submit(day="2026-11-19", begins="9.00", ends="10.00", expect=422)
    assert "antara hari mulai dan hari selesai" in page.text


def test_an_officer_finds_a_maker_and_enrols_once(dinas: PageClient, course: tuple[int, int, str]) -> None:
    path = f"/dinas/pelatihan/{course[0]}"
    assert "Tidak ada UMKM dengan kata itu" in dinas.get(f"{path}?cari=zzz").text
    form = dinas.get(f"{path}?cari=kenari").form(f"{path}/daftar")
    form.submit(person="Bapak Yosep", wish="online")
    assert "Bapak Yosep terdaftar" in dinas.follow().text
    assert "sudah punya tempat" in form.submit(person="bapak yosep", wish="online", expect=422).text
    row = db.session.scalars(select(Enrolment).filter_by(person_name="Bapak Yosep")).one()
    dinas.get(path).form(f"{path}/tempat/{row.id}/batal").submit()
    assert db.session.get_one(Enrolment, row.id, populate_existing=True).state == "cancelled"
    dinas.post(f"{path}/tempat/999/batal", expect=404)


def test_at_the_door_a_card_a_tap_and_somebody_without_a_seat(
    app: Any, dinas: PageClient, course: tuple[int, int, str], clock: Any
) -> None:
    event_id, maker_id, code = course
    (session, *_rest) = list_sessions(event_id)
    path = f"/dinas/pelatihan/{event_id}/sesi/{session.id}"
    early = dinas.get(path).form(f"{path}/kartu").submit(code=code, expect=422)
    assert "satu jam sebelum sesi" in early.text
    clock.move_to("2026-11-20 08:30")
    dinas = sign_in_again(app, dinas.user)
    dinas.get(path).form(f"{path}/kartu").submit(code=f"/kartu#{code}")
    assert "Ibu Maria hadir" in dinas.follow().text
    assert "tidak dikenal" in dinas.get(path).form(f"{path}/kartu").submit(code="x", expect=422).text
    form = dinas.get(f"{path}?cari=kenari").form(f"{path}/datang")
    form.submit(person="Bapak Yosep")
    assert "datang langsung" in dinas.follow().text
    begin_writing()
    row = enrol_late(event_id, maker_id)
    commit()
    dinas.get(path).form(f"{path}/hadir").submit(enrolment_id=str(row))
    assert sources() == ["card", "list", "list"]
    dinas.get(path).form(f"{path}/kata").submit()
    assert "Ucapkan kata ini sekarang" in dinas.follow().text


def enrol_late(event_id: int, maker_id: int) -> int:
    """Somebody more with a seat, before the course begins."""
    return enrol(event_id, maker_id, "Nona Ani", "online", actor=SYSTEM).id


def test_a_course_is_finished_once_it_is_over(
    app: Any, dinas: PageClient, course: tuple[int, int, str], clock: Any
) -> None:
    path = f"/dinas/pelatihan/{course[0]}"
    assert "belum selesai" in dinas.get(path).form(f"{path}/selesai").submit(expect=422).text
    for session in list_sessions(course[0]):
        clock.move_to(f"{session.starts_at:%Y-%m-%d} 09:30")
        dinas = sign_in_again(app, dinas.user)
        dinas.get(f"{path}/sesi/{session.id}").form(f"{path}/sesi/{session.id}/hadir").submit()
    clock.move_to("2026-11-21 12:00")
    dinas.get(path).form(f"{path}/selesai").submit()
    page = dinas.follow()
    assert "Sertifikat sudah dibuat" in page.text and "PLT-2026-00001" in page.links
    assert len(db.session.scalars(select(TrainingCertificate)).all()) == 1
    clock.move_to("2027-02-21 09:00")
    dinas = sign_in_again(app, dinas.user)
    page = dinas.get("/dinas/pelatihan")
    assert "1 pertanyaan sesudah pelatihan" in page.text
    page = dinas.get("/dinas/pelatihan/tindak-lanjut")
    row = db.session.scalars(select(Enrolment)).one()
    page.form(f"/dinas/pelatihan/tindak-lanjut/{row.id}/3/partly").submit()
    assert "Tidak ada yang menunggu" in dinas.follow().text
    event_id = course[0]
    assert (
        "3 bulan sesudahnya: Sudah 0, Sebagian 1, Belum 0" in dinas.get(f"/dinas/pelatihan/{event_id}").text
    )


def test_a_cancelled_course_says_so(dinas: PageClient, course: tuple[int, int, str]) -> None:
    path = f"/dinas/pelatihan/{course[0]}"
    page = dinas.get(path)
    page.form(f"{path}/tawarkan").submit()
    page.form(f"{path}/batal").submit()
    assert "Pelatihan dibatalkan" in dinas.follow().text
    assert "sudah selesai atau dibatalkan" in page.form(f"{path}/batal").submit(expect=422).text
