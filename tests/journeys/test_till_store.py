"""What the till keeps of itself, in a real browser; what it keeps of sales: tests/js/till/outbox.test.js."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from app.tills.queries.tills import get_receipt_key
from tests.journeys.till_hands import opened, right_clock, until, with_people
from tests.pages import PageClient

KILOBYTE = 1000
FORGET = """async () => {
  const {openStores} = await import("/static/js/till/db.js");
  const db = await openStores();
  const logins = await db.get("meta", "logins");
  for (const one of Object.values(logins)) {
    delete one.till.receipt_key;
    delete one.info?.till.receipt_key;
  }
  await db.put("meta", logins, "logins");
  db.close();
}"""
KEYS = """async () => {
  const {openStores} = await import("/static/js/till/db.js");
  const db = await openStores();
  const logins = await db.get("meta", "logins");
  db.close();
  return Object.values(logins).map((one) => [one.till.id, one.till.receipt_key]);
}"""


@pytest.fixture
def till(open_browser: Callable[..., Page], cashier: PageClient) -> Page:
    page = open_browser("desktop", cashier)
    right_clock(page)
    return page


def test_a_till_from_before_receipts_had_a_key_learns_it_at_the_next_contact(till: Page) -> None:
    with_people(opened(till))  # the first contact is over: it would bring the key back at once
    till.evaluate(FORGET)
    assert [key for _till_id, key in till.evaluate(KEYS)] == [None]
    with till.expect_response("**/api/v1/till"):
        opened(till)
    until(till, lambda: till.evaluate(KEYS)[0][1], "the till has its key")
    ((till_id, key),) = till.evaluate(KEYS)
    assert key == get_receipt_key(till_id).hex()


def test_the_first_load_is_light_and_the_next_is_nearly_nothing(
    open_browser: Any, cashier: PageClient
) -> None:
    """190 kB over the wire, a fifth of it headers, lists and signatures included; then the device has it all."""
    page = open_browser("desktop", cashier)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    opened(page, offline_ready=True)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) <= 190 * KILOBYTE, sizes
    sizes.clear()
    opened(page)
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) <= 40 * KILOBYTE, sizes
