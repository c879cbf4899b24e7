"""What the device stores while there is no network, for whom, and what is gone after it was sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.shared.transaction import begin_writing
from app.tills.models import Till
from tests.counter import MARTHA_NIP, Counter, at_the_till
from tests.journeys.conftest import _cookies, settle
from tests.journeys.till_hands import answered, opened, part, sales, sell_kopi, send_now, stored
from tests.pages import PageClient


@pytest.fixture
def other(app: Any, counter: Counter) -> PageClient:
    """A second cashier with an open shift at the same booth."""
    return at_the_till(app, counter, username="maria")


def test_no_nip_stays_on_the_device_after_it_was_sent(till: Page) -> None:
    till.context.set_offline(True)
    till.locator("#cari").press_sequentially("198001012005011999", delay=30)
    till.click("#hasil [role=option]:has-text('198001012005011999')")
    expect(part(till, "buyer-name")).to_be_visible()
    till.click(".good:has-text('Kopi')")
    till.click(".save")
    answered(till)
    assert "198001012005011999" in str(stored(till, "queue")), "until it is sent it must be there"
    till.context.set_offline(False)
    send_now(till)
    everything = {name: stored(till, name) for name in STORES} | {"copies": copies(till)}
    assert "198001012005011999" not in str(everything) and MARTHA_NIP not in str(everything)
    assert len(sales()) == 1


def test_a_damaged_store_that_the_browser_deletes_costs_no_sale(till: Page, troubles: list[str]) -> None:
    """Killed at a bad moment, Chromium finds its IndexedDB damaged and deletes it: the second copy brings all back."""
    till.context.set_offline(True)
    for _ in range(2):
        sell_kopi(till)
    till.route("**/api/v1/sales", lambda route: route.abort("internetdisconnected"))
    till.context.set_offline(False)
    till.goto("/masuk")
    till.evaluate(
        """() => new Promise((resolve) => {
          const deleting = indexedDB.deleteDatabase("jiku-bata-till");
          deleting.onsuccess = resolve;
        })"""
    )
    cookies = till.context.cookies()
    till.context.clear_cookies()
    till.goto("/masuk")  # from the second copy alone, and looking makes no store
    expect(till.locator("#belum-terkirim")).to_contain_text("2 nota di perangkat ini belum terkirim")
    assert till.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    till.context.add_cookies(cookies)
    till.context.set_offline(True)
    till.goto("/kasir/")
    till.wait_for_selector("#till[data-ready]")
    expect(part(till, "state")).to_contain_text("2 menunggu")
    sell_kopi(till)
    till.unroute("**/api/v1/sales")
    till.context.set_offline(False)
    send_now(till)
    troubles[:] = [
        one for one in troubles if "connection is closing" not in one
    ]  # the page it was deleted under
    assert len(sales()) == 3 and copies(till) == []


def copies(page: Page) -> list[str]:
    """What the second copy still holds of the queue."""
    found: list[str] = page.evaluate(
        """async () => {
          const cache = await caches.open("jiku-bata-salinan");
          const kept = (await cache.keys()).filter((one) => one.url.includes("queue"));
          return Promise.all(kept.map(async (one) => (await cache.match(one)).text()));
        }"""
    )
    return found


STORES = ("meta", "queue", "done", "catalogue", "buyers", "standings", "drafts")


def test_signing_out_leaves_the_queue_and_the_next_cashier_sends_it_as_the_first_ones(
    other: PageClient, till: Page, cashier: PageClient, troubles: list[str]
) -> None:
    """Sarah sells without a network and signs out; Maria signs in on the same tablet."""
    till.route("**/api/v1/sales", lambda route: route.abort("connectionreset"))
    sell_kopi(till)
    till.context.clear_cookies()
    till.goto("/kasir/")  # the session has ended: this leads to the sign-in page
    expect(till).to_have_url(re.compile("/masuk"))
    expect(till.locator("#belum-terkirim")).to_be_visible()
    expect(till.locator("#belum-terkirim")).to_contain_text("1 nota di perangkat ini belum terkirim")
    till.context.add_cookies(_cookies(other, till.url.partition("/masuk")[0]))
    till.goto("/kasir/pin")
    expect(till.locator("#belum-terkirim")).to_contain_text("Buka halaman kasir untuk mengirimnya")
    opened(till)
    expect(part(till, "cashier-name")).to_contain_text(other.user.display_name)
    sell_kopi(till)
    waiting = sorted(
        stored(till, "queue"), key=lambda one: one["seq"]
    )  # the store itself is in order of numbers
    assert [one["cashier"] for one in waiting] == [cashier.user.username, other.user.username]
    till.unroute("**/api/v1/sales")
    send_now(till)
    troubles[:] = [one for one in troubles if "CONNECTION_RESET" not in one]
    assert [sale.cashier_id for sale in sales()] == [cashier.user.id, other.user.id]
    assert len({sale.till_id for sale in sales()}) == 2, "each with the token of its own moment"


def test_the_line_says_whose_sign_in_a_queue_waits_for(
    other: PageClient, till: Page, cashier: PageClient, troubles: list[str]
) -> None:
    """Sarah's week is over while her sale waits; Maria works on and sees that only Sarah can send it."""
    till.route("**/api/v1/sales", lambda route: route.abort("connectionreset"))
    sell_kopi(till)
    begin_writing()
    (mine,) = db.session.query(Till).filter_by(cashier_id=cashier.user.id)
    mine.expires_at = mine.enrolled_at
    settle()
    troubles[:] = [one for one in troubles if "CONNECTION_RESET" not in one]
    till.context.clear_cookies()
    till.context.add_cookies(_cookies(other, till.url.partition("/kasir")[0]))
    till.unroute("**/api/v1/sales")
    opened(till)
    expect(part(till, "state")).to_contain_text(
        f"1 penjualan menunggu {cashier.user.username} masuk lagi", timeout=15_000
    )
    assert not sales() and len(stored(till, "queue")) == 1
    troubles[:] = [one for one in troubles if "CONNECTION_RESET" not in one]
