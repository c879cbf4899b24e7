"""The manager's pages on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.audit.rules import SYSTEM
from app.booths.queries import find_booth
from app.booths.services import enrol_till
from tests.counter import at_the_till, make_counter

PATHS = ("", "/pojok", "/pojok/baru", "/perangkat", "/perangkat/baru", "/giliran", "/umkm", "/umkm/baru", "/produk",
         "/produk/baru", "/produk/unggah")  # fmt: skip


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_page_reads_well_and_nothing_bars_the_way(
    device: str, app: Any, session: Any, as_role: Any, open_browser: Callable[..., Page], shot: Any, axe: Any
) -> None:
    counter = make_counter()
    at_the_till(app, counter)
    enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    page = open_browser(device, as_role("manager"))
    for path in (
        *PATHS,
        f"/pojok/{counter.booth_id}",
        f"/umkm/{counter.maker_id}",
        f"/produk/{counter.bagea}",
    ):
        page.goto(f"/pengelola{path}")
        axe(page)
        shot(page, f"pengelola{path.replace('/', '-')}-{device}")
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path


def test_a_new_city_is_set_up_on_a_phone(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any
) -> None:
    page = open_browser("phone", as_role("manager"))
    page.goto("/pengelola")
    axe(page)
    shot(page, "pengelola-kota-baru-phone")
    page.click("text=Buat pojok")
    page.fill("[name=name]", "Balai Kota")
    page.select_option("[name=mode]", "cash")
    page.click("main button:has-text('Simpan')")
    expect(page.locator(".messages")).to_contain_text("siap dipakai")
    page.goto("/pengelola/perangkat/baru")
    page.fill("[name=name]", "Tablet 1")
    page.click("text=Buat token")
    expect(page.locator("h1")).to_have_text("Token Tablet 1")
    axe(page)
    shot(page, "pengelola-token-phone")
    booth = find_booth("balai kota")
    assert booth is not None and booth.mode == "cash" and booth.is_active
