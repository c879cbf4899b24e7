"""What the journeys at the till do again and again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from app.extensions import db
from app.sales.models import Sale
from tests.conftest import NOW


def part(page: Page, name: str) -> Locator:
    """A part of the page by its name."""
    return page.locator(f"[data-part={name}]")


def right_clock(page: Page) -> None:
    """The tablet's clock is the server's, and runs."""
    page.context.clock.install(time=f"{NOW.replace(' ', 'T')}:00+09:00")


def opened_today(page: Page, *, offline_ready: bool = False) -> Page:
    """The till, open, on a device whose clock is the server's."""
    right_clock(page)
    return opened(page, offline_ready=offline_ready)


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
    until(page, lambda: stored(page, "drafts"), "the note being written is on the device")


def until(page: Page, is_so: Callable[[], Any], what: str) -> None:
    """Wait for what the page does after it has shown something: a write to the device, an answer of the server.
    AssertionError after 30 seconds, with the sentence that was to come true."""
    for _ in range(600):
        if is_so():
            return
        page.wait_for_timeout(50)  # the browser library works on meanwhile: routes are answered, calls arrive
    raise AssertionError(f"not so after 30 seconds: {what}")


def sent(page: Page) -> None:
    """Nothing waits on the device any more, and the line says so. The line alone may still be the one of before."""
    until(page, lambda: stored(page, "queue") == [], "the queue is empty")
    expect(part(page, "state")).to_contain_text("semua sudah tersimpan")


def people_are_gone(page: Page) -> None:
    """No list of people is on the device: the till says that it closes before it has deleted them."""
    until(page, lambda: stored(page, "buyers") == [] == stored(page, "standings"), "no people on the device")


def send_now(page: Page) -> None:
    """Press the button behind the state line; everything arrives."""
    part(page, "state").click()
    page.click("[data-part=send-now]")
    until(page, lambda: stored(page, "queue") == [], "the queue is empty")
    expect(part(page, "panel-state")).to_contain_text("semua sudah tersimpan")


SAGU, KOPI, BAGEA = (f".good:has-text('{name}')" for name in ("Sagu", "Kopi", "Bagea"))


class Hands:
    """What the cashier does, counted: a scan, a tap and a key are one action each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def scan(self, code: str) -> None:
        """A keyboard-wedge scanner: every key within milliseconds, Enter at the end."""
        self.actions += 1
        self.page.evaluate(
            """(code) => {
              const press = (key) => {
                const target = document.activeElement || document.body;
                const down = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true});
                const isTaken = !target.dispatchEvent(down);
                if (!isTaken && key.length === 1 && target.matches("input")) {
                  target.value += key;
                  target.dispatchEvent(new Event("input", {bubbles: true}));
                }
              };
              for (const key of [...code, "Enter"]) press(key);
            }""",
            code,
        )

    def tap(self, selector: str) -> None:
        """One finger."""
        self.actions += 1
        self.page.click(selector)

    def key(self, key: str) -> None:
        """One key."""
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Typing one thing, at the pace of fingers."""
        self.actions += 1
        self.page.locator("#cari").press_sequentially(text, delay=60)


def is_phone(page: Page) -> bool:
    """Whether the till is laid out for a phone."""
    return bool(page.viewport_size and page.viewport_size["width"] < 900)


def sales(count: int = 0) -> list[Sale]:
    """The ledger, once it holds so many: the till says "Tersimpan" from the device, and sends at once."""
    for _ in range(300):
        db.session.rollback()
        found = list(db.session.query(Sale).order_by(Sale.id))
        if len(found) >= count:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{len(found)} of {count} sales arrived")


def with_people(page: Page) -> Page:
    """The same page, once the device has its people."""
    until(page, lambda: stored(page, "buyers") and stored(page, "standings"), "the people came")
    return page


def put(page: Page, card: str, *goods: str) -> None:
    """A card and some goods onto the till."""
    Hands(page).scan(card)
    expect(part(page, "buyer-name")).to_be_visible()
    if is_phone(page) and not page.locator(".shelf").is_visible():
        page.click(".step-back")
    for one in goods:
        page.click(one)


def save(page: Page) -> None:
    """Save by the key."""
    page.keyboard.press("F9")
    answered(page)
