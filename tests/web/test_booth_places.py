"""Where to buy: a manager enters address and hours, and buyers read them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.queries import find_booth
from app.booths.rules import OpeningHours
from app.booths.services import create_booth, place_booth
from app.extensions import db
from app.notices.models import Notice
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient
from tests.people import buy, make_staff

WORKDAYS = OpeningHours(frozenset(range(5)), time(8), time(15))


@pytest.fixture
def booth(session: Any) -> int:
    """A booth without address and hours."""
    made = create_booth("Balai Kota", actor=SYSTEM)
    commit()
    return made.id


def place(booth_id: int, hours: OpeningHours | None = WORKDAYS, address: str = "Lantai 1") -> None:
    begin_writing()
    place_booth(booth_id, address=address, hours=hours, actor=SYSTEM)
    commit()


@pytest.mark.parametrize(
    ("day", "is_open", "next_day"),
    [
        (date(2026, 11, 5), True, date(2026, 11, 6)),
        (date(2026, 11, 6), True, date(2026, 11, 9)),
        (date(2026, 11, 7), False, date(2026, 11, 9)),
        (date(2026, 11, 8), False, date(2026, 11, 9)),
    ],
)
def test_a_booth_of_the_working_week_is_closed_at_the_weekend(
    day: date, is_open: bool, next_day: date
) -> None:
    assert (WORKDAYS.is_open_on(day), WORKDAYS.next_open_day(day)) == (is_open, next_day)


def test_a_manager_enters_address_and_hours_and_everybody_reads_them(as_role: Any, booth: int) -> None:
    manager: PageClient = as_role("manager")
    manager.get(f"/pengelola/pojok/{booth}/tempat")
    manager.form().submit(
        address="Lantai 1, loket 3", weekdays=["0", "1", "2", "5"], opens="8.00", closes="15.00"
    )
    page = manager.get(f"/pengelola/pojok/{booth}")
    assert "Lantai 1, loket 3" in page.text and "Senin–Rabu, Sabtu, 08.00–15.00" in page.text
    front = manager.get("/").text
    assert "Lantai 1, loket 3" in front and "Buka hari ini sampai 15.00" in front


@pytest.mark.parametrize(
    ("weekdays", "opens", "closes", "said"),
    [
        (["0"], "", "15.00", "kosongkan semuanya"),
        ([], "8.00", "15.00", "kosongkan semuanya"),
        (["0"], "15.00", "8.00", "sesudah jam buka"),
        (["0"], "25.00", "26.00", "misalnya 09.15"),
    ],
)
def test_hours_that_make_no_sense_are_refused_in_words(
    as_role: Any, booth: int, weekdays: list[str], opens: str, closes: str, said: str
) -> None:
    manager: PageClient = as_role("manager")
    manager.get(f"/pengelola/pojok/{booth}/tempat")
    page = manager.form().submit(
        address="Lantai 1", weekdays=weekdays, opens=opens, closes=closes, expect=422
    )
    assert said in page.text and 'value="Lantai 1"' in page.body
    db.session.expire_all()
    found = find_booth("Balai Kota")
    assert found is not None and found.hours is None and found.address == ""


def test_a_manager_of_another_booth_does_not_find_the_page(as_role: Any, booth: int) -> None:
    begin_writing()
    other = create_booth("Gedung A", actor=SYSTEM)
    commit()
    bound: PageClient = as_role("manager", booth=other.id)
    bound.get(f"/pengelola/pojok/{booth}/tempat", expect=404)
    bound.post(f"/pengelola/pojok/{booth}/tempat", {"address": "di sini"}, expect=404)


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param("Hari ini tutup, buka lagi Senin", marks=pytest.mark.clock("2026-11-07 09:15")),
        pytest.param("Buka hari ini sampai 15.00", marks=pytest.mark.clock("2026-11-06 14:59")),
        pytest.param("Hari ini sudah tutup", marks=pytest.mark.clock("2026-11-06 15:00")),
    ],
)
def test_the_front_page_says_whether_a_booth_is_open_today(
    client: PageClient, booth: int, expected: str
) -> None:
    place(booth)
    assert expected in client.get("/").text


def test_an_employee_who_is_short_sees_where_to_buy(as_role: Any, booth: int) -> None:
    place(booth, address="Sebelah loket pajak")
    begin_writing()
    staff = make_staff()
    client: PageClient = as_role("employee", employee=staff.budi)
    assert "Sebelah loket pajak" in client.get("/saya/").text


def test_an_opd_reminds_its_short_people_once_a_day(as_role: Any, booth: int) -> None:
    place(booth)
    begin_writing()
    staff = make_staff()
    buy(staff.cici, 20_000)
    client: PageClient = as_role("opd", unit=staff.office)
    page = client.get("/opd/pengingat").text
    assert "Balai Kota (Lantai 1, Senin–Jumat, 08.00–15.00)" in page
    for _press in range(2):
        client.post("/opd/pengingat/kirim", expect=303)
        db.session.rollback()
        told = list(db.session.scalars(select(Notice.reader).where(Notice.kind == "short")))
        assert sorted(told) == sorted(f"employee:{one.id}" for one in (staff.ani, staff.budi))
