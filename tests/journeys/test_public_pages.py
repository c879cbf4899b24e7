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
from tests.page_checks import fits
from tests.people import buy, make_staff
from tests.standing import make_person

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
