"""What the journeys at the till do again and again."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.conftest import NOW


def part(page: Page, name: str) -> Locator:
    """A part of the page by its name."""
    return page.locator(f"[data-part={name}]")


def right_clock(page: Page) -> None:
    """The tablet's clock is the server's, and runs."""
    page.context.clock.install(time=f"{NOW.replace(' ', 'T')}:00+09:00")


def opened(page: Page, *, offline_ready: bool = False) -> Page:
    """The till, open; if asked, only when its service worker could open it without a network, too."""
    page.goto("/kasir/")
    page.wait_for_selector("#till[data-ready]")
    if offline_ready:
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        expect(part(page, "state")).to_contain_text("semua sudah tersimpan di server")
    return page


def answered(page: Page, title: str = "Tersimpan") -> None:
    """The big answer stands on the screen."""
    expect(page.locator(".answer")).to_be_visible()
    expect(part(page, "title")).to_have_text(title)


def sell_kopi(page: Page) -> None:
    """One coffee to the public, and on to the next."""
    page.keyboard.press("F2")
    page.click(".good:has-text('Kopi')")
    page.click(".save")
    answered(page)
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_hidden()


def stored(page: Page, store: str) -> list[Any]:
    """Everything in one store of the till's IndexedDB."""
    found: list[Any] = page.evaluate(
        """(name) => new Promise((resolve, reject) => {
          const opening = indexedDB.open("jiku-bata-till");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const asking = opening.result.transaction(name).objectStore(name).getAll();
            asking.onsuccess = () => { opening.result.close(); resolve(asking.result); };
          };
        })""",
        store,
    )
    return found


def draft_kept(page: Page) -> None:
    """The note being written is on the device: the till writes it after the key press, so a reload in that instant is
    too early for it."""
    for _ in range(100):
        if stored(page, "drafts"):
            return
        time.sleep(0.05)
    raise AssertionError("the note being written is not on the device after five seconds")


def send_now(page: Page) -> None:
    """Press the button behind the state line; everything arrives."""
    part(page, "state").click()
    page.click("[data-part=send-now]")
    expect(part(page, "panel-state")).to_contain_text("semua sudah tersimpan", timeout=15_000)
