"""Pages of months: closing, reopening, late entries, signed files, exports and who made them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.closing.models import Closing
from app.closing.queries import get_stored_file
from app.extensions import db
from app.months.models import LateItem
from app.months.queries import get_month
from app.sales.services import resolve_buyer
from app.shared import clock
from app.shared.period import Period
from app.tills.models import Till
from app.web.ui.downloads import PrivateFile
from tests.excel.written import read_back
from tests.office import TREASURER, October, close, make_october, sell
from tests.pages import Form, PageClient
from tests.standing import NOVEMBER, OCTOBER

PAGE = "/keuangan/bulan/2026-10"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open."""
    return make_october()


@pytest.fixture
def finance(october: October, as_role: Any) -> PageClient:
    """Somebody of finance."""
    client: PageClient = as_role("finance")
    return client


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


@pytest.fixture
def tray(october: October, session: Any) -> list[int]:
    """October closed; three sales of Budi came late."""
    close()
    for amount in (1_000, 2_000, 6_000):
        sell(october, october.budi, amount)
    return [item.id for item in db.session.query(LateItem).order_by(LateItem.id)]


def decisions() -> list[str | None]:
    return [item.decision for item in db.session.query(LateItem).order_by(LateItem.id)]


def tray_form(finance: PageClient) -> Form:
    """The form of what came late for October, in the list of what waits for a decision."""
    return finance.get(finance.get(PAGE).links["Putuskan 3 kiriman"]).form("putuskan")


def test_ticked_items_become_a_supplement(finance: PageClient, tray: list[int]) -> None:
    page = tray_form(finance).submit(rows=[str(tray[0])], button="langkah=accept").follow()
    assert "1 kiriman diterima: suplemen 1 Oktober 2026." in page.text
    assert decisions() == ["accepted", None, None]
    assert "Putuskan 2 kiriman" in finance.get(PAGE).links


def test_all_items_can_be_taken_at_once(finance: PageClient, tray: list[int]) -> None:
    tray_form(finance).submit(rows=[str(one) for one in tray], button="langkah=accept")
    assert decisions() == ["accepted"] * 3
    page = finance.get(PAGE)
    assert "Rp9.000" in page.text and "Tidak ada yang menunggu." in page.text


def test_declining_wants_a_reason(finance: PageClient, tray: list[int]) -> None:
    form = tray_form(finance)
    form.submit(expect=422, rows=[str(tray[1])], button="langkah=decline")
    form.submit(rows=[str(tray[1])], reason="nota ganda", button="langkah=decline")
    assert decisions() == [None, "declined", None]


def test_nothing_ticked_is_said(finance: PageClient, tray: list[int]) -> None:
    page = tray_form(finance).submit(expect=422, button="langkah=accept")
    assert "belum ada yang dipilih" in page.text.lower()


@pytest.mark.parametrize(
    ("row", "status"),
    [("0", 422), ("x", 422), ("-1", 422), ("99999999999999999999", 422), ("999999", 404)],
)
def test_items_that_do_not_wait_there_are_refused(
    finance: PageClient, tray: list[int], row: str, status: int
) -> None:
    tray_form(finance).submit(expect=status, rows=[row], button="langkah=accept")
    assert decisions() == [None] * 3


def test_a_supplement_asked_for_twice_is_made_once(finance: PageClient, tray: list[int]) -> None:
    form = tray_form(finance)
    form.submit(rows=[str(tray[0])], button="langkah=accept")
    form.submit(expect=404, rows=[str(tray[0])], button="langkah=accept")
    assert decisions() == ["accepted", None, None]


def test_a_sale_of_a_closed_month_moves_to_no_other(finance: PageClient, tray: list[int]) -> None:
    form = tray_form(finance)
    page = form.submit(expect=422, rows=[str(tray[0])], button="langkah=move", target="2026-11")
    assert decisions() == [None] * 3
    assert "bulan" in page.words("div", class_="error-summary")[0].lower()


def test_an_open_month_offers_both_workbooks(finance: PageClient) -> None:
    page = finance.get("/keuangan/laporan?bulan=2026-10")
    assert "SEMENTARA" in page.text
    assert {"Unduh lengkap", "Unduh tanpa nama"} <= set(page.words("button"))


@pytest.mark.parametrize("kind", ["lengkap", "tanpa-nama"])
def test_an_export_is_made_noted_and_leaves_no_file(app: Flask, finance: PageClient, kind: str) -> None:
    finance.get("/keuangan/laporan?bulan=2026-10")
    page = finance.post("/keuangan/laporan/2026-10", {"jenis": kind}, expect=200)
    assert page.data.startswith(b"PK")
    assert "attachment" in page.headers["Content-Disposition"]
    page.response.close()
    folder = Path(app.instance_path) / "exports"
    assert list(folder.rglob("*")) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    (event,) = db.session.query(AuditEvent).filter_by(action="report.export")
    assert (event.details["kind"], event.details["period"]) == (kind, "2026-10")
    (row,) = finance.get("/keuangan/laporan/riwayat").rows()
    assert row["Masa"] == "Oktober 2026"


def test_the_page_for_the_mayor_is_offered_and_sent_as_pdf(finance: PageClient) -> None:
    assert "Unduh ringkasan satu halaman (PDF)" in finance.get("/keuangan/bulan/2026-10").words("button")
    page = finance.post("/keuangan/laporan/2026-10", {"jenis": "ringkasan"}, expect=200)
    assert page.data.startswith(b"%PDF-")
    assert page.headers["Content-Type"] == "application/pdf"
    assert page.headers["Content-Disposition"].endswith("ringkasan-belanja-umkm-2026-10-sementara.pdf")
    (event,) = db.session.query(AuditEvent).filter_by(action="report.export")
    assert event.details["kind"] == "ringkasan"


@pytest.mark.parametrize("kind", ["", "semua", "../x"])
def test_an_unknown_kind_of_workbook_is_not_found(finance: PageClient, kind: str) -> None:
    finance.get("/keuangan/laporan")
    finance.post("/keuangan/laporan/2026-10", {"jenis": kind}, expect=404)


def test_a_month_without_supplement_says_so(finance: PageClient) -> None:
    finance.get("/keuangan/laporan")
    page = finance.post("/keuangan/laporan/2026-10", {"jenis": "suplemen"}).follow()
    assert "tidak ada isinya untuk masa yang dipilih" in page.text


def test_one_person_makes_one_export_at_a_time(finance: PageClient) -> None:
    finance.get("/keuangan/laporan")
    with PrivateFile(finance.user.id):
        page = finance.post("/keuangan/laporan/2026-10", {"jenis": "lengkap"}, expect=409)
    assert "masih disiapkan" in page.text
    assert db.session.query(AuditEvent).filter_by(action="report.export").count() == 0


def test_an_export_can_not_be_had_by_a_link(finance: PageClient) -> None:
    finance.get("/keuangan/laporan/2026-10", expect=405)


def test_a_closed_month_offers_the_signed_file_first(finance: PageClient, tray: list[int]) -> None:
    page = finance.get("/keuangan/laporan?bulan=2026-10")
    buttons = [word for word in page.words("button") if word.startswith("Unduh")]
    assert buttons[:2] == ["Unduh berkas yang ditandatangani", "Unduh buku PDF dengan kode QR"]


def test_silent_tills_come_first_with_what_they_hold(
    finance: PageClient, october: October, session: Any
) -> None:
    for name, unsent in (("Tablet A", 0), ("Tablet B", 3)):
        db.session.add(
            Till(
                booth_id=october.booth, name=name, token_hash=name, enrolled_at=datetime(2026, 1, 1, tzinfo=UTC),
                last_synced_at=datetime(2026, 11, 7, 0, 0, tzinfo=UTC), unsent_count=unsent,
            )
        )  # fmt: skip
    rows = finance.get("/keuangan/pojok").rows()
    assert [(row["Kasir"], row["Menunggu"]) for row in rows] == [("Tablet B", "3"), ("Tablet A", "0")]
    assert "1 pojok belum sinkron" in finance.get("/keuangan/?bulan=2026-11").text


@pytest.mark.parametrize("month", ["2027-12", "2199-12"])
def test_a_month_over_a_year_ahead_is_no_page(finance: PageClient, month: str) -> None:
    finance.get(f"/keuangan/bulan/{month}", expect=404)
    for step in ("tutup", "buka"):
        finance.post(f"/keuangan/bulan/{month}/{step}", expect=404)


def test_what_a_wrong_clock_dated_years_ahead_is_found_there(finance: PageClient, october: October) -> None:
    db.session.add(
        LateItem(period=Period(2199, 12), reason="clock", sale_id=october.unknown, arrived_at=clock.now())
    )
    db.session.flush()
    href = finance.get("/keuangan/bulan/2199-12").links["Putuskan 1 kiriman"]
    assert len(finance.get(href).all("li", class_="decide-item")) == 1


def test_the_first_month_there_is_opens(finance: PageClient) -> None:
    finance.get("/keuangan/bulan/2000-01")
    finance.get("/keuangan/bulan/2027-11")
