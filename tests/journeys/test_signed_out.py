"""A tablet that cashiers share: who has signed out leaves nobody's data behind and opens nothing again without a
network; what is unsent stays, and gets in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.services import create_day_cashier, end_sessions
from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.models import Sale
from app.shared.transaction import begin_writing, commit
from app.tills.services.tills import make_till_code
from tests.conftest import NOW
from tests.counter import Counter, at_the_till
from tests.journeys.conftest import _cookies
from tests.journeys.till_hands import (
    opened,
    opened_today,
    part,
    people_are_gone,
    right_clock,
    sell_kopi,
    sent,
    stored,
    until,
)
from tests.logins import sign_in_again
from tests.pages import PageClient

STORES = ("meta", "queue", "done", "catalogue", "buyers", "standings", "drafts")
COPIES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      if (!/static/.test(request.url)) found[request.url] = await answer.text();
    }
  }
  return found;
}"""
META = """() => new Promise((resolve) => {
  const opening = indexedDB.open("jiku-bata-till");
  opening.onsuccess = () => {
    const store = opening.result.transaction("meta").objectStore("meta");
    const found = {};
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return opening.result.close(), resolve(found);
      found[cursor.key] = cursor.value;
      cursor.continue();
    };
  };
})"""


@pytest.fixture
def sarah(app: Flask, counter: Counter) -> PageClient:
    """A cashier with an open shift."""
    return at_the_till(app, counter)


@pytest.fixture
def till(open_browser: Callable[..., Page], sarah: PageClient) -> Page:
    """Her till, which works without a network."""
    page = open_browser("desktop", sarah)
    return opened_today(page, offline_ready=True)


def sales() -> list[Sale]:
    db.session.rollback()
    return list(db.session.query(Sale).order_by(Sale.id))


def sell_offline_and_begin_another(page: Page) -> None:
    """One sale that waits, and a note for Martha that nobody saved."""
    page.route("**/api/v1/sales", lambda route: route.abort("internetdisconnected"))
    page.context.set_offline(True)
    sell_kopi(page)
    page.fill("#cari", "martha")
    page.keyboard.press("Enter")
    page.click(".good:has-text('Bagea')")
    expect(part(page, "buyer-name")).to_contain_text("MARTHA")
    until(page, lambda: "MARTHA" in str(stored(page, "drafts")), "the note for Martha is on the device")
    page.context.set_offline(False)


def sign_out(page: Page) -> None:
    """By the button every page has."""
    page.goto("/kasir/pin")
    page.click(".menu > summary")
    page.click("button:has-text('Keluar')")
    page.wait_for_url("**/masuk*")
    page.wait_for_selector("html[data-forgotten]")


def everything(page: Page) -> str:
    """All the device holds, in both places."""
    return str({name: stored(page, name) for name in STORES}) + str(page.evaluate(COPIES))


def test_signing_out_takes_people_session_and_login_off_the_device_and_leaves_the_queue(till: Page) -> None:
    sell_offline_and_begin_another(till)
    sign_out(till)
    held, meta = everything(till), till.evaluate(META)
    for word in ("MARTHA", "LATUPERISSA", "SMP Negeri 4", "Guru Ahli"):
        assert word not in held
    assert stored(till, "buyers") == [] == stored(till, "standings")
    assert (meta["session"], meta["logins"]) == (None, {})
    copies = [name.partition("salinan/")[2] for name in till.evaluate(COPIES) if "salinan/" in name]
    assert not [name for name in copies if name.startswith(("meta%3Asession", "meta%3Alogins"))]
    (entry,) = stored(till, "queue")
    assert [name for name in copies if name.startswith("queue")] == [f"queue%3A{entry['id']}"]
    (draft,) = stored(till, "drafts")
    assert "Bagea" in draft, "the goods of the note wait for its cashier"


def test_a_signed_out_tablet_in_flight_mode_opens_for_nobody(till: Page, shot: Any) -> None:
    sign_out(till)
    till.context.set_offline(True)
    till.goto("/kasir/")
    expect(part(till, "closed-title")).to_contain_text("Belum ada yang berjualan")
    expect(till.locator("#till")).to_be_hidden()
    assert "sarah" not in till.locator("body").inner_text()
    shot(till, "kasir-keluar-tanpa-jaringan")


def test_what_waited_at_signing_out_goes_in_at_the_next_login_of_the_same_cashier(
    app: Flask, till: Page, sarah: PageClient, troubles: list[str]
) -> None:
    sell_offline_and_begin_another(till)
    sign_out(till)
    till.unroute("**/api/v1/sales")
    till.context.add_cookies(_cookies(sign_in_again(app, sarah.user), till.url.partition("/masuk")[0]))
    opened(till)
    expect(part(till, "total")).to_have_text("Rp25.000")
    sent(till)
    (sale,) = sales()
    assert (sale.result, sale.flags, sale.cashier_id) == ("recorded", [], sarah.user.id)


def test_a_till_whose_logins_an_admin_ended_closes_and_keeps_what_is_unsent(
    till: Page, sarah: PageClient, shot: Any, axe: Any
) -> None:
    till.context.set_offline(True)
    sell_kopi(till)
    begin_writing()
    end_sessions(sarah.user.id, "admin", actor=SYSTEM)
    commit()
    till.context.set_offline(False)
    till.evaluate("() => window.dispatchEvent(new Event('online'))")
    expect(part(till, "closed")).to_be_visible()
    expect(part(till, "alarm")).to_contain_text("1 penjualan tetap tersimpan di sini")
    axe(till)
    shot(till, "kasir-dikeluarkan")
    expect(till.locator("#till")).to_be_hidden()
    people_are_gone(till)
    assert till.evaluate(META)["logins"] == {} and len(stored(till, "queue")) == 1
    till.context.set_offline(True)
    till.goto("/kasir/")
    expect(part(till, "closed-title")).to_contain_text("Belum ada yang berjualan")


def test_a_new_password_in_the_same_browser_goes_on_selling_with_another_token(
    app: Flask, till: Page, sarah: PageClient
) -> None:
    before = till.evaluate(META)["logins"]["sarah"]["token"]
    begin_writing()
    end_sessions(sarah.user.id, "password")
    commit()
    till.context.add_cookies(_cookies(sign_in_again(app, sarah.user), till.url.partition("/kasir")[0]))
    till.keyboard.press("F2")
    till.click(".good:has-text('Kopi')")
    with till.expect_event("load"):  # the page is of the login before, and loads itself anew
        till.click(".save")
    till.wait_for_selector("#till[data-ready]")
    sent(till)
    expect(till.locator("#till")).to_be_visible()
    assert till.evaluate(META)["logins"]["sarah"]["token"] != before
    assert [(one.result, one.flags) for one in sales()] == [("recorded", [])]


def test_signing_out_leaves_an_enrolled_tablet_to_its_cashiers_with_a_pin(
    open_browser: Callable[..., Page], counter: Counter, sarah: PageClient
) -> None:
    """Its list of people is theirs; only the login of who left goes."""
    create_day_cashier("Relawan Ina", counter.booth_id, date.fromisoformat(NOW[:10]), actor=SYSTEM)
    _, code = make_till_code(counter.booth_id, "Tablet 1", actor=SYSTEM)
    page = open_browser("desktop", sarah)
    right_clock(page)
    page.goto(f"/kasir/daftar#{code.lower()}")
    page.wait_for_selector("#daftar[data-ready]")
    page.click("button:has-text('Daftarkan')")
    expect(part(page, "done")).to_be_visible()
    opened(page)
    expect(part(page, "cashier-name")).to_contain_text("sarah")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    sign_out(page)
    assert till_of(page) and page.evaluate(META)["session"] is None
    page.context.set_offline(True)
    page.goto("/kasir/")
    expect(part(page, "lock")).to_be_visible()
    page.click(".person:has-text('Relawan Ina')")
    expect(part(page, "pin-name")).to_have_text("Relawan Ina")


def till_of(page: Page) -> int:
    """Whose list of people the device keeps."""
    (kept,) = stored(page, "buyers")
    return int(kept["till"])


def test_a_till_in_another_tab_closes_when_its_cashier_signs_out(till: Page) -> None:
    other = till.context.new_page()
    sign_out(other)
    expect(part(till, "closed")).to_be_visible()
    expect(till.locator("#till")).to_be_hidden()
    assert "MARTHA" not in everything(till)
