"""What stays with the buyer and on paper, in a real browser: the till's code, the check page, re-entry, sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.ledger import NIP, a_sale, make_city
from tests.page_checks import fits, follow
from tests.receipts import code_of, number_of


def test_a_dead_tablet_s_sale_goes_from_the_buyer_s_paper_into_the_book(
    app: Any, session: Any, as_role: Any, open_browser: Callable[..., Page], shot: Any, axe: Any
) -> None:
    city = make_city()
    sale = a_sale(city, buyer={"name": "Ibu Ema"}, payment="none")
    address, code = f"/cek/{number_of(sale)}", code_of(city, sale)
    page = open_browser("phone", as_role("manager"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}#{code}")
    expect(page.locator(".verdict-amount")).to_have_text("Rp30.000")
    expect(page.locator("h1")).to_have_text("Belum diterima")
    assert code not in page.url and not any(code in url for url in asked)
    axe(page)
    shot(page, "cek-belum")
    follow(page, "text=Masukkan nota ini ke buku")
    axe(page)
    page.fill("[name=name]", "ibu ema")
    shot(page, "dari-nota")
    page.click("[name=confirm]")
    expect(page.locator(".messages")).to_contain_text("tersimpan")
    axe(page)
    page.goto(f"{address}#{code}")
    expect(page.locator("h1")).to_have_text("Tersimpan")
    assert fits(page)
    axe(page)
    shot(page, "cek-tersimpan")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_paper_sheet_is_printed_and_typed_in_with_the_keyboard_alone(
    device: str, app: Any, session: Any, as_role: Any, open_browser: Callable[..., Page], shot: Any, axe: Any
) -> None:
    make_city()
    page = open_browser(device, as_role("manager"))
    page.goto("/pengelola/lembar")
    axe(page)
    page.fill("[name=day]", "2026-11-07")
    page.fill("[name=count]", "1")
    page.keyboard.press("Enter")
    expect(page.locator(".paper-number")).to_contain_text("P-0001")
    axe(page)
    page.goto("/pengelola/lembar")
    page.click("a:text('P-0001')")
    expect(page.locator("[name=at-1]")).to_be_focused()
    for text in ("0805", "umum", "Bagea"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(page.locator("[name=maker-1]")).to_have_value("Dapur Kenari")
    expect(page.locator("tr[data-line='1'] [data-total]")).to_have_text("Rp15.000")
    page.locator("[name=at-2]").focus()
    for text in ("0810", NIP[:-1], "Kue", "", "2", "5000"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    axe(page)
    page.click("text=Simpan semua baris")
    expect(page.locator(".error-summary")).to_contain_text("Yang diketik 17 angka")
    assert fits(page)
    axe(page)
    page.fill("[name=buyer-2]", NIP)
    page.fill("[name=maker-2]", "Roti Hative")
    shot(page, f"lembar-{device}")
    page.click("text=Simpan semua baris")
    expect(page.locator(".messages")).to_contain_text("2 baris tersimpan")
    assert NIP not in page.content()
    axe(page)
    shot(page, f"lembar-tersimpan-{device}")
