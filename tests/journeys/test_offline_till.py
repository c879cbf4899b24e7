"""The till without a network: what was shown as saved reaches the ledger exactly once, whatever happens between."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.till_hands import (
    answered,
    draft_kept,
    opened,
    part,
    sales,
    sell_kopi,
    send_now,
    sent,
    stored,
)
from tests.pages import PageClient


def test_three_sales_offline_a_reload_one_more_and_all_four_arrive_once(
    till: Page, shot: Any, axe: Any
) -> None:
    sent_before = len(sales())
    till.context.set_offline(True)
    for _ in range(3):
        sell_kopi(till)
    expect(part(till, "state")).to_contain_text("tanpa jaringan: jual terus saja, 3 menunggu")
    axe(till)
    shot(till, "kasir-tanpa-jaringan")
    till.reload()
    till.wait_for_selector("#till[data-ready]")
    expect(part(till, "state")).to_contain_text("3 ")
    sell_kopi(till)
    assert len(sales()) == sent_before
    till.context.set_offline(False)
    send_now(till)
    till.click("[data-part=panel] [data-close]")
    sent(till)
    assert len(sales()) == sent_before + 4
    assert stored(till, "queue") == []


def test_a_browser_opened_anew_without_a_network_sells_on(till: Page, cashier: PageClient) -> None:
    till.context.set_offline(True)
    sell_kopi(till)
    again = till.context.new_page()
    till.close()
    again.goto("/kasir/")
    again.wait_for_selector("#till[data-ready]")
    sell_kopi(again)
    again.context.set_offline(False)
    again.reload()
    sent(again)
    assert len(sales()) == 2
    assert {sale.cashier_id for sale in sales()} == {cashier.user.id}


def test_after_signing_out_the_shell_sells_in_nobodys_name(till: Page) -> None:
    till.context.clear_cookies()
    till.goto("/kasir/aplikasi")
    expect(part(till, "closed-title")).to_contain_text("Belum ada yang berjualan")
    expect(till.locator("#till")).to_be_hidden()


def test_a_captive_portal_is_no_acknowledgement(till: Page) -> None:
    """Its 200 is not ours, be it a page or even JSON that looks right: nobody signed it."""
    answers = iter(range(1000))

    def portal(route: Route) -> None:
        if next(answers) % 2:
            route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi hotel</h1>")
            return
        asked = route.request.post_data_json
        items = asked.get("sales", []) if asked else []
        results = [{"id": one["id"], "result": "recorded", "receipt": "X", "ack": "0" * 32} for one in items]
        route.fulfill(status=200, json={"results": results})

    till.route("**/api/v1/**", portal)
    for _ in range(2):
        sell_kopi(till)
    expect(part(till, "state")).to_contain_text("2 menunggu")
    assert len(stored(till, "queue")) == 2
    till.unroute("**/api/v1/**")
    send_now(till)
    assert len(sales()) == 2
    till.click("[data-part=panel] [data-close]")
    part(till, "state").click()
    expect(part(till, "send-now")).to_have_class("btn btn-quiet")


def test_a_refusal_nobody_signed_sets_nothing_aside(till: Page) -> None:
    """A proxy's own 400 and 413 look like a server that cannot read the note; only ours signs that it keeps it."""
    answers = iter(range(1000))

    def proxy(route: Route) -> None:
        status = (400, 413, 422)[next(answers) % 3]
        route.fulfill(status=status, json={"error": "Request blocked"})

    till.route("**/api/v1/**", proxy)
    for _ in range(2):
        sell_kopi(till)
    expect(part(till, "state")).to_contain_text("2 menunggu")
    part(till, "state").click()
    expect(part(till, "send-now")).to_have_class("btn btn-primary")
    till.click("[data-part=send-now]")
    expect(part(till, "panel-state")).to_contain_text("2 menunggu")
    assert {one["state"] for one in stored(till, "queue")} == {"waiting"}
    till.click("[data-part=panel] [data-close]")
    till.unroute("**/api/v1/**")
    send_now(till)
    assert len(sales()) == 2


def test_a_reload_keeps_the_note_that_was_being_written(till: Page) -> None:
    till.context.set_offline(True)
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    draft_kept(till)
    till.reload()
    till.wait_for_selector("#till[data-ready]")
    expect(part(till, "total")).to_have_text("Rp24.000")
    till.click(".save")
    answered(till)
    till.reload()
    till.wait_for_selector("#till[data-ready]")
    expect(part(till, "total")).to_have_text("Rp0")


def test_one_bad_note_does_not_hold_up_the_others_and_is_shown(till: Page, shot: Any, axe: Any) -> None:
    """A product that does not exist: refused, set aside, handed to the server's list; the others are in the ledger."""

    def spoil(route: Route) -> None:
        body = route.request.post_data_json
        for sale in body["sales"][1:2]:
            sale["lines"][0] = {"product": 999_999, "quantity": 1, "unit_price": 24_000}
        route.continue_(post_data=body)

    till.context.set_offline(True)
    for _ in range(3):
        sell_kopi(till)
    till.route("**/api/v1/sales", spoil)
    till.context.set_offline(False)
    part(till, "state").click()
    till.click("[data-part=send-now]")
    expect(part(till, "attention-list").locator("li")).to_have_count(1)
    expect(part(till, "attention-list")).to_contain_text("dipegang keuangan")
    axe(till)
    shot(till, "kasir-perlu-dilihat")
    assert len(sales()) == 2
    assert stored(till, "queue") == [], "the server holds it now, so it may leave the device"


def test_an_answer_lost_on_the_way_makes_no_second_sale(till: Page, troubles: list[str]) -> None:
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.fulfill(status=502, body="")

    till.route("**/api/v1/sales", lose_the_first)
    sell_kopi(till)
    send_now(till)
    troubles[:] = [one for one in troubles if "502" not in one]
    assert "recorded" in lost[0] and len(sales()) == 1


@pytest.mark.parametrize("has_locks", [True, False])
def test_two_windows_never_share_a_note(till: Page, has_locks: bool) -> None:
    """Also where the browser has no locks (an address without HTTPS)."""
    if not has_locks:
        without = "() => Object.defineProperty(Navigator.prototype, 'locks', {get: () => undefined})"
        till.context.add_init_script(f"({without})()")
        opened(till)
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    draft_kept(till)
    other = till.context.new_page()
    other.goto("/kasir/")
    expect(part(other, "closed-title")).to_have_text("Kasir sudah terbuka di jendela lain")
    expect(other.locator("#till")).to_be_hidden()
    expect(part(till, "total")).to_have_text("Rp24.000")
    other.click("[data-part=closed-act]")
    expect(part(other, "total")).to_have_text("Rp24.000")
    expect(part(till, "closed-title")).to_have_text("Kasir sudah terbuka di jendela lain")
    till.keyboard.press("F9")
    other.keyboard.press("F9")
    answered(other)
    other.reload()  # the page before a reload lets go of the till by itself
    other.wait_for_selector("#till[data-ready]")
    other.close()
    till.reload()
    till.wait_for_selector("#till[data-ready]")
    expect(part(till, "total")).to_have_text("Rp0")
    assert len(sales()) == 1


def test_a_note_that_was_sold_already_is_not_sold_twice(till: Page) -> None:
    """A draft that outlived its sale (a crash between two writes): its number says that it is sold."""
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    draft_kept(till)
    draft = stored(till, "drafts")[0]
    till.keyboard.press("F9")
    answered(till)
    sent(till)
    till.evaluate(PUT_DRAFT, draft)
    till.reload()
    till.wait_for_selector("#till[data-ready]")
    expect(part(till, "total")).to_have_text("Rp24.000")
    till.keyboard.press("F9")
    answered(till)
    sent(till)
    assert len(sales()) == 1


PUT_DRAFT = """(draft) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('jiku-bata-till');
  opening.onsuccess = () => {
    const tx = opening.result.transaction('drafts', 'readwrite');
    tx.objectStore('drafts').put(draft, 'sarah');
    tx.oncomplete = () => { opening.result.close(); resolve(); };
    tx.onerror = () => reject(tx.error);
  };
})"""


def test_what_cannot_be_kept_is_never_shown_as_saved(till: Page) -> None:
    till.evaluate(
        """() => { IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
    )
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    till.click(".save")
    expect(part(till, "message")).to_contain_text("TIDAK tersimpan")
    expect(till.locator(".answer")).to_be_hidden()
    expect(part(till, "total")).to_have_text("Rp24.000")
    assert not sales()
