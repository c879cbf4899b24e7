"""The till on every screen it is used on: SIMPAN, who buys and the search are in sight and under the finger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.audit.rules import SYSTEM
from app.makers.services import create_product
from tests.counter import MARTHA_CARD, at_the_till, make_counter
from tests.journeys.till_hands import Hands, answered, opened, part, with_people
from tests.page_checks import fits

SIZES = [
    (320, 640), (360, 640), (360, 740), (820, 1180), (960, 540), (1024, 600), (1366, 620), (1366, 657), (1280, 800),
    (1920, 1080),
]  # fmt: skip
SEEN = """(one) => {
  const box = one.getBoundingClientRect();
  const spots = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
  const under = spots.map(([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  return under.filter((found) => !found || !(one === found || one.contains(found) || found.contains(one))).length;
}"""
"""How many of five spots of an element lie under something else, or off the screen."""
TAP = """([from, to]) => [...document.querySelectorAll('.good')].slice(from, to).forEach((good) => {
  good.scrollIntoView({block: 'center'});
  good.dispatchEvent(new MouseEvent('click', {bubbles: true, detail: 1}));
})"""


@pytest.fixture
def till(open_browser: Callable[..., Page], app: Flask, session: Any) -> Page:
    """A till of a booth with forty products, its people on the device."""
    counter = make_counter()
    for number in range(40):
        create_product(
            counter.maker_id, f"Keripik nomor {number}", actor=SYSTEM, unit_price=3_000, category="Camilan",
            effective_from=date(2026, 1, 1), is_favourite=True,
        )  # fmt: skip
    return with_people(opened(open_browser("desktop", at_the_till(app, counter))))


def is_seen(page: Page, selector: str) -> None:
    """The first visible element of this kind is wholly on the screen, and under the finger."""
    found = page.locator(selector).locator("visible=true").first
    where = f"{selector} at {page.viewport_size}"
    expect(found, where).to_be_in_viewport(ratio=0.98)
    assert found.evaluate(SEEN) == 0, where


def save_and_buyer_are_seen(page: Page, is_phone: bool) -> None:
    is_seen(page, ".step-bar [data-save], .saves .save")
    is_seen(page, ".step-buyer, .cart-buyer" if is_phone else "[data-part=buyer-name]")


def test_save_who_buys_and_the_search_are_always_in_sight(till: Page) -> None:
    for width, height in SIZES:  # one page for all: opening it costs more than looking at it
        till.set_viewport_size({"width": width, "height": height})
        one_sale_is_in_sight(till, width)


def one_sale_is_in_sight(till: Page, width: int) -> None:
    is_phone = width < 760
    Hands(till).scan(MARTHA_CARD)
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    if part(till, "goes-on").is_visible():
        till.click("[data-part=goes-on]")
    for first, last in ((0, 1), (1, 3), (28, 37)):
        till.evaluate(TAP, [first, last])
        Hands(till).scan("0000000000017")  # something is said above it all
        expect(part(till, "message")).to_contain_text("tidak dikenal")
        save_and_buyer_are_seen(till, is_phone)
    expect(till.locator(".cart-line")).to_have_count(12)
    if is_phone:
        till.click(".step-cart")
        save_and_buyer_are_seen(till, is_phone)
    till.click(".quick >> nth=-1")
    save_and_buyer_are_seen(till, is_phone)
    assert fits(till)
    till.click(".save")
    answered(till)
    expect(part(till, "sum")).to_contain_text("Tunai Rp")
    till.keyboard.press("Enter")
    expect(till.locator(".answer")).to_be_hidden()
    is_seen(till, "#cari")


def test_what_is_said_leaves_with_the_next_act_and_swallows_no_tap(till: Page) -> None:
    till.set_viewport_size({"width": 820, "height": 1180})
    till.keyboard.press("F2")
    till.click(".good >> nth=0")
    Hands(till).scan("0000000000017")
    expect(part(till, "message")).to_be_visible()
    assert part(till, "message").evaluate("(one) => getComputedStyle(one).pointerEvents") == "none"
    till.keyboard.press("F4")
    expect(part(till, "message")).to_be_hidden()


def test_money_typed_and_then_qris_is_asked_about_and_the_answer_says_how_it_was_paid(till: Page) -> None:
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    till.click(".quick >> nth=-1")
    till.click("[data-save=qris]")
    expect(part(till, "message")).to_contain_text("Uang tunai Rp50.000 sudah diketik. Tekan QRIS sekali lagi")
    expect(till.locator(".answer")).to_be_hidden()
    till.click("[data-save=qris]")
    answered(till)
    expect(till.locator(".answer h2")).to_have_text("Tersimpan · QRIS Rp24.000")
    till.keyboard.press("Enter")
    expect(part(till, "last")).to_contain_text("QRIS Rp24.000")
