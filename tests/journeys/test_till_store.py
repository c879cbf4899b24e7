"""What the till keeps before it says "Tersimpan": on the disk, not on its way there, and each item once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from app.booths.queries import get_receipt_key
from tests.counter import at_the_till, make_counter
from tests.journeys.test_till_hands import with_people
from tests.journeys.till_hands import opened, right_clock, sell_kopi, until

SPY = """
window.written = [];
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, options) {
  window.written.push([[stores].flat(), mode ?? "readonly", options?.durability ?? ""]);
  return transaction.apply(this, arguments);
};
"""
TWICE = """async () => {
  const {openStores} = await import("/static/js/till/db.js");
  const {Queue} = await import("/static/js/till/queue.js");
  const copy = {keep: async () => {}, drop: async () => {}};
  const db = await openStores();
  const queue = new Queue({db, words: {not_kept: "TIDAK"}, stamp: () => ({token: "t", till: 1}), copy});
  const item = {id: "7f4e1a2b-3c4d-4e5f-8a9b-0c1d2e3f4a5b", cashier: "sarah"};
  const answers = [];
  for (const item_again of [item, item]) {
    answers.push(await queue.put({kind: "sale", item: item_again}).then((one) => one.state, (error) => error.message));
  }
  return [answers, await db.count("queue")];
}"""


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


def test_a_sale_is_written_so_that_the_disk_has_it_before_it_is_said(till: Page) -> None:
    till.add_init_script(SPY)
    opened(till)
    till.evaluate("window.written = []")
    sell_kopi(till)
    queued = [one for one in till.evaluate("window.written") if one[1] == "readwrite" and "queue" in one[0]]
    assert queued and {durability for _stores, _mode, durability in queued} == {"strict"}


def test_the_same_sale_put_twice_is_kept_once_and_both_times_said_to_be_kept(
    session: Any, desktop: Page
) -> None:
    desktop.goto("/masuk")
    assert desktop.evaluate(TWICE) == [["waiting", "waiting"], 1]


def test_a_till_from_before_receipts_had_a_key_learns_it_at_the_next_contact(till: Page) -> None:
    with_people(opened(till))  # the first contact is over: it would bring the key back at once
    till.evaluate(FORGET)
    assert [key for _till_id, key in till.evaluate(KEYS)] == [None]
    with till.expect_response("**/api/v1/till"):
        opened(till)
    until(till, lambda: till.evaluate(KEYS)[0][1], "the till has its key")
    ((till_id, key),) = till.evaluate(KEYS)
    assert key == get_receipt_key(till_id).hex()
