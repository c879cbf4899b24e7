"""Pages of months: closing, reopening, late entries, signed files, exports and who made them."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.closing.models import Closing
from app.closing.queries import get_stored_file
from app.extensions import db
from app.months.queries import get_month
from app.sales.services import resolve_buyer
from tests.excel.written import read_back
from tests.office import TREASURER, October, close
from tests.pages import PageClient
from tests.standing import NOVEMBER, OCTOBER

PAGE = "/keuangan/bulan/2026-10"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_what_is_open_is_a_sentence_with_its_page(finance: PageClient) -> None:
    page = finance.get(PAGE)
    assert "1 pembeli belum dikenal" in page.text
    assert page.links["Selesaikan: 1 pembeli belum dikenal"] == "/keuangan/putuskan/pembeli?bulan=2026-10"
    assert "Hari tutupnya 6 November 2026 sudah lewat." in page.text


def test_closing_wants_a_reason_while_something_is_open(finance: PageClient) -> None:
    page = finance.get(PAGE).form("tutup-bulan").submit(expect=422)
    assert get_month(OCTOBER).state == "open"
    assert "alasan" in page.text.lower()


def test_closing_with_a_reason_keeps_it_and_offers_the_file(finance: PageClient) -> None:
    page = finance.get(PAGE).form("tutup-bulan").submit(override="Provinsi menunggu").follow()
    assert "Oktober 2026 ditutup, versi 1." in page.text
    assert get_stored_file(OCTOBER, 1).sha256 in page.text
    assert db.session.query(Closing).one().override_reason == "Provinsi menunggu"


def test_the_signed_book_names_the_person_and_not_the_account(finance: PageClient) -> None:
    db.session.query(User).one().display_name = "Siti Bendahara, S.E."
    db.session.commit()
    finance.get(PAGE).form("tutup-bulan").submit(override="Provinsi menunggu")
    rows = read_back(get_stored_file(OCTOBER, 1).content, "Keterangan")
    assert ["Dibuat oleh", "Siti Bendahara, S.E."] in rows


def test_a_month_where_nothing_is_open_closes_without_a_word(
    finance: PageClient, october: October, session: Any
) -> None:
    resolve_buyer(october.unknown, october.ani, "ditelepon", actor=TREASURER)
    finance.get(PAGE).form("tutup-bulan").submit()
    assert get_month(OCTOBER).state == "closed"


def test_the_running_month_says_when_it_may_close(finance: PageClient) -> None:
    page = finance.get("/keuangan/bulan/2026-11")
    assert "Sesudah 30 November 2026" in page.text
    refused = finance.post("/keuangan/bulan/2026-11/tutup", {"override": "x"}, expect=422)
    assert "belum berakhir" in refused.text
    assert get_month(NOVEMBER).state == "open"


def test_who_closes_second_is_told_so(finance: PageClient, session: Any) -> None:
    form = finance.get(PAGE).form("tutup-bulan")
    close()
    page = form.submit(expect=422, override="x")
    assert "sudah ditutup" in page.text
    assert db.session.query(Closing).count() == 1


def test_reopening_wants_a_reason_and_keeps_the_version(finance: PageClient, session: Any) -> None:
    close()
    finance.get(PAGE).form("buka-bulan").submit(expect=422)
    page = finance.get(PAGE).form("buka-bulan").submit(**{"buka-reason": "Buku ketinggalan"}).follow()
    assert "Versi yang lama tetap tersimpan." in page.text
    assert get_stored_file(OCTOBER, 1).sha256 in page.text


def test_the_page_of_a_month_says_why_it_was_opened_again(finance: PageClient, session: Any) -> None:
    close()
    finance.get(PAGE).form("buka-bulan").submit(**{"buka-reason": "Buku ketinggalan"})
    assert "Buku ketinggalan" in finance.get(PAGE).text
    close()
    assert "Buku ketinggalan" in finance.get(PAGE).text


@pytest.mark.parametrize(
    ("month", "said"),
    [("2026-03", "Pencatatan baru dimulai pada Oktober 2026"), ("2027-01", "belum dimulai")],
)
def test_a_month_nobody_recorded_or_has_begun_offers_no_closing(
    finance: PageClient, month: str, said: str
) -> None:
    page = finance.get(f"/keuangan/bulan/{month}")
    assert said in page.text
    assert "beres" not in page.text
    assert "Tutup bulan ini" not in page.words("h2")


def test_the_list_of_months_tells_state_version_and_hash(finance: PageClient, session: Any) -> None:
    close()
    row = next(row for row in finance.get("/keuangan/bulan").rows() if row["Bulan"] == "Oktober 2026")
    assert row["Keadaan"].startswith("Ditutup")
    assert get_stored_file(OCTOBER, 1).sha256 in row["Berkas yang ditandatangani"]


def test_the_signed_file_comes_byte_for_byte_and_is_noted(finance: PageClient, session: Any) -> None:
    close()
    page = finance.get(PAGE).form(f"{PAGE}/versi/1").submit(expect=200)
    assert page.data == get_stored_file(OCTOBER, 1).content
    assert (page.headers["Content-Type"], page.headers["Cache-Control"]) == (XLSX, "no-store")
    (event,) = db.session.query(AuditEvent).filter_by(action="report.download")
    assert event.details["sha256"] == hashlib.sha256(page.data).hexdigest()


def test_a_download_is_no_decision_about_a_person(
    finance: PageClient, october: October, session: Any
) -> None:
    close()
    finance.get(PAGE).form(f"{PAGE}/versi/1").submit(expect=200)
    page = finance.get(f"/keuangan/pegawai/{october.budi}?bulan=2026-10")
    assert "Menutup bulan" in page.text
    assert "ngunduh" not in "".join(page.words("li"))


@pytest.mark.parametrize("version", ["2", "999999999999999"])
def test_a_version_that_is_not_there_is_not_found(finance: PageClient, session: Any, version: str) -> None:
    close()
    finance.get(PAGE)
    finance.post(f"{PAGE}/versi/{version}", expect=404)
