"""The tablet's browser is killed in mid-sale and in mid-sync: whatever it showed as saved is in the ledger, once."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, Playwright, expect, sync_playwright

from app.extensions import db
from app.sales.models import Sale
from app.sales.rules import receipt_number
from tests.browser import Browser, NoBrowser, find_browser, node_for_playwright, skip_or_fail
from tests.counter import at_the_till, make_counter
from tests.journeys.conftest import _cookies, address, settle
from tests.journeys.till_hands import part, send_now

__all__ = ["address"]
pytestmark = [pytest.mark.sqlite, pytest.mark.real_clock]
WEEK = 7 * 86_400
SELL = """async () => {
  const find = (part) => document.querySelector(`#till [data-part="${part}"]`);
  for (;;) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "F2", bubbles: true, cancelable: true }));
    document.querySelector(".good").click();
    document.querySelector(".save").click();
    while (find("answer").hidden) await new Promise((resolve) => setTimeout(resolve, 2));
    await window.shown(find("answer").querySelector("[data-part=receipt]").textContent);
    find("next").click();
  }
}"""


class Tablet:
    """A browser with its profile on the disk, in a process group of its own, so that it can be killed whole."""

    def __init__(self, found: Browser, folder: Path, site: str, cookies: list[Any]) -> None:
        self.found, self.folder, self.site = found, folder, site
        self.cookies = [cookie | {"expires": time.time() + WEEK} for cookie in cookies]
        self.shown: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, playwright: Playwright) -> Page:
        """Start it on the same profile and open the till."""
        port = self.folder / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        flags = [
            "--headless=new",
            "--no-sandbox",
            "--no-first-run",
            "--disable-gpu",
            "--remote-debugging-port=0",
        ]
        self.process = subprocess.Popen(
            [
                str(self.found.program),
                *self.found.arguments,
                *flags,
                f"--user-data-dir={self.folder}",
                "about:blank",
            ],
            env={**os.environ, **self.found.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ready = time.monotonic() + 30
        while not (port.exists() and port.read_text().strip()):
            assert time.monotonic() < ready, "the browser did not start"
            time.sleep(0.02)
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port.read_text().split()[0]}")
        (context,) = browser.contexts
        context.add_cookies(self.cookies)
        context.expose_function("shown", lambda receipt: self.shown.append(receipt))  # noqa: PLW0108  (not a builtin)
        page = context.new_page()
        page.goto(f"{self.site}/kasir/")
        page.wait_for_selector("#till[data-ready]", timeout=60_000)
        return page

    def kill(self) -> None:
        """SIGKILL to all of it: nothing gets to tidy up."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)


@pytest.fixture
def tablet(app: Flask, session: Any, address: str, tmp_path: Path) -> Iterator[Tablet]:  # noqa: F811
    """A cashier's browser, not yet started."""
    try:
        found, node = find_browser(), node_for_playwright()
    except NoBrowser as reason:
        skip_or_fail(reason)
    if node:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = node
    cashier = at_the_till(app, make_counter())
    settle()
    made = Tablet(found, tmp_path / "profile", address, _cookies(cashier, address))
    yield made
    made.kill()
    shutil.rmtree(made.folder, ignore_errors=True)


def kill_again_and_again(tablet: Tablet, kills: int, sales: int) -> int:
    """Sell as fast as it goes; after a random while the browser dies. At the end, send what is left.

    Until so many kills and so many sales; how often it died.
    """
    chance, died = random.Random(7), 0
    with sync_playwright() as playwright:
        while died < kills or len(tablet.shown) < sales:
            died += 1
            page = tablet.start(playwright)
            death = threading.Timer(chance.uniform(0.05, 1.0), tablet.kill)
            death.start()
            with contextlib.suppress(Error):
                page.evaluate(SELL)
            death.join()
        page = tablet.start(playwright)
        send_now(page)
        expect(part(page, "state")).to_contain_text("semua sudah tersimpan")
    return died


def test_no_sale_that_was_shown_is_lost_or_doubled_when_the_browser_is_killed(
    tablet: Tablet, is_long: bool
) -> None:
    """3 kills, or 100 and at least 500 sales in the long form (Figures)."""
    kills, least = (100, 500) if is_long else (3, 3)
    # A thread of its own: one thread drives one browser library, and the journeys' may still be at work in this one.
    with ThreadPoolExecutor(1) as alone:
        died = alone.submit(kill_again_and_again, tablet, kills, least).result()
    db.session.rollback()
    booked = [receipt_number(sale.uuid) for sale in db.session.query(Sale)]
    shown = tablet.shown
    assert len(set(shown)) == len(shown) and len(set(booked)) == len(booked)
    assert set(shown) <= set(booked), "shown as saved, but lost"
    assert len(booked) - len(shown) <= died, "at most the one on its way to the screen at each kill"
