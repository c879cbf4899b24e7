"""Tablets of a booth: enrolled by a code, unlocked by a PIN, withdrawn, renewed; and what a plain address cannot do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.services import create_day_cashier
from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.models import Sale
from app.shared.transaction import begin_writing, commit
from app.tills.models import Shift, Till
from app.tills.services.tills import make_till_code, revoke_till
from tests.counter import Counter, at_the_till
from tests.journeys.till_hands import (
    draft_kept,
    opened,
    opened_today,
    part,
    people_are_gone,
    right_clock,
    sell_kopi,
    send_now,
    sent,
    stored,
)

TODAY = date(2026, 11, 7)
NEXT_VERSION = "0123456789ab"
PLAIN_HTTP = """
for (const [thing, name] of [[window, "isSecureContext"], [crypto, "subtle"], [navigator, "serviceWorker"],
    [navigator, "locks"], [navigator, "storage"], [navigator, "mediaDevices"], [crypto, "randomUUID"]]) {
  Object.defineProperty(thing, name, { value: undefined, configurable: true });
}
"""


@pytest.fixture
def volunteer(counter: Counter) -> tuple[int, str]:
    """Account and PIN of somebody for one day."""
    user, pin = create_day_cashier("Relawan Ina", counter.booth_id, TODAY, actor=SYSTEM)
    commit()
    begin_writing()
    return user.id, pin


def new_code(counter: Counter) -> str:
    begin_writing()
    _, code = make_till_code(counter.booth_id, "Tablet 1", actor=SYSTEM)
    commit()
    return code


def enrol(page: Page, code: str) -> None:
    """At the page for it, by the manager's code behind the `#` of the QR."""
    page.goto(f"/kasir/daftar#{code.lower()}")
    page.wait_for_selector("#daftar[data-ready]")
    page.click("button:has-text('Daftarkan')")
    expect(part(page, "done")).to_be_visible()


@pytest.fixture
def tablet(open_browser: Callable[..., Page], counter: Counter, volunteer: Any) -> Page:
    """An enrolled tablet, at the page that says so."""
    page = open_browser("desktop")
    right_clock(page)
    enrol(page, new_code(counter))
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    return page


def unlock(page: Page, pin: str) -> None:
    page.click(".person:has-text('Relawan Ina')")
    page.fill("#pin", pin)
    page.keyboard.press("Enter")


def rows(model: Any) -> list[Any]:
    db.session.rollback()
    return list(db.session.query(model).order_by(model.id))


def test_a_volunteers_day_on_an_enrolled_tablet(
    tablet: Page, volunteer: tuple[int, str], shot: Any, axe: Any
) -> None:
    """Unlock, float, sell, lock and unlock without a network, count blindly, say why it differs."""
    axe(tablet)
    shot(tablet, "daftar-selesai")
    tablet.click("text=Buka kasir")
    expect(part(tablet, "lock")).to_be_visible()
    axe(tablet)
    shot(tablet, "kunci")
    unlock(tablet, "000000")
    expect(part(tablet, "pin-error")).to_contain_text("PIN salah. Sisa 4 kali")
    tablet.fill("#pin", volunteer[1])  # opens; an Enter out of habit starts no shift with an empty drawer
    tablet.keyboard.press("Enter")
    expect(part(tablet, "shift-start")).to_be_visible()
    tablet.fill("#modal", "100.000")
    tablet.keyboard.press("Enter")
    tablet.wait_for_selector("#till[data-ready]")
    tablet.context.set_offline(True)
    sell_kopi(tablet)
    tablet.click("text=Kunci")
    unlock(tablet, volunteer[1])
    expect(part(tablet, "lock")).to_be_hidden()
    sell_kopi(tablet)
    again = tablet.context.new_page()
    tablet.close()
    again.goto("/kasir/")
    unlock(again, volunteer[1])
    again.wait_for_selector("#till[data-ready]")
    sell_kopi(again)
    again.click("text=Tutup kasir")
    axe(again)
    shot(again, "giliran-hitung")
    again.fill("#hitung", "170.000")
    again.keyboard.press("Enter")
    expect(part(again, "count-again")).to_contain_text("Hitung sekali lagi")
    assert "172.000" not in part(again, "shift-end").inner_text(), "the count is blind"
    again.click("text=Kembali berjualan")
    again.click("text=Tutup kasir")
    again.fill("#hitung", "171.000")
    again.click("text=Tutup sif")
    expect(part(again, "count-again")).to_be_visible()
    again.click("text=Tutup sif")
    expect(part(again, "count-error")).to_contain_text("mengapa")
    axe(again)
    shot(again, "giliran-selisih")
    again.fill("#selisih", "Salah kembalian")
    again.keyboard.press("Enter")
    expect(part(again, "lock")).to_be_visible()
    assert not rows(Sale) and all(one.closed_at is None for one in rows(Shift))
    again.context.set_offline(False)
    again.reload()
    sent(again)
    assert [(one.amount, one.cashier_id) for one in rows(Sale)] == [(24_000, volunteer[0])] * 3
    (shift,) = rows(Shift)
    assert {one.shift_id for one in rows(Sale)} == {shift.id}
    counts = (shift.float_amount, shift.first_counted_amount, shift.counted_amount)
    assert counts == (100_000, 170_000, 171_000), "a closed sheet does not begin the count anew"
    assert shift.difference_reason == "Salah kembalian"
    assert shift.closed_at is not None


def test_five_wrong_pins_wait_a_minute_also_after_a_reload(tablet: Page, volunteer: tuple[int, str]) -> None:
    tablet.goto("/kasir/")
    tablet.click(".person:has-text('Relawan Ina')")
    for left in (4, 3, 2, 1):
        tablet.fill("#pin", "000000")
        tablet.keyboard.press("Enter")
        expect(part(tablet, "pin-error")).to_contain_text(f"Sisa {left} kali")
    tablet.fill("#pin", "000000")
    tablet.keyboard.press("Enter")
    expect(part(tablet, "pin-error")).to_contain_text("60 detik")
    tablet.reload()
    unlock(tablet, volunteer[1])
    expect(part(tablet, "pin-error")).to_contain_text("detik lagi")
    tablet.context.clock.fast_forward(61_000)
    tablet.fill("#pin", volunteer[1])
    expect(part(tablet, "lock")).to_be_hidden()


def test_a_till_left_alone_locks_itself_and_keeps_the_note(tablet: Page, volunteer: tuple[int, str]) -> None:
    begin(tablet, volunteer[1])
    tablet.click(".good:has-text('Kopi')")
    draft_kept(tablet)
    tablet.context.clock.fast_forward(11 * 60_000)
    expect(part(tablet, "lock-state")).to_contain_text("tetap ada")
    unlock(tablet, volunteer[1])
    expect(part(tablet, "total")).to_have_text("Rp24.000")


def begin(page: Page, pin: str) -> None:
    """From the lock to the till, with an empty drawer."""
    page.goto("/kasir/")
    unlock(page, pin)
    page.click("[data-part=shift-start] button:has-text('Buka kasir')")
    page.wait_for_selector("#till[data-ready]")
    expect(part(page, "lock")).to_be_hidden()


def test_a_withdrawn_till_keeps_its_sales_and_sends_them_when_it_is_enrolled_anew(
    tablet: Page, counter: Counter, volunteer: tuple[int, str], shot: Any, axe: Any
) -> None:
    begin(tablet, volunteer[1])
    tablet.context.set_offline(True)
    sell_kopi(tablet)
    (mine,) = rows(Till)
    begin_writing()
    revoke_till(mine.id, actor=SYSTEM)
    commit()
    tablet.context.set_offline(False)
    tablet.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(part(tablet, "alarm")).to_contain_text("sudah dicabut")
    axe(tablet)
    shot(tablet, "kasir-dicabut")
    assert [one["kind"] for one in stored(tablet, "queue")][-1] == "sale"
    people_are_gone(tablet)
    enrol(tablet, new_code(counter))
    tablet.click("text=Buka kasir")
    sent(tablet)
    (sale,) = rows(Sale)
    assert (sale.amount, sale.cashier_id) == (24_000, volunteer[0])
    assert sale.till_id == rows(Till)[1].id


def test_a_new_version_waits_for_the_note_and_leaves_the_queue_alone(
    open_browser: Callable[..., Page], app: Flask, counter: Counter
) -> None:
    page = open_browser("desktop", at_the_till(app, counter))
    opened_today(page, offline_ready=True)
    page.route("**/api/v1/sales", lambda route: route.abort("internetdisconnected"))
    sell_kopi(page)
    page.click(".good:has-text('Kopi')")
    app.extensions["assets"]["version"] = NEXT_VERSION
    page.evaluate("() => navigator.serviceWorker.getRegistration().then((one) => one.update())")
    expect(part(page, "update")).to_be_hidden()
    page.keyboard.press("F4")
    expect(part(page, "update")).to_be_visible()
    before = [one["id"] for one in stored(page, "queue")]
    page.click("[data-part=update] button")
    page.wait_for_selector(f"script[src*='{NEXT_VERSION}']", state="attached")
    page.wait_for_selector("#till[data-ready]")
    assert [one["id"] for one in stored(page, "queue")] == before and len(before) == 1
    page.unroute("**/api/v1/sales")
    send_now(page)
    assert len(rows(Sale)) == 1


def test_on_a_plain_address_selling_works_on_the_open_page_and_what_cannot_is_said(
    open_browser: Callable[..., Page], app: Flask, counter: Counter, shot: Any
) -> None:
    page = open_browser("desktop", at_the_till(app, counter))
    right_clock(page)
    page.add_init_script(PLAIN_HTTP)
    opened(page)
    page.context.set_offline(True)
    sell_kopi(page)
    page.context.set_offline(False)
    send_now(page)
    for sentence in ("tanpa HTTPS", "alamat https", "tidak bisa tanpa HTTPS"):
        expect(part(page, "check-list")).to_contain_text(sentence)
    shot(page, "kasir-tanpa-https")
    assert len(rows(Sale)) == 1
    page.goto("/kasir/daftar")
    expect(part(page, "waiting-text")).to_contain_text("alamat https")
    expect(part(page, "form")).to_be_hidden()
