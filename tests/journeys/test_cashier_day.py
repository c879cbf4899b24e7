"""A cashier's day in a real browser: from the first shift to the last correction, by finger, key and scanner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.compliance.queries import find_standing
from app.extensions import db
from app.shared.period import Period
from app.tills.models import Shift
from tests.counter import MARTHA_CARD, MARTHA_NIP, Counter, at_the_till, make_counter, sale_of, sell
from tests.journeys.till_hands import (
    Hands,
    answered,
    is_phone,
    opened,
    opened_today,
    part,
    sales,
    sent,
)
from tests.page_checks import fits, follow
from tests.pages import PageClient

NOVEMBER = Period(2026, 11)


on_each_device = pytest.mark.parametrize("till", ["desktop", "phone"], indirect=True)
"""For what is laid out or tapped otherwise on a tablet; the rest is shown on a phone, where it takes a tap more."""


@pytest.fixture
def till(request: Any, open_browser: Callable[..., Page], cashier: PageClient) -> Page:
    """The till of a cashier with an open shift."""
    return opened_today(open_browser(getattr(request, "param", "phone"), cashier))


@on_each_device
def test_three_actions_from_scan_to_done(till: Page, counter: Counter, shot: Any, axe: Any) -> None:
    hands = Hands(till)
    hands.scan(MARTHA_CARD)
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")
    expect(part(till, "buyer-rest")).to_have_text("sisa minimal Rp50.000 sampai 30 November 2026")
    hands.tap(".good:has-text('Bagea')")
    hands.tap(".step-bar [data-save]") if is_phone(till) else hands.key("Enter")
    answered(till)
    assert hands.actions == 3
    expect(till.locator(".answer .who-rest")).to_have_text("sisa minimal Rp25.000 sampai 30 November 2026")
    (sale,) = sales(1)
    assert (sale.employee_id, sale.amount, sale.payment) == (counter.martha, 25_000, "cash")
    axe(till)
    shot(till, f"kasir-jawaban-{'phone' if is_phone(till) else 'desktop'}")


@on_each_device
def test_the_till_is_good_to_look_at_and_free_of_barriers(till: Page, shot: Any, axe: Any) -> None:
    name = "phone" if is_phone(till) else "desktop"
    axe(till)
    shot(till, f"kasir-awal-{name}")
    till.fill("#cari", "yohanes")
    till.wait_for_selector("#hasil [role=option]")
    axe(till)
    shot(till, f"kasir-cari-{name}")
    till.click("#hasil [role=option] >> nth=1")
    expect(part(till, "buyer-confirm")).to_be_visible()
    axe(till)
    shot(till, f"kasir-senama-{name}")
    till.click("[data-part=confirm]")
    for goods in ("Bagea", "Bagea", "Kopi"):
        till.click(f".good:has-text('{goods}')")
    if is_phone(till):
        shot(till, "kasir-barang-phone")
        till.click(".step-cart")
    till.click(".quick:has-text('100.000')")
    axe(till)
    shot(till, f"kasir-bayar-{name}")
    assert fits(till), "no sideways scrolling"


@on_each_device
def test_change_is_right_and_two_lines_are_booked(till: Page, counter: Counter) -> None:
    hands = Hands(till)
    hands.type(MARTHA_NIP)
    till.wait_for_selector("[data-part=buyer-name]:visible")
    for goods in ("Bagea", "Bagea", "Kopi"):
        hands.tap(f".good:has-text('{goods}')")
    if is_phone(till):
        hands.tap(".step-cart")
    assert part(till, "total").inner_text() == "Rp74.000"
    assert till.locator(".quick").all_inner_texts() == [
        "Uang pas\n74.000", "75.000\nkembali 1.000", "80.000\nkembali 6.000", "100.000\nkembali 26.000",
    ]  # fmt: skip
    hands.tap(".quick:has-text('100.000')")
    expect(part(till, "cart").locator("[data-part=change]")).to_have_text("KembaliRp26.000")
    till.fill("#uang", "50.000")
    expect(part(till, "cart").locator("[data-part=change]")).to_have_text("Masih kurangRp24.000")
    till.click(".save")
    expect(part(till, "message")).to_contain_text("masih kurang")
    till.fill("#uang", "80.000")
    till.keyboard.press("Enter")
    answered(till)
    expect(till.locator(".answer [data-part=change]")).to_contain_text("Rp6.000")
    (sale,) = sales(1)
    assert sale.amount == 74_000, "change is no part of a sale"


def test_the_receipt_says_what_remains_and_fits_the_printer(till: Page, shot: Any, axe: Any) -> None:
    Hands(till).scan(MARTHA_CARD)
    till.wait_for_selector("[data-part=buyer-name]:visible")
    till.click(".good:has-text('Sagu')")
    till.click(".step-bar [data-save]" if is_phone(till) else ".save")
    answered(till)
    till.click("[data-part=print]")
    slip = part(till, "slips").locator(".receipt")
    expect(slip).to_contain_text("Sisa minimal Rp35.000 sampai 30 November 2026")
    axe(till)
    shot(till, f"nota-{'phone' if is_phone(till) else 'desktop'}")
    till.emulate_media(media="print")
    width = slip.evaluate("(slip) => slip.getBoundingClientRect().width")
    assert width <= 58 / 25.4 * 96 + 1
    expect(part(till, "slips-print")).to_be_hidden()


def test_a_name_finds_people_with_their_unit_and_namesakes_are_confirmed(
    till: Page, counter: Counter
) -> None:
    hands = Hands(till)
    hands.type("yohanes lat")
    rows = till.locator("#hasil [role=option]")
    expect(rows).to_have_count(3)  # two people, and "as typed"
    expect(rows.nth(1)).to_contain_text("SD Negeri 12 Latuhalat")
    hands.key("ArrowDown")
    hands.key("ArrowDown")
    hands.key("Enter")
    expect(part(till, "buyer-line")).to_contain_text("SD Negeri 12 Latuhalat")
    till.click(".good:has-text('Bagea')")
    till.click(".step-bar [data-save]" if is_phone(till) else ".save")
    expect(part(till, "message")).to_contain_text("bernama sama")
    assert not sales()
    till.click("[data-part=confirm]")
    till.click(".step-bar [data-save]" if is_phone(till) else ".save")
    answered(till)
    assert sales(1)[0].employee_id == counter.yohanes_teacher


def test_the_public_and_an_unknown_person_buy_too(till: Page) -> None:
    save = ".step-bar [data-save]" if is_phone(till) else ".save"
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    till.click(save)
    answered(till)
    till.keyboard.press("Enter")
    Hands(till).type("Pak Jhon")
    till.click("#hasil [role=option]:has-text('Catat sebagai')")
    till.click(".good:has-text('Kopi')")
    till.click(save)
    answered(till)
    public, unknown = sales(2)
    assert (public.buyer_kind, unknown.buyer_kind, unknown.buyer_name) == ("public", "unresolved", "Pak Jhon")


def test_goods_without_a_button_are_sold_at_a_typed_price(till: Page) -> None:
    till.keyboard.press("F2")
    till.click("summary:has-text('Barang lain')")
    till.fill("[name=maker]", "Rumah Kue")
    till.fill("[name=name]", "Kue cara")
    till.click("text=Tambahkan")
    expect(part(till, "message")).to_contain_text("harga satuan")
    till.fill("[name=amount]", "5.000")
    till.fill("[name=quantity]", "3")
    till.keyboard.press("Enter")
    till.click(".step-bar [data-save]" if is_phone(till) else ".save")
    answered(till)
    assert sales(1)[0].amount == 15_000


def test_the_last_sale_is_taken_back_with_a_reason(till: Page, counter: Counter, shot: Any, axe: Any) -> None:
    Hands(till).scan(MARTHA_CARD)
    till.wait_for_selector("[data-part=buyer-name]:visible")
    till.click(".good:has-text('Bagea')")
    till.click(".step-bar [data-save]" if is_phone(till) else ".save")
    answered(till)
    till.click("[data-part=undo]")
    axe(till)
    till.click("[data-reason='Salah pembeli']")
    answered(till, "Nota dibatalkan")
    shot(till, f"kasir-batal-{'phone' if is_phone(till) else 'desktop'}")
    assert [sale.amount for sale in sales(2)] == [25_000, -25_000]
    standing = find_standing(counter.martha, NOVEMBER)
    assert standing is not None and standing.bought == 0


def test_a_day_from_opening_to_correction(
    as_role: Any, open_browser: Any, counter: Counter, shot: Any, axe: Any
) -> None:
    page = open_browser("phone", as_role("cashier", booth=counter.booth_id))
    page.goto("/kasir")
    expect(page.locator("h1")).to_have_text("Mulai sif")
    axe(page)
    shot(page, "kasir-mulai-phone")
    page.click("text=Buka kasir")
    page.wait_for_selector("#till[data-ready]")
    Hands(page).scan(MARTHA_CARD)
    page.wait_for_selector("[data-part=buyer-name]:visible")
    page.click(".good:has-text('Bagea')")
    page.click(".step-bar [data-save]")
    answered(page)
    sales(1)
    page.goto("/kasir/hari-ini")
    axe(page)
    shot(page, "kasir-hari-ini-phone")
    page.get_by_role("link", name="Perbaiki").click()
    expect(page.locator("h1")).to_have_text("Perbaiki nota")
    axe(page)
    page.check("text=Orang lain")
    page.fill("[name=buyer_text]", "197903052005011003")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_contain_text("Pilih atau tulis alasannya")
    page.click("button:has-text('Salah pembeli')")
    expect(page.locator(".messages")).to_contain_text("Nota diperbaiki")
    assert [sale.employee_id for sale in sales()] == [counter.martha, counter.martha, counter.yohanes_head]
    page.goto("/kasir/giliran/selesai")
    axe(page)
    page.fill("[name=counted_amount]", "1.000")
    follow(page, "text=Tutup sif")
    axe(page)
    shot(page, "kasir-selesai-selisih-phone")
    page.fill("[name=reason]", "Uang dibawa bendahara")
    page.click("text=Tutup sif")
    expect(page.locator("h1")).to_have_text("Mulai sif")


def test_the_right_buyer_is_offered_while_one_types(
    open_browser: Any, cashier: PageClient, counter: Counter
) -> None:
    page = open_browser("phone", cashier)
    opened(page)
    Hands(page).scan(MARTHA_CARD)
    page.click(".good:has-text('Bagea')")
    page.click(".step-bar [data-save]")
    answered(page)
    sales(1)
    page.goto("/kasir/hari-ini")
    page.get_by_role("link", name="Perbaiki").click()
    page.locator("[name=buyer_text]").press_sequentially("yohan")
    page.locator(f"[data-hits] input[value='{counter.yohanes_head}']").check()
    page.click("button:has-text('Salah pembeli')")
    expect(page.locator(".messages")).to_contain_text("Nota diperbaiki")
    assert [sale.employee_id for sale in sales()] == [counter.martha, counter.martha, counter.yohanes_head]


def test_a_booth_that_only_records_needs_three_actions_too(
    app: Any, session: Any, open_browser: Any, shot: Any, axe: Any
) -> None:
    page = opened_today(open_browser("phone", at_the_till(app, make_counter(mode="record"))))
    hands = Hands(page)
    hands.scan(MARTHA_CARD)
    expect(part(page, "buyer-name")).to_be_visible()
    hands.tap(".good:has-text('Kopi')")
    axe(page)
    shot(page, "kasir-catat-phone")
    hands.tap(".step-bar [data-save]")
    answered(page)
    assert hands.actions == 3 and sales(1)[0].payment == "none"


def test_a_till_that_sold_nothing_does_not_say_that_the_drawer_fits(
    open_browser: Any, cashier: PageClient, counter: Counter
) -> None:
    """Another device sold in the same shift: the server knows, this browser does not."""
    lines = [{"product": counter.bagea, "quantity": 1, "unit_price": 25_000}]
    page = opened_today(open_browser("desktop", cashier))
    cashier.get("/kasir/")
    sell(cashier, sale_of(cashier, 1, lines))
    page.click("[data-part=end-shift]")
    page.fill("#hitung", "0")
    page.click("text=Tutup sif")
    expect(part(page, "count-again")).to_be_visible()  # a second press before that is ignored
    page.fill("#hitung", "25.000")
    page.keyboard.press("Enter")
    expect(part(page, "closed-title")).to_contain_text("Uang di laci cocok dengan catatan server.")
    sent(page)
    db.session.rollback()
    shift = db.session.query(Shift).one()
    assert shift.closed_at is not None
    assert (shift.first_counted_amount, shift.counted_amount, shift.difference_reason) == (0, 25_000, "")
