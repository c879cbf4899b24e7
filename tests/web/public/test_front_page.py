"""What anybody sees: the programme, products, the rule; shares of offices only where the city wants it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.directory.models import Unit
from app.extensions import db
from app.makers.services import create_maker, create_product
from app.settings.services import set_setting
from app.shared.period import Period
from tests.pages import PageClient
from tests.people import Staff, buy, close
from tests.standing import make_person, make_unit


def test_a_stranger_learns_what_it_is_and_finds_the_way_in(client: PageClient, session: Any) -> None:
    page = client.get("/")
    assert page.links["Masuk"] == "/masuk"
    assert page.links["Aktifkan akun"] == "/aktivasi"
    assert page.links["Lihat produk"] == "/produk"


def test_who_is_signed_in_is_led_to_the_own_page(as_role: Any, session: Any) -> None:
    page = as_role("finance").get("/")
    assert page.links["Ke halaman saya"] == "/mulai"
    assert "Aktifkan akun" not in page.links


def test_the_rule_is_public_with_its_number_and_amounts(client: PageClient, staff: Staff) -> None:
    page = client.get("/")
    assert "Uji 1/2026" in page.text
    rows = {row["Jenjang"]: row["Sebulan"] for row in page.rows()}
    assert rows["Eselon III"] == "Rp30.000" and rows["PPPK"] == "belum diatur"


def test_no_name_and_no_share_stands_there_unless_the_city_wants_it(client: PageClient, staff: Staff) -> None:
    _staffed(staff, 12)
    body = client.get("/").body
    assert "Guru Nomor" not in body and "Dinas Pendidikan" not in body


def _staffed(staff: Staff, people: int) -> None:
    """So many people in the education office altogether; three are there already."""
    for number in range(people - 3):
        buy(make_person(staff.village, f"Guru Nomor {number:02}"), 20_000)
    _third_office(staff)


def _third_office(staff: Staff, day: str = "2026-11-03") -> None:
    """An office of three who met and three who did not: with the health office's one it is shown as one."""
    office = make_unit("Dinas Perikanan", db.session.get(Unit, staff.office.parent_id))
    for number in range(6):
        person = make_person(office, f"Nelayan Nomor {number:02}")
        if number % 2:
            buy(person, 20_000, day)


@pytest.mark.parametrize(("people", "is_shown"), [(9, False), (10, True), (11, True)])
def test_an_office_below_the_least_number_of_people_is_never_shown(
    client: PageClient, staff: Staff, people: int, is_shown: bool
) -> None:
    set_setting("public_percentages", True, actor=SYSTEM)
    _staffed(staff, people)
    page = client.get("/")
    assert ("Dinas Pendidikan" in page.text) is is_shown
    assert "Dinas Kesehatan" not in page.text
    assert "Guru Nomor" not in page.body


def test_people_out_of_the_duty_do_not_make_an_office_large_enough(client: PageClient, staff: Staff) -> None:
    set_setting("public_percentages", True, actor=SYSTEM)
    _staffed(staff, 9)
    make_person(staff.village, "Tamu Tanpa Jenjang", echelon="", position="Tamu")
    assert "Dinas Pendidikan" not in client.get("/").text


def test_the_shares_are_those_of_the_last_closed_month(client: PageClient, staff: Staff) -> None:
    set_setting("public_percentages", True, actor=SYSTEM)
    for number in range(9):
        buy(make_person(staff.village, f"Guru Nomor {number:02}"), 20_000, "2026-10-05")
    _third_office(staff, "2026-10-05")
    close(Period(2026, 10))
    page = client.get("/")
    assert "Oktober 2026" in page.text and "75 %" in page.text.replace("\u00a0", " ")
    assert (
        "2 kantor tidak ditampilkan: sedikit pegawainya, atau hampir semuanya sama keadaannya." in page.text
    )


def test_an_office_in_which_everybody_met_is_not_shown(client: PageClient, staff: Staff) -> None:
    set_setting("public_percentages", True, actor=SYSTEM)
    _staffed(staff, 12)
    for person in (staff.ani, staff.budi, staff.cici):
        buy(person, 20_000)
    assert "Dinas Pendidikan" not in client.get("/").text


@pytest.fixture
def goods(session: Any) -> None:
    """Two makers with a product each."""
    for maker, product, price, category in (
        ("Dapur Kenari", "Bagea kenari", 25_000, "Makanan"),
        ("Kopi Salahutu", "Kopi rempah", 24_000, "Minuman"),
    ):
        create_product(
            create_maker(maker, actor=SYSTEM).id,
            product,
            actor=SYSTEM,
            unit_price=price,
            effective_from=date(2026, 1, 1),
            category=category,
        )


def test_products_stand_with_maker_and_price(client: PageClient, goods: None) -> None:
    cards = client.get("/produk").words("li", class_="shop-card")
    assert sorted(cards) == ["Bagea kenari Dapur Kenari Rp25.000", "Kopi rempah Kopi Salahutu Rp24.000"]


@pytest.mark.parametrize("query", [{"cari": "salahutu"}, {"cari": "REMPAH kopi"}, {"jenis": "Minuman"}])
def test_products_are_found_by_words_of_name_and_maker_and_by_kind(
    client: PageClient, goods: None, query: dict[str, str]
) -> None:
    page = client.get("/produk", query=query)
    assert "Kopi rempah" in page.text and "Bagea" not in page.text


def test_nothing_found_offers_everything(client: PageClient, goods: None) -> None:
    assert client.get("/produk", query={"cari": "zzz"}).links["Tampilkan semua"] == "/produk"


def test_an_empty_catalogue_explains_itself(client: PageClient, session: Any) -> None:
    assert "Belum ada produk" in client.get("/produk").text


@pytest.mark.parametrize(
    ("query", "code"), [({"cari": "a" * 101}, 400), ({"cari": "\x00"}, 400), ({"jenis": "x"}, 404)]
)
def test_values_nobody_could_mean_are_refused(
    client: PageClient, goods: None, query: dict[str, str], code: int
) -> None:
    client.get("/produk", code, query=query)
