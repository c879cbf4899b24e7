"""The front page and the catalogue, as a passer-by opens them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.makers.queries import find_maker_id
from app.makers.services import create_maker, create_product
from app.settings.services import set_setting
from app.shared.transaction import commit
from tests.page_checks import fits, follow
from tests.people import buy, make_staff
from tests.standing import make_person
from tests.web.public.test_crawler import City

GOODS = (
    ("Dapur Kenari", "Bagea kenari 250 g", 25_000, "Makanan"),
    ("Dapur Kenari", "Roti kenari", 18_000, "Makanan"),
    ("Rumah Sagu Ema", "Sagu lempeng isi dua belas", 15_000, "Makanan"),
    ("Kopi Salahutu", "Kopi rempah 100 g", 24_000, "Minuman"),
    ("Tenun Nusalaut", "Selendang tenun", 350_000, "Kerajinan"),
    ("Minyak Kayu Putih Buru", "Minyak kayu putih 60 ml", 45_000, "Kesehatan"),
)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_passer_by_reads_what_it_is_and_looks_at_the_goods(
    device: str, session: Any, open_browser: Any, axe: Any, shot: Any
) -> None:
    staff = make_staff()
    set_setting("public_percentages", True, actor=SYSTEM)
    for number in range(12):
        for unit in (staff.village, staff.clinic):
            buy(make_person(unit, f"Pegawai {number}"), 20_000 if number % 3 else 5_000)
    names = dict.fromkeys(one[0] for one in GOODS)
    makers = {name: find_maker_id(name) or create_maker(name, actor=SYSTEM).id for name in names}
    for maker, name, price, kind in GOODS:
        create_product(
            makers[maker],
            name,
            actor=SYSTEM,
            unit_price=price,
            effective_from=date(2026, 1, 1),
            category=kind,
        )
    get_or_create_booth("Pasar Mardika", actor=SYSTEM)
    page = open_browser(device)
    page.goto("/")
    axe(page)
    shot(page, f"beranda-{device}")
    assert fits(page)
    page.click("main >> text=Lihat produk")
    page.wait_for_url("**/produk")
    axe(page)
    shot(page, f"produk-{device}")
    assert fits(page)


@pytest.mark.sqlite
def test_every_public_page_fits_320_points_and_axe_has_nothing_to_say(
    session: Any, open_browser: Any, axe: Any, shot: Any
) -> None:
    city = City()
    commit()
    page = open_browser("phone", None, viewport={"width": 320, "height": 640})
    paths = {
        "produk": "/produk", "produk-saring": f"/produk?pojok={city.booth}", "produk-kosong": "/produk?cari=zzzz",
        "barang": city.page_of(city.bagea), "barang-tanpa-foto": city.page_of(city.scarf),
        "usaha": city.page_of_maker(city.maker), "usaha-tanpa-foto": city.page_of_maker(city.open_maker),
        "ditarik": city.page_of(city.withdrawn), "angka": "/data", "jadwal": "/giliran", "daftar": "/daftar-umkm",
    }  # fmt: skip
    for name, path in paths.items():
        page.goto(path)
        axe(page)
        assert fits(page), path
        shot(page, f"umum-{name}")


@pytest.mark.sqlite
def test_a_citizen_finds_a_product_and_shares_it(session: Any, open_browser: Any) -> None:
    city = City()
    commit()
    page = open_browser("phone")
    page.add_init_script(
        "navigator.share = async (told) => { window.told = told; }; navigator.canShare = () => true;"
    )
    page.goto("/produk")
    follow(page, ".shop-kinds >> text=Makanan")
    page.fill("#cari", "bagae")
    follow(page, ".shop-search > button")
    follow(page, ".shop-card >> text=Bagéa kenari")
    assert city.page_of(city.bagea) in page.url
    page.click("[data-share-button]:has-text('Bagikan')")
    page.wait_for_function("() => window.told")
    assert page.evaluate("() => window.told.url").endswith(city.page_of(city.bagea))


@pytest.mark.sqlite
def test_where_the_device_cannot_share_the_address_is_there_to_copy(session: Any, open_browser: Any) -> None:
    city = City()
    commit()
    page = open_browser("desktop")
    page.add_init_script(
        "Object.defineProperty(navigator, 'share', { value: undefined });"
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
    )
    page.goto(city.page_of(city.bagea))
    page.click("text=Salin alamat")
    page.wait_for_selector(".shop-share input:visible")
    assert page.input_value(".shop-share input").endswith(city.page_of(city.bagea))
    plain = open_browser("phone", java_script_enabled=False)
    plain.goto(city.page_of(city.bagea))
    assert plain.get_attribute(".shop-share a", "href").startswith("https://wa.me/?text=")
    assert not plain.is_visible("[data-share-button]")
