"""The manager's pages on a phone and on a wide screen, and the day they are for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.accounts.services import create_day_cashier
from app.audit.rules import SYSTEM
from app.booths.queries import find_booth
from app.extensions import db
from app.tills.models import Shift, Till
from app.tills.services.tills import enrol_till, make_till_code, use_till_code
from tests.counter import Counter, at_the_till, make_counter, sale_of, sell
from tests.journeys.conftest import settle
from tests.page_checks import fits

PATHS = ("", "/pojok", "/pojok/baru", "/perangkat", "/perangkat/baru", "/kasir", "/kasir/harian", "/giliran", "/umkm",
         "/umkm/baru", "/produk", "/produk/baru", "/produk/unggah")  # fmt: skip


def busy_day(app: Any, counter: Counter) -> int:
    """A device that holds sales, an open code, a volunteer, and a shift with a note; the shift's number."""
    till, _token = enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)
    till.unsent_count, till.clock_offset = 12, 900
    make_till_code(counter.booth_id, "Tablet 2", actor=SYSTEM)
    create_day_cashier("Ona", counter.booth_id, date(2026, 11, 7), actor=SYSTEM)
    cashier = at_the_till(app, counter)
    cashier.get("/kasir/giliran/selesai")
    lines = [{"product": counter.bagea, "quantity": 2, "unit_price": 25_000}]
    sell(cashier, sale_of(cashier, 1, lines))
    return db.session.query(Shift.id).scalar()  # type: ignore[no-any-return]


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_page_reads_well_and_nothing_bars_the_way(
    device: str, app: Any, session: Any, as_role: Any, open_browser: Callable[..., Page], shot: Any, axe: Any
) -> None:
    counter = make_counter()
    shift = busy_day(app, counter)
    page = open_browser(device, as_role("manager"))
    booth = f"/pojok/{counter.booth_id}"
    more = (
        booth,
        f"{booth}/setoran",
        f"{booth}/setoran/slip",
        f"/giliran/{shift}",
        f"/umkm/{counter.maker_id}",
    )
    for path in (*PATHS, *more, f"/produk/{counter.bagea}", "cara-memakai"):
        page.goto(f"/{path}" if path == "cara-memakai" else f"/pengelola{path}")
        axe(page)
        shot(page, f"pengelola{path.replace('/', '-')}-{device}")
        assert fits(page), path


def test_a_device_is_enrolled_beside_the_page_that_shows_its_code(
    session: Any, as_role: Any, open_browser: Callable[..., Page], shot: Any, axe: Any
) -> None:
    counter = make_counter()
    page = open_browser("phone", as_role("manager"))
    page.goto(f"/pengelola/perangkat/baru?pojok={counter.booth_id}")
    page.fill("[name=name]", "Tablet 1")
    page.click("text=Buat kode")
    expect(page.locator("h1")).to_have_text("Daftarkan Tablet 1")
    expect(page.locator("[data-part=words]")).to_contain_text("menit lagi")
    axe(page)
    shot(page, "pengelola-kode-phone")
    use_till_code(page.locator("[data-code]").inner_text())
    settle()
    expect(page.locator("[data-part=words]")).to_have_text("Tablet 1 sudah terdaftar dan siap dipakai.")
    axe(page)
    shot(page, "pengelola-kode-terdaftar-phone")
    page.click("text=Selesai")
    expect(page.locator("main")).to_contain_text("terdaftar, belum pernah dipakai")
    page.click("text=Cabut…")
    axe(page)
    page.click("text=Cabut perangkat ini")
    expect(page.locator(".messages")).to_contain_text("dicabut")
    db.session.expire_all()
    assert db.session.query(Till.revoked_at).scalar() is not None


def test_a_volunteer_s_card_takes_one_form(
    session: Any, as_role: Any, open_browser: Callable[..., Page], shot: Any, axe: Any
) -> None:
    make_counter()
    page = open_browser("phone", as_role("manager"))
    page.goto("/pengelola/kasir")
    page.click("text=Tambah kasir harian")
    page.fill("[name=name]", "Ona Pattiasina")
    page.keyboard.press("Enter")
    expect(page.locator(".pin-number")).to_have_text(re.compile("[0-9]{3} [0-9]{3}"))
    axe(page)
    shot(page, "pengelola-kartu-pin-phone")
    page.click("text=Selesai")
    expect(page.locator("main")).to_contain_text("hari ini saja")
    page.click("text=Akhiri…")
    page.click("text=Akhiri akun ini")
    expect(page.locator(".messages")).to_contain_text("diakhiri")


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
    booth = find_booth("balai kota")
    assert booth is not None and booth.mode == "cash" and booth.is_active
