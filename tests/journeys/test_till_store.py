"""What the till keeps of itself, in a real browser; what it keeps of sales: tests/js/till/outbox.test.js."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from app.tills.queries.tills import get_receipt_key
from tests.counter import at_the_till, make_counter
from tests.journeys.test_till_hands import with_people
from tests.journeys.till_hands import opened, right_clock, until

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
def till(app: Any, session: Any, open_browser: Callable[..., Page]) -> Page:
    page = open_browser("desktop", at_the_till(app, make_counter()))
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
