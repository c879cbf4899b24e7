"""The city's holidays: an admin keeps the list, and dates and booths follow it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.rules import OpeningHours
from app.booths.services import create_booth, place_booth
from app.closing.queries import get_closing_day
from app.extensions import db
from app.settings.queries import list_holidays
from app.settings.rules import MOST_HOLIDAYS, Holiday
from app.settings.services import set_holiday
from app.shared.period import Period
from app.shared.transaction import commit
from tests.pages import PageClient
from tests.people import buy, make_staff

PATH = "/admin/pengaturan/hari-libur"
WORKDAYS = OpeningHours(frozenset(range(5)), time(8), time(15))


def stored() -> tuple[Holiday, ...]:
    db.session.rollback()
    return list_holidays()


def actions() -> list[tuple[str, str, Any]]:
    wanted = select(AuditEvent.action, AuditEvent.actor_name, AuditEvent.details).order_by(AuditEvent.id)
    return [tuple(row) for row in db.session.execute(wanted.where(AuditEvent.action.like("%_holiday")))]


def test_an_admin_adds_renames_and_removes_a_day_and_the_trail_says_who(admin: PageClient) -> None:
    assert "Belum ada hari libur" in admin.get(PATH).text
    admin.form(PATH).submit(day="2026-12-25", name="Natal")
    page = admin.get(PATH)
    assert "25 Desember 2026 sekarang hari libur: Natal." in page.text
    admin.form(PATH).submit(day="2026-12-25", name="Hari Raya Natal")
    assert stored() == (Holiday(date(2026, 12, 25), "Hari Raya Natal"),)
    assert "Hari libur: 1 tercatat" in admin.get("/admin/pengaturan").text
    admin.post(f"{PATH}/2026-12-25/hapus")
    page = admin.get(PATH)
    assert "25 Desember 2026 bukan hari libur lagi." in page.text and stored() == ()
    admin.post(f"{PATH}/2026-12-25/hapus")
    page = admin.get(PATH)
    assert "25 Desember 2026 tidak ada dalam daftar" in page.text
    day = {"day": "2026-12-25"}
    assert actions() == [
        ("settings.set_holiday", "admin.uji", day),
        ("settings.set_holiday", "admin.uji", day),
        ("settings.remove_holiday", "admin.uji", day),
    ]
    assert "Menetapkan hari libur" in admin.get("/admin/jejak").text


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2026-02-30", "Natal", "Tulis tanggal yang ada"),
        ("2024-12-31", "Natal", "tahun 2025 sampai 2028"),
        ("2029-01-01", "Natal", "tahun 2025 sampai 2028"),
        ("2026-12-25", "", "Nama hari libur harus diisi"),
        ("2026-12-25", "x y" * 27, "Paling panjang 80 huruf"),
    ],
)
def test_what_cannot_be_a_holiday_is_refused_and_nothing_typed_is_lost(
    admin: PageClient, day: str, name: str, expected: str
) -> None:
    admin.get(PATH)
    page = admin.form(PATH).submit(day=day, name=name, expect=422)
    assert expected in page.text and f'value="{day}"' in page.body
    assert stored() == () and actions() == []


def test_a_year_has_an_end(admin: PageClient) -> None:
    for number in range(MOST_HOLIDAYS):
        set_holiday(date.fromordinal(date(2027, 1, 1).toordinal() + number), "Libur", actor=SYSTEM)
    commit()
    admin.get(PATH)
    page = admin.form(PATH).submit(day="2027-12-25", name="Natal", expect=422)
    assert f"Tahun 2027 sudah punya {MOST_HOLIDAYS} hari libur" in page.text
    admin.get(PATH)
    admin.form(PATH).submit(day="2027-01-01", name="Tahun Baru")
    assert len(stored()) == MOST_HOLIDAYS and stored()[0].name == "Tahun Baru"


@pytest.mark.parametrize("day", ["besok", "2026-13-01", "2026-12-25%00"])
def test_a_day_that_is_none_is_not_found(admin: PageClient, day: str) -> None:
    admin.get(PATH)
    admin.post(f"{PATH}/{day}/hapus", expect=404)


@pytest.mark.clock("2026-12-02 09:00")
def test_the_closing_day_and_what_people_read_of_it_leave_holidays_out(as_role: Any, session: Any) -> None:
    buy(make_staff().ani, 15_000)
    assert get_closing_day(Period(2026, 11)) == date(2026, 12, 7)
    set_holiday(date(2026, 12, 1), "Hari Kota", actor=SYSTEM)
    set_holiday(date(2026, 12, 5), "Sabtu", actor=SYSTEM)
    commit()
    assert get_closing_day(Period(2026, 11)) == date(2026, 12, 8)
    assert "8 Desember 2026" in as_role("finance").get("/keuangan/bulan/2026-11").text


@pytest.mark.clock("2026-12-24 10:00")
@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], "Buka hari ini sampai 15.00"),
        ([24], "Hari ini libur (Libur), buka lagi Jumat"),
        ([24, 25], "Hari ini libur (Libur), buka lagi Senin"),
        ([24, 25, 28, 29, 30, 31], "Hari ini libur (Libur), buka lagi Jumat, 1 Januari 2027"),
    ],
)
def test_every_booth_rests_on_a_holiday(
    client: PageClient, session: Any, days: list[int], expected: str
) -> None:
    booth = create_booth("Balai Kota", actor=SYSTEM)
    place_booth(booth.id, address="Lantai 1", hours=WORKDAYS, actor=SYSTEM)
    for day in days:
        set_holiday(date(2026, 12, day), "Libur", actor=SYSTEM)
    commit()
    assert expected in client.get("/").text
