"""Reports from hub to file, the long ones too, and an OPD's secretary reminding own people; axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.jobs import worker
from app.web.reports import pages
from tests.office import make_october
from tests.page_checks import fits, follow
from tests.reports.every import make_everything

pytestmark = pytest.mark.sqlite


def seen(page: Page, axe: Any) -> None:
    """No complaint of axe, and nothing that scrolls sideways."""
    axe(page)
    assert fits(page), page.url


@pytest.fixture
def short_line(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Each report counts as a long one as soon as the test says so; the thread that makes it ends with the test."""
    yield lambda: monkeypatch.setattr(pages, "SMALL", 0)
    if worker._WorkerThread.thread is not None:
        worker._WorkerThread.thread.join(20)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_report_is_seen_printed_downloaded_and_found_in_the_list(
    session: Any,
    as_role: Any,
    open_browser: Callable[..., Page],
    axe: Any,
    short_line: Any,
    device: str,
) -> None:
    october = make_everything().october
    page = open_browser(device, as_role("finance"))
    page.goto("/keuangan/laporan?bulan=2026-10")
    seen(page, axe)
    follow(page, "section:has(h2:text-is('Kepatuhan')) a:text-is('Lihat')")
    seen(page, axe)
    follow(page, "a:has-text('Tampilan cetak')")
    seen(page, axe)
    follow(page, "a:has-text('Kembali')")
    with page.expect_download() as download:
        page.click("button:has-text('Unduh Excel')")
    assert download.value.path().read_bytes().startswith(b"PK")
    for name in (
        "laporan/cetak/compliance?bulan=2026-10&lembar=semua",
        "laporan/lihat/ledger?bulan=2026-10",
        "laporan/lihat/event-day?hari=2026-10-28",
        "laporan/lihat/year?tahun=2026&lembar=2",
        f"pegawai/{october.ani}/berkas?bulan=2026-10",
        "ringkasan?bulan=2026-10",
    ):
        page.goto(f"/keuangan/{name}")
        seen(page, axe)
    short_line()
    page.goto("/keuangan/laporan?bulan=2026-10")
    page.click("section:has(h2:text-is('Buku penjualan')) button:text-is('Unduh')")
    page.wait_for_selector("h2:text-is('Selesai')")
    seen(page, axe)
    with page.expect_download() as download:
        page.click("a:has-text('Unduh Excel')")
    assert download.value.suggested_filename == "buku-penjualan-2026-10.xlsx"
    page.goto("/keuangan/laporan/riwayat")
    expect(
        page.locator("tr:has-text('Kepatuhan, lengkap dengan nama'):has-text('Oktober 2026')")
    ).to_have_count(1)
    seen(page, axe)


def test_a_secretary_reminds_own_people_in_two_clicks(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any
) -> None:
    october = make_october()
    page = open_browser("phone", as_role("opd", unit=october.opd))
    page.goto("/opd/?bulan=2026-10")
    seen(page, axe)
    page.click("a:has-text('Ingatkan 1 orang')")
    expect(page.locator("h1")).to_have_text("Ingatkan pegawai")
    expect(page.locator("main")).not_to_contain_text("Budi")
    seen(page, axe)
    page.click("a:has-text('Daftar untuk dicetak')")
    expect(page.locator("tbody tr:has-text('Budi Contoh'):has-text('Rp5.000')")).to_have_count(1)
    seen(page, axe)
    for name in ("ringkasan", "laporan", "kode", "pembebasan"):
        page.goto(f"/opd/{name}?bulan=2026-10")
        seen(page, axe)
