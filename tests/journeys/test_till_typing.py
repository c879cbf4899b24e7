"""Typing at the till: names as people spell them, goods by name, money without a click, a server that is slow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.counter import Counter, add_person, make_counter
from tests.journeys.till_hands import answered, opened, part, sales
from tests.pages import PageClient

PERSON = 70  # milliseconds between the keys of practised fingers
ROSTER = (
    ("CHRISTINA MAITIMU", "198504112010012101"),
    ("H. MOH. YUSUF TUASIKAL, S.Pd", "198504112010011102"),
    ("J. LATUMAHINA", "198504112010011103"),
)


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city, with people whose names are spelled in many ways."""
    counter = make_counter()
    for name, nip in ROSTER:
        add_person(counter, name, nip)
    return counter


def type_name(till: Page, text: str) -> None:
    part(till, "search").fill("")
    till.keyboard.type(text, delay=PERSON)


def test_names_are_found_as_people_spell_them_and_a_guess_is_never_taken_unasked(till: Page) -> None:
    first = till.locator("#hasil [role=option]").first
    for text, name in (
        ("kristina", ROSTER[0][0]), ("maetimu christina", ROSTER[0][0]), ("muhammad yusuf", ROSTER[1][0]),
        ("haji yusuf spd", ""), ("Tuasikal, Mohamad S.Pd.", ROSTER[1][0]), ("johan latumahina", ROSTER[2][0]),
    ):  # fmt: skip
        type_name(till, text)
        if name:
            expect(first).to_contain_text(name)
    till.keyboard.press("Enter")  # an initial is only a guess
    expect(part(till, "message")).to_contain_text("ejaannya mirip")
    expect(part(till, "finder")).to_be_visible()
    type_name(till, "maitimmu")
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_have_text(ROSTER[0][0])


def test_a_name_nobody_has_wants_a_second_press_and_a_slow_server_stops_nobody(till: Page) -> None:
    type_name(till, "xaverius")
    expect(till.locator("#hasil")).to_contain_text(
        "Tidak ada yang bernama begitu. Coba nama keluarga atau NIP"
    )
    till.keyboard.press("Enter")
    expect(part(till, "finder")).to_be_visible()
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_have_text("xaverius")
    till.keyboard.press("F4")
    hung: list[Route] = []
    till.route("**/api/v1/buyers", lambda route: hung.append(route))
    type_name(till, "bonifasius")
    expect(till.locator("#hasil")).to_contain_text("mencari di server")
    till.click("#hasil [role=option]:has-text('Catat sebagai «bonifasius»')")
    expect(part(till, "buyer-name")).to_have_text("bonifasius")
    assert hung
    for route in hung:
        route.fulfill(json={"buyers": []})


def test_goods_and_money_are_typed_without_a_click(till: Page) -> None:
    till.keyboard.type("kopi", delay=PERSON)  # nobody is called so: the product is offered
    till.keyboard.press("Enter")
    expect(part(till, "lines")).to_contain_text("Kopi rempah")
    till.keyboard.press("F2")
    till.keyboard.type("bage", delay=PERSON)
    expect(till.locator(".good")).to_have_count(1)
    till.keyboard.press("Enter")
    expect(part(till, "total")).to_have_text("Rp49.000")
    expect(till.locator(".good")).to_have_count(3)
    till.keyboard.type("100000", delay=PERSON)
    expect(part(till, "given")).to_have_value("100.000")
    expect(till.locator(".cash-change")).to_contain_text("51.000")
    # A slow scanner begun on the page leaves the money as it was and adds the product.
    till.wait_for_timeout(400)  # a hand goes from the keys to the scanner
    till.click("[data-part=total]")
    till.keyboard.type("8990000000001", delay=60)
    till.keyboard.press("Enter")
    expect(part(till, "total")).to_have_text("Rp64.000")
    expect(part(till, "given")).to_have_value("100.000")
    till.keyboard.press("Enter")
    answered(till)
    assert sales(1)[0].amount == 64_000


def test_back_on_a_phone_closes_what_lies_above_and_the_note_stays(
    open_browser: Callable[..., Page], cashier: PageClient
) -> None:
    page = opened(open_browser("phone", cashier))
    page.click("[data-part=public]")
    page.click(".good:has-text('Kopi')")
    assert "100\u00a0g" in (page.locator(".good-name:has-text('Kopi')").text_content() or "")
    page.click(".step-cart")
    page.go_back()
    expect(page.locator(".step-cart")).to_be_visible()
    expect(part(page, "step-total")).to_have_text("Rp24.000")
    page.click(".step-cart")
    page.click("[data-sum='50000']")
    page.click(".saves .save")
    answered(page)
    page.click("[data-part=print]")
    expect(page.locator(".slip")).to_contain_text("Tunai 50.000 · Kembali 26.000")
    page.go_back()
    expect(part(page, "slips")).to_be_hidden()
    answered(page)
    page.go_back()
    expect(page.locator(".answer")).to_be_hidden()
    assert page.url.endswith("/kasir/") and len(sales(1)) == 1


def test_the_whole_sale_goes_by_keyboard_and_is_announced(till: Page) -> None:
    till.keyboard.type("martha", delay=60)
    till.wait_for_selector("#hasil [role=option]")
    till.keyboard.press("Enter")
    expect(part(till, "live")).to_contain_text("MARTHA WATTIMENA")
    till.keyboard.press("Alt+1")
    expect(part(till, "live")).to_contain_text("ditambahkan")
    till.keyboard.press("+")
    till.keyboard.press("F9")
    answered(till)
    expect(part(till, "live")).to_contain_text("Tersimpan")
    till.keyboard.press("Enter")
    expect(till.locator("#cari")).to_be_focused()
    assert sales(1)[0].amount in (48_000, 50_000)
