"""Scanners of any speed at the till, and people who type: a code is never a press, and nobody is booked unasked."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.counter import MARTHA_CARD, MARTHA_NIP, Counter, add_person, make_counter
from tests.journeys.till_hands import Hands, answered, part, sales

BAGEA, KOPI = "8990000000005", "8990000000011"
STAMPED = """([code, gaps, end]) => {
  window.at = Math.max(window.at || 0, performance.now()) + 5000;
  const press = (key) => {
    const target = document.activeElement || document.body;
    const down = new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    Object.defineProperty(down, 'timeStamp', {value: window.at});
    const isFree = target.dispatchEvent(down);
    if (isFree && key.length === 1 && document.activeElement.matches('input')) {
      document.activeElement.value += key;
      document.activeElement.dispatchEvent(new Event('input', {bubbles: true}));
    }
    if (isFree && key === 'Enter' && target.matches('button')) target.click();
  };
  [...code].forEach((key, place) => { press(key); window.at += gaps[place % gaps.length]; });
  press(end);
}"""
"""A scanner whose keys carry the times they were made at, however slow the machine that runs the test."""


SCANNERS = (([5], "Enter"), ([60, 140, 90], "Tab"), ([150, 30, 420], "Enter"), ([9, 9, 9, 9, 9, 70], "Enter"))
"""Milliseconds between keys, and what ends the code: wired, cheap, stalling, and fast with a stall in the middle."""


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city; two people's numbers end alike."""
    counter = make_counter()
    add_person(counter, "RINA PATTIASINA", f"19900101201501{MARTHA_NIP[-4:]}")
    return counter


@pytest.mark.parametrize(("delay", "pause"), [(20, 300), (50, 0), (80, 150), (120, 400)])
def test_a_slow_scanner_adds_goods_and_its_enter_saves_nothing(till: Page, delay: int, pause: int) -> None:
    """Real keys: the focus is on the button to save, as it is after a tap on goods."""
    till.keyboard.type(MARTHA_CARD, delay=delay)
    till.wait_for_timeout(pause)
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    till.click(".good:has-text('Kopi')")
    till.keyboard.type(BAGEA, delay=delay)
    till.wait_for_timeout(pause)
    till.keyboard.press("Enter")
    expect(part(till, "total")).to_have_text("Rp49.000")
    expect(till.locator(".answer")).to_be_hidden()
    till.keyboard.press("Enter")
    answered(till)
    assert sales(1)[0].amount == 49_000


def test_irregular_gaps_any_focus_and_any_suffix_are_a_code(till: Page) -> None:
    till.click(".good:has-text('Kopi')")
    sold = 24_000
    for focus in (".save", ".good >> nth=1", "#cari", "#uang", ".line-count", "[data-save=qris]"):
        for gaps, end in SCANNERS:
            till.focus(focus)
            till.evaluate(STAMPED, [BAGEA, gaps, end])
            sold += 25_000
            expect(part(till, "total")).to_have_text(f"Rp{sold:,}".replace(",", "."))
            assert till.input_value("#uang") == "" and till.input_value("#cari") == ""
    assert not sales(), "no key of any code pressed what had the focus"
    till.focus(".save")
    till.evaluate(STAMPED, [MARTHA_CARD, [110, 70], "Enter"])
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    till.keyboard.press("F9")
    answered(till)
    till.evaluate(STAMPED, [KOPI, [90], "Enter"])
    expect(till.locator(".answer")).to_be_hidden()
    expect(part(till, "total")).to_have_text("Rp24.000")


def test_a_code_without_enter_is_taken_and_an_enter_after_it_saves_nothing(till: Page) -> None:
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    till.keyboard.type(BAGEA, delay=30)
    expect(part(till, "total")).to_have_text("Rp49.000")
    till.keyboard.press("Enter")
    expect(till.locator(".answer")).to_be_hidden()


def test_a_card_that_begins_with_a_minus_takes_nothing_off_the_note(till: Page) -> None:
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    till.evaluate(
        STAMPED, ["-Z" + MARTHA_CARD, [20], "Enter"]
    )  # a stall of the machine would be a pause of a person
    expect(part(till, "total")).to_have_text("Rp24.000")


def test_a_scanned_number_is_taken_once_and_nothing_is_said(till: Page) -> None:
    till.evaluate(STAMPED, [MARTHA_NIP, [*[20] * 17, 400], "Enter"])
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    expect(part(till, "message")).to_be_hidden()


def test_a_person_types_money_counts_and_names_and_presses_enter(till: Page) -> None:
    till.click(".good:has-text('Kopi')")
    till.keyboard.type("wattimena", delay=110)
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    for _ in range(7):
        till.keyboard.press("+")
    expect(part(till, "total")).to_have_text("Rp192.000")
    till.focus("#uang")
    till.keyboard.type("200000", delay=90)
    till.keyboard.press("Enter")
    answered(till)
    expect(till.locator(".answer [data-part=change]")).to_contain_text("Rp8.000")


def test_four_digits_that_several_people_share_choose_nobody(till: Page) -> None:
    till.keyboard.type(MARTHA_NIP[-4:], delay=60)
    rows = till.locator("#hasil [role=option]")
    expect(rows).to_have_count(3)
    expect(till.locator("#hasil [aria-selected=true]")).to_have_count(0)
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_be_hidden()
    expect(part(till, "message")).to_contain_text("2 orang cocok dengan «2009»: pilih orangnya")
    till.keyboard.press("ArrowDown")
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")


def test_a_damaged_number_wants_a_second_press(till: Page) -> None:
    till.keyboard.type(MARTHA_NIP[:14], delay=60)
    expect(till.locator(".hit-fault")).to_contain_text("NIP harus 18 angka. Yang diketik 14 angka")
    till.keyboard.press("Enter")
    expect(part(till, "message")).to_contain_text("NIP harus 18 angka. Yang diketik 14 angka")
    expect(part(till, "buyer-name")).to_be_hidden()
    till.keyboard.press("Enter")
    expect(part(till, "buyer-name")).to_have_text(MARTHA_NIP[:14])
    till.keyboard.press("F4")
    till.keyboard.type("19710705204200l0O4", delay=50)
    till.click("#hasil [role=option]")
    expect(part(till, "message")).to_contain_text("Ada huruf O, I, atau l")
    expect(part(till, "buyer-name")).to_be_hidden()


def test_a_scan_is_understood_wherever_the_focus_is(till: Page) -> None:
    hands = Hands(till)
    hands.scan("8990000000005")
    expect(part(till, "total")).to_have_text("Rp25.000")
    till.focus("#uang")
    hands.scan(MARTHA_CARD)
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    assert till.input_value("#uang") == "", "what the scanner typed does not stay in the field"
    till.focus(".good >> nth=0")
    hands.scan("8990000000005")
    expect(part(till, "total")).to_have_text("Rp50.000")
    hands.scan("0000000000017")
    expect(part(till, "message")).to_contain_text("tidak dikenal")
    assert not sales(), "the scanner's Enter saves nothing"


def test_typing_at_the_pace_of_fingers_is_no_scan(till: Page) -> None:
    till.focus("#uang")
    till.keyboard.type("50000", delay=90)
    till.keyboard.press("Enter")
    assert till.input_value("#uang") == "50.000"
