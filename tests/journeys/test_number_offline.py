"""A whole NIP at a tablet that holds none: with a network the server says whose it is, without one it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.sales.models import Sale
from tests.counter import MARTHA_NIP, Counter, add_person, make_counter
from tests.journeys.till_hands import answered, part, send_now, stored

TWIN_NIP = f"19900101201501{MARTHA_NIP[-4:]}"


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city, with somebody whose number ends as Martha's does."""
    counter = make_counter()
    add_person(counter, "RINA PATTIASINA", TWIN_NIP)
    return counter


def bought() -> list[tuple[int | None, str]]:
    db.session.rollback()
    return [(one.employee_id, one.buyer_kind) for one in db.session.query(Sale).order_by(Sale.id)]


def sell_to(page: Page, nip: str, name: str = "") -> None:
    """Type a whole NIP without a network, name whoever stands there, sell a coffee."""
    page.fill("#cari", nip)
    expect(page.locator("[role=option]")).to_have_count(3)
    if name:
        page.click(f"[role=option]:has-text('{name}')")
    else:
        page.keyboard.press("Enter")
    page.click(".good:has-text('Kopi')")
    page.click(".save")
    answered(page)
    page.keyboard.press("Enter")


def test_a_nip_without_a_network_is_booked_by_its_number_whatever_name_is_picked(
    till: Page, counter: Counter, shot: Any, axe: Any
) -> None:
    till.context.set_offline(True)
    till.fill("#cari", MARTHA_NIP)
    expect(part(till, "message")).to_contain_text("belum dapat dipastikan milik siapa")
    expect(till.locator("[role=option]").first).to_contain_text(f"Catat sebagai «{MARTHA_NIP}»")
    axe(till)
    shot(till, "nip-tanpa-jaringan")
    sell_to(till, MARTHA_NIP, "MARTHA")
    sell_to(till, TWIN_NIP, "MARTHA")  # the wrong one of two who share the ending
    sell_to(till, MARTHA_NIP)
    queue = sorted(stored(till, "queue"), key=lambda one: one["seq"])
    assert [one["item"]["buyer"]["nip"] for one in queue] == [MARTHA_NIP, TWIN_NIP, MARTHA_NIP]
    till.context.set_offline(False)
    send_now(till)
    twin = bought()[1][0]
    assert bought() == [(counter.martha, "employee"), (twin, "employee"), (counter.martha, "employee")]
    assert twin not in (None, counter.martha)


def test_a_nip_with_a_network_is_taken_at_once(till: Page) -> None:
    till.fill("#cari", MARTHA_NIP)
    expect(part(till, "buyer-name")).to_have_text("MARTHA WATTIMENA")


def test_a_list_of_an_earlier_version_loses_its_digests_though_there_is_no_network(till: Page) -> None:
    assert {row[5] for row in stored(till, "buyers")[0]["body"]["people"]} == {""}
    till.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("jiku-bata-till");
          opening.onsuccess = () => {
            const store = opening.result.transaction("buyers", "readwrite").objectStore("buyers");
            store.get("now").onsuccess = (event) => {
              const kept = event.target.result;
              for (const row of kept.body.people) row[5] = "0123456789abcdef";
              store.put(kept, "now").onsuccess = () => { opening.result.close(); resolve(); };
            };
          };
        })"""
    )
    till.context.set_offline(True)
    till.reload()
    till.wait_for_selector("#till[data-ready]")
    (kept,) = stored(till, "buyers")
    assert {row[5] for row in kept["body"]["people"]} == {""} and kept["etag"] == ""
