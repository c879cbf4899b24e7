"""Pages of months: late items and supplements, exports, silent tills, months that are none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.extensions import db
from app.months.models import LateItem
from app.shared import clock
from app.shared.period import Period
from app.tills.models import Till
from app.web.ui.downloads import PrivateFile
from tests.office import October, close, sell
from tests.pages import Form, PageClient
from tests.web.finance.test_months import PAGE


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
