"""Goods come to a booth: the note is written and counted on a small phone; each page of goods reads well there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.audit.rules import SYSTEM
from app.makers.queries import list_products_of
from app.makers.services import create_product
from app.shared import clock
from app.stock.services import CountEntry, LineCount, NoteLine, check_note, enter_count, open_count, open_note
from app.tills.services.tills import enrol_till
from tests.counter import Counter, at_the_till, make_counter, sale_of, sell
from tests.page_checks import fits


def ten_products(counter: Counter) -> None:
    """Seven more of Dapur Kenari, so that it has ten."""
    for number in range(7):
        create_product(
            counter.maker_id, f"Kue kenari panggang rasa {number}", actor=SYSTEM, unit_price=12_500,
            effective_from=date(2026, 1, 1),
        )  # fmt: skip


def test_ten_products_are_noted_and_counted_on_a_small_phone(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any
) -> None:
    counter = make_counter()
    ten_products(counter)
    page = open_browser("phone", as_role("manager", booth=counter.booth_id))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/pengelola/nota-titip")
    page.get_by_role("link", name="Buat nota", exact=True).click()
    page.get_by_label("UMKM", exact=True).select_option(label="Dapur Kenari")
    page.get_by_role("button", name="Isi barangnya").click()
    boxes = page.locator("input[name^=pieces]")
    expect(boxes).to_have_count(10)
    expect(page.get_by_label("Mengapa hilang dari rak?")).to_be_hidden()
    expect(page.get_by_role("button", name="Simpan nota")).to_be_in_viewport()
    for place in range(10):
        boxes.nth(place).fill("5")
    axe(page)
    shot(page, "nota-titip-baru-320")
    page.get_by_role("button", name="Simpan nota").click()
    first = page.locator("[data-stated]").first
    expect(first.get_by_role("radio").first).to_be_hidden()
    expect(page.get_by_role("button", name="Semua cocok, simpan")).to_be_in_viewport()
    first.get_by_role("button", name="Kurangi").click()
    expect(first.locator("input[inputmode]")).to_have_value("4")
    first.get_by_text("kurang dari nota").click()
    axe(page)
    shot(page, "nota-titip-hitung-320")
    assert fits(page)
    page.get_by_role("button", name="Simpan dengan selisih").click()
    expect(page.get_by_text("rak sudah berubah")).to_be_visible()
    page.get_by_role("link", name="Lihat rak").click()
    expect(page.get_by_role("row")).to_have_count(11)


def test_an_announced_delivery_is_received_by_three_taps(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any
) -> None:
    counter = make_counter()
    ten_products(counter)
    goods = list_products_of([counter.maker_id], clock.today())
    lines = [NoteLine(one.product_id, 5, one.unit_price or 0) for one in goods]
    open_note(
        counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM, state="announced", source="maker"
    )
    page = open_browser("phone", as_role("manager", booth=counter.booth_id))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/pengelola/nota-titip")
    axe(page)
    shot(page, "nota-titip-daftar-360")
    page.get_by_role("link", name="Dapur Kenari").click()
    save = page.get_by_role("button", name="Semua cocok, simpan")
    expect(save).to_be_in_viewport()
    page.get_by_label("Baik sampai").first.select_option(index=3)
    expect(save).to_be_in_viewport()
    axe(page)
    shot(page, "nota-titip-terima-360")
    assert fits(page)
    save.click()
    expect(page.get_by_text("rak sudah berubah")).to_be_visible()
    page.get_by_role("link", name="Lihat rak").click()
    expect(page.get_by_role("row")).to_have_count(11)


def test_a_waiting_count_reads_well_on_a_small_phone(
    session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any, shot: Any
) -> None:
    counter = make_counter()
    lines = [NoteLine(product, 5, 25_000) for product in (counter.bagea, counter.kopi)]
    note = open_note(counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM)
    check_note(note.id, [LineCount(5), LineCount(5)], actor=SYSTEM)
    till, _token = enrol_till(counter.booth_id, "Tablet meja depan", actor=SYSTEM)
    till.last_seen_at = till.last_synced_at = clock.now() - timedelta(hours=1)
    count = open_count(counter.booth_id, actor=SYSTEM)
    enter_count(count.id, [CountEntry(counter.kopi, 3), CountEntry(counter.bagea, 5)], actor=SYSTEM)
    page = open_browser("phone", as_role("manager", booth=counter.booth_id))
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(f"/pengelola/hitung-rak/{count.id}")
    axe(page)
    shot(page, "hitung-rak-terbuka-320")
    assert fits(page)
    page.get_by_role("button", name="Serahkan hitungan").click()
    expect(page.get_by_text("Tablet meja depan").first).to_be_visible()
    expect(page.get_by_text("terakhir mengirim").first).to_be_visible()
    page.get_by_text("Tablet meja depan tidak akan kembali").click()
    axe(page)
    shot(page, "hitung-rak-menunggu-320")
    assert fits(page)
    page.get_by_text("Sudah tahu sebabnya?").click()
    page.get_by_label("tidak ditemukan").check()
    page.get_by_role("button", name="Simpan alasan").click()
    expect(page.get_by_text("Hitungan diserahkan dan menunggu")).to_be_visible()
    page.get_by_text("Tablet meja depan tidak akan kembali").click()
    page.get_by_role("button", name="perangkat hilang").click()
    expect(page.get_by_text("rak sudah disesuaikan")).to_be_visible()
    axe(page)
    shot(page, "hitung-rak-selesai-320")


@pytest.mark.parametrize(("device", "width"), [("phone", 320), ("desktop", 1280)])
def test_every_page_of_goods_reads_well(
    device: str, width: int, app: Any, session: Any, as_role: Any, open_browser: Callable[..., Page], axe: Any,
    shot: Any,
) -> None:  # fmt: skip
    counter, today = make_counter(), clock.today()
    lines = [
        NoteLine(product, 4, 25_000, today + timedelta(days=days))
        for product, days in ((counter.bagea, -2), (counter.kopi, 3))
    ]
    notes = [
        open_note(counter.booth_id, counter.maker_id, "delivery", lines, actor=SYSTEM).id for _ in range(2)
    ]
    check_note(notes[0], [LineCount(4), LineCount(3, "kurang dari nota")], actor=SYSTEM)
    line = {"product": counter.sagu, "quantity": 2, "unit_price": 15_000}
    cashier = at_the_till(app, counter)
    cashier.get("/kasir/giliran/selesai")
    sell(cashier, sale_of(cashier, 1, [line]))
    count = open_count(counter.booth_id, actor=SYSTEM).id
    enter_count(count, [CountEntry(counter.kopi, 1), CountEntry(counter.bagea, 4)], actor=SYSTEM)
    page = open_browser(device, as_role("manager"))
    page.set_viewport_size({"width": width, "height": 740})
    new = "nota-titip/baru"
    paths = (
        "rak", f"hitung-rak/{count}", "nota-titip", "buku-titipan", new,
        f"{new}?pojok={counter.booth_id}&umkm={counter.maker_id}", *(f"nota-titip/{one}" for one in notes),
        f"nota-titip/{notes[0]}/slip", f"nota-titip/{notes[0]}/slip?kertas=58",
    )  # fmt: skip
    for number, path in enumerate(paths):
        page.goto(f"/pengelola/{path}")
        if path == f"nota-titip/{notes[1]}":
            expect(page.get_by_role("button", name="Semua cocok, simpan")).to_be_in_viewport()
        axe(page)
        shot(page, f"barang-{number}-{width}")
        assert fits(page), path
    page.goto("/pengelola/nota-titip")
    expect(page.get_by_role("link", name="Buat nota", exact=True)).to_be_in_viewport()
    page.goto("/pengelola/rak")
    expect(page.get_by_role("link", name="Buat nota titip")).to_be_in_viewport()
