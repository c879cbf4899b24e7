"""The employee's month and card on a phone and on a wide screen: nothing scrolls sideways, axe finds nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.services import issue_code
from app.audit.rules import SYSTEM
from app.shared import clock as city_clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.page_checks import fits
from tests.pages import PageClient
from tests.people import Staff, accept, buy, buy_late, close, make_staff, make_till, take_back
from tests.standing import make_person, make_unit

BOUGHT = (0, 0, 8_000, 21_000, 26_000, 20_000, 12_000, 24_000, 31_000, 15_000)


@pytest.fixture
def staff(session: Any) -> Staff:
    """A year of purchases, October closed with something late, a till that was not heard."""
    staff = make_staff()
    for month, amount in enumerate(BOUGHT, 1):
        if amount:
            buy(staff.ani, amount, f"2026-{month:02}-12")
    buy(staff.ani, 10_000, "2026-11-03", goods="Bagea kenari 250 g")
    wrong = buy(staff.ani, 24_000, "2026-11-04", goods="Kopi rempah 100 g")
    take_back(wrong, "terhitung dua kali")
    buy(staff.ani, 5_000, "2026-11-06", goods="Sagu lempeng isi dua belas dari Negeri Hutumuri")
    close(Period(2026, 10))
    accept(buy_late(staff.ani, 6_000, "2026-10-28"))
    buy_late(staff.ani, 4_000, "2026-10-30")
    make_till("Balai Kota", city_clock.now())
    make_till("Pasar Mardika", city_clock.now() - timedelta(hours=20), unsent=2)
    return staff


@pytest.fixture
def ani(staff: Staff, as_role: Any) -> PageClient:
    """Ani, signed in."""
    client: PageClient = as_role("employee", employee=staff.ani, username="ani")
    return client


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_employee_sees_the_month_opens_the_reasons_and_keeps_the_card(
    device: str, ani: PageClient, open_browser: Any, axe: Any, shot: Any
) -> None:
    page = open_browser(device, ani)
    page.goto("/saya")
    assert "Rp15.000" in page.text_content(".standing")
    axe(page)
    shot(page, f"saya-{device}")
    page.click("text=Mengapa sebesar ini?")
    assert page.is_visible("text=Uji 1/2026")
    assert fits(page)
    axe(page)
    page.select_option("#pilih-bulan", "2026-10")
    page.wait_for_url("**/saya/2026-10")
    assert page.is_visible("text=Memenuhi (suplemen 1)")
    axe(page)
    shot(page, f"saya-oktober-{device}")
    assert fits(page)
    page.click("main >> text=Kartu QR saya")
    page.wait_for_url("**/saya/kartu")
    assert page.locator(".id-card svg").bounding_box()["width"] >= 200
    axe(page)
    shot(page, f"kartu-{device}")
    assert fits(page)
    with page.expect_download() as picture:
        page.click("text=Simpan gambar")
    assert picture.value.suggested_filename == "kartu-belanja.png"


@pytest.fixture
def operator(staff: Staff, as_role: Any) -> PageClient:
    """Who looks after the education office, with enough people for a second page."""
    goods = ("Sagu lempeng", "Kopi rempah 100 g", "Bagea kenari 250 g")
    for number in range(18):
        unit = make_unit(f"SD Negeri {number + 20} {WARDS[number % len(WARDS)]}", staff.office)
        for step in range(3):
            person = make_person(
                unit, f"{NAMES[(number + step) % len(NAMES)]} {NAMES[(3 * number + step) % len(NAMES)]}"
            )
            if (number * 7 + step * 5) % 4:
                buy(person, 4_000 * (1 + (number + step) % 7), goods=goods[step])
    client: PageClient = as_role("opd", unit=staff.office, username="operator.dinas")
    return client


WARDS = ("Latuhalat", "Hative Besar", "Passo", "Halong", "Amahusu", "Rumah Tiga")
NAMES = (
    "Marthen",
    "Wattimena",
    "Sahetapy",
    "Pattiasina",
    "Yolanda",
    "Latuconsina",
    "Ferdinand",
    "Tuhumury",
    "Salampessy",
)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_operator_goes_from_the_sums_to_one_person_and_prints_letters(
    device: str, operator: PageClient, open_browser: Any, axe: Any, shot: Any
) -> None:
    page = open_browser(device, operator)
    page.goto("/opd")
    axe(page)
    shot(page, f"opd-{device}")
    assert fits(page)
    page.fill("[name=cari]", "latuconsina")
    page.click("text=Tampilkan >> nth=0")
    page.wait_for_url("**cari=latuconsina**")
    assert page.is_visible("text=orang ditemukan")
    axe(page)
    shot(page, f"opd-cari-{device}")
    page.click("text=Ani Latuconsina")
    page.wait_for_selector(".standing")
    axe(page)
    shot(page, f"opd-orang-{device}")
    assert fits(page)
    page.goto("/opd/kode")
    axe(page)
    shot(page, f"opd-kode-{device}")
    assert fits(page)
    page.click("text=Buat surat")
    page.wait_for_selector(".sheet")
    axe(page)
    assert fits(page)


def test_the_code_of_the_letters_qr_activates_without_typing(
    staff: Staff, as_role: Any, open_browser: Any, session: Any
) -> None:
    budi: PageClient = as_role("employee", employee=staff.budi, username="budi")
    begin_writing()
    code = issue_code(budi.user.id, actor=SYSTEM)
    commit()
    page = open_browser("phone")
    page.goto(f"/aktivasi#{code}")
    page.wait_for_selector("input[name=again]")
    assert "budi" in page.text_content("main") and "#" not in page.url
