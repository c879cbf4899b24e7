"""From "Bukan saya?" on the phone to the answer in the office and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.disputes.queries import list_open_disputes
from app.extensions import db
from app.settings.rules import find_workday_after
from tests.pages import PageClient
from tests.people import Staff, buy, make_staff

SignIn = Callable[..., PageClient]


@pytest.fixture
def staff(session: Any) -> Staff:
    """Two offices with their people, and a decree."""
    return make_staff()


@pytest.fixture
def ani(staff: Staff, as_role: SignIn) -> PageClient:
    return as_role("employee", employee=staff.ani, username="ani")


@pytest.fixture
def finance(staff: Staff, as_role: SignIn) -> PageClient:
    return as_role("finance", username="bendahara")


def test_a_note_that_is_not_mine_is_asked_about_answered_and_reversed(
    staff: Staff, ani: PageClient, finance: PageClient
) -> None:
    sale = buy(staff.ani, 15_000)
    page = ani.get("/saya/")
    assert "Bukan saya?" in page.text
    ani.post(f"/saya/nota/{sale.id}/bukan-saya", {"why": "0", "more": "saya dinas luar"}, expect=303)
    assert "sedang diperiksa" in ani.get("/saya/").text
    (row,) = list_open_disputes()
    assert "dinas luar" in finance.get(f"/keuangan/pengaduan/{row.id}").text
    finance.post(
        f"/keuangan/pengaduan/{row.id}", {"decision": "void", "answer": "Kasir salah pilih nama."}, expect=303
    )
    page = ani.get("/saya/")
    assert f"Pengaduan {row.number} dikabulkan" in page.text and "Dibatalkan" in page.text
    assert "Kasir salah pilih nama." in ani.get("/saya/pengaduan").text


def test_a_purchase_that_is_missing_is_recorded_with_its_own_date(
    staff: Staff, ani: PageClient, finance: PageClient
) -> None:
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    told = {
        "booth": booth.id, "day": "2026-11-03", "time": "09.40", "amount": "20.000", "receipt": "",
        "reason": "dua bungkus bagea",
    }  # fmt: skip
    ani.get("/saya/belum-tercatat")
    ani.post("/saya/belum-tercatat", told, expect=303)
    (row,) = list_open_disputes()
    finance.get(f"/keuangan/pengaduan/{row.id}").form().submit(decision="record", answer="Notanya ada.")
    page = ani.get("/saya/")
    assert "Memenuhi" in page.text and "3 Nov" in page.text


def test_what_was_typed_wrong_is_kept_and_nothing_is_stored(staff: Staff, ani: PageClient) -> None:
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    told = {"booth": booth.id, "day": "2026-11-03", "time": "jam 9", "amount": "20.000", "reason": "bagea"}
    ani.get("/saya/belum-tercatat")
    page = ani.post("/saya/belum-tercatat", told, expect=422)
    assert "Tulis jam dan menit" in page.text and "jam 9" in page.body
    for wrong in ({"amount": "0"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}):
        ani.post("/saya/belum-tercatat", told | {"time": "09.40"} | wrong, expect=422)
    db.session.rollback()
    assert list_open_disputes() == []


def test_somebody_else_s_note_is_as_good_as_none(staff: Staff, ani: PageClient) -> None:
    sale = buy(staff.budi, 15_000)
    ani.get(f"/saya/nota/{sale.id}/bukan-saya", expect=404)


def test_the_inbox_has_the_same_number_of_statements_for_one_and_for_many(
    staff: Staff, ani: PageClient, finance: PageClient, count_queries: Callable[[], Any]
) -> None:
    counts = []
    for many in (1, 6):
        for _ in range(many):
            sale = buy(staff.ani, 15_000)
            ani.get(f"/saya/nota/{sale.id}/bukan-saya")
            ani.post(f"/saya/nota/{sale.id}/bukan-saya", {"why": "0"}, expect=303)
        finance.get("/keuangan/pengaduan")
        with count_queries() as asked:
            finance.get("/keuangan/pengaduan")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_complaint_has_a_number_a_promised_day_and_can_be_taken_back(
    staff: Staff, ani: PageClient, finance: PageClient, as_role: SignIn
) -> None:
    sale = buy(staff.ani, 15_000)
    ani.get(f"/saya/nota/{sale.id}/bukan-saya")
    ani.post(f"/saya/nota/{sale.id}/bukan-saya", {"why": "0"}, expect=303)
    (row,) = list_open_disputes()
    told = ani.get("/saya/pengaduan").text
    assert f"Nomor {row.number}" in told and "Dijawab paling lambat 13 November 2026" in told
    assert "13 November 2026" in finance.get("/keuangan/pengaduan").text
    budi = as_role("employee", employee=staff.budi)
    budi.get("/saya/pengaduan")
    budi.post(f"/saya/pengaduan/{row.id}/tarik", expect=404)
    for _press in range(2):
        ani.get("/saya/pengaduan")
        ani.post(f"/saya/pengaduan/{row.id}/tarik", expect=303)
    db.session.rollback()
    assert list_open_disputes() == []
    assert "ditarik kembali" in ani.get("/saya/pengaduan").text
    assert "ditarik kembali" in finance.get("/keuangan/pengaduan").text
    finance.post(f"/keuangan/pengaduan/{row.id}", {"decision": "decline", "answer": "terlambat"}, expect=422)


@pytest.mark.parametrize(
    ("sent_on", "due"),
    [
        (date(2026, 11, 6), date(2026, 11, 13)),  # a Friday
        (date(2026, 11, 7), date(2026, 11, 13)),
        (date(2026, 11, 8), date(2026, 11, 13)),
        (date(2026, 11, 9), date(2026, 11, 16)),
    ],
)
def test_the_promised_day_counts_working_days(sent_on: date, due: date) -> None:
    assert find_workday_after(sent_on, 5, ()) == due


def test_a_holiday_moves_the_promised_day() -> None:
    assert find_workday_after(date(2026, 11, 6), 5, {date(2026, 11, 10)}) == date(2026, 11, 16)
