"""The treasurer's first working day of a month: see, settle, close, download, and look one person up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.closing.queries import get_stored_file
from app.extensions import db
from tests.office import close, make_october, sell
from tests.page_checks import fits, follow
from tests.standing import OCTOBER

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_month_is_settled_closed_and_downloaded(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any, device: str
) -> None:
    make_october()
    page = open_browser(device, as_role("finance"))
    page.goto("/keuangan/?bulan=2026-10")
    look(page, axe, shot, f"finance-home-{device}")
    follow(page, "text=1 pembeli belum dikenal")
    look(page, axe, shot, f"finance-unresolved-{device}")
    page.click("a:has-text('Siapa ini?')")
    page.check("input[name=employee]")
    page.fill("input[name=reason]", "ditelepon")
    look(page, axe, shot, f"finance-who-{device}")
    page.click("button:has-text('Tetapkan pembeli')")
    page.wait_for_selector("text=sekarang dihitung untuk Budi Contoh")
    page.goto("/keuangan/bulan/2026-10")
    look(page, axe, shot, f"finance-month-open-{device}")
    page.click("button:has-text('Tutup Oktober 2026')")
    page.wait_for_selector("text=Oktober 2026 ditutup, versi 1.")
    look(page, axe, shot, f"finance-month-closed-{device}")
    with page.expect_download() as download:
        page.click("button:has-text('Unduh berkas yang ditandatangani')")
    db.session.rollback()
    assert download.value.path().read_bytes() == get_stored_file(OCTOBER, 1).content


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_came_late_is_taken_into_a_supplement_and_seen_in_the_berkas(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any, device: str
) -> None:
    october = make_october()
    close()
    sell(october, october.budi, 9_000)
    page = open_browser(device, as_role("finance"))
    page.goto("/keuangan/bulan/2026-10#baki")
    look(page, axe, shot, f"finance-tray-{device}")
    page.click("text=Putuskan 1 kiriman")
    page.check("input[name=rows]")
    page.click("button[value=accept]")
    page.wait_for_selector("text=1 kiriman diterima: suplemen 1 Oktober 2026.")
    page.goto("/keuangan/bulan/2026-10")
    page.click("section:has-text('Suplemen') a:has-text('Budi Contoh') >> nth=0")
    page.wait_for_selector("h1:has-text('Budi Contoh')")
    expect(page.locator("text=Memenuhi (suplemen 1)")).to_have_count(1)
    look(page, axe, shot, f"finance-berkas-{device}")
    for name in (
        "laporan",
        "periksa",
        "pojok",
        "pegawai?bulan=2026-10",
        f"opd/{october.opd}?bulan=2026-10",
        "bulan",
    ):
        page.goto(f"/keuangan/{name}")
        look(page, axe, shot, f"finance-{name.partition('?')[0].partition('/')[0]}-{device}")


def look(page: Page, axe: Any, shot: Any, name: str) -> None:
    """A picture, no complaint of axe, and nothing that scrolls sideways."""
    shot(page, name)
    axe(page)
    assert fits(page)
