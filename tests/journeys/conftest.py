"""A browser at a running server: phone and desktop, checked for errors, for the policy, and with axe."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress.channel import HTTPChannel
from waitress.server import create_server

from app.web.http.stored_files import Key, StoredFiles
from app.web.http.whole_answers import WholeAnswer
from tests.browser import NoBrowser, find_browser, node_for_playwright, skip_or_fail
from tests.counter import Counter, at_the_till, make_counter
from tests.journeys.till_hands import opened_today, with_people
from tests.looping import looping
from tests.pages import PageClient

SHOTS = Path(__file__).parent / "shots"
AXE = Path(__file__).parents[1] / "vendor/axe-core/axe.min.js"
EXAMINE = "() => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations)"
"""Only the violations come back: what passed is long, and nobody reads it."""
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
PATIENCE = 30_000
"""Milliseconds a page may take for what it is waited for: a busy machine is slow, and a green wait costs nothing."""
expect.set_options(timeout=PATIENCE)
_files: OrderedDict[Key, WholeAnswer] = OrderedDict()
"""The css and js of all applications of this process: the same files, read and packed once."""
CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, started once; where there is none the tests skip (or fail, see tests/browser.py)."""
    try:
        found = find_browser()
        node = node_for_playwright()
    except NoBrowser as reason:
        skip_or_fail(reason)
    if node:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = node
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found.program,
            env={**os.environ, **found.environment},
            args=[*found.arguments, *sandbox, *CAMERA],
        )
        yield started
        started.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine, served as `make run` serves it."""
    assert isinstance(app.wsgi_app, StoredFiles)
    app.wsgi_app.answers = _files
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    server.channel_class = _Channel
    with looping(server, timeout=1) as port:
        yield f"http://127.0.0.1:{port}"


class _Channel(HTTPChannel):
    """A browser's connection that closes the temporary file of a cut upload: waitress leaves it to the garbage
    collector, which warns within whatever test it runs in."""

    def handle_close(self) -> None:
        super().handle_close()
        if self.request is not None:
            self.request.close()


class Troubles(list[str]):
    """What the browser complained about: errors of scripts, refusals of the policy, answers of 500."""

    def watch(self, page: Page) -> None:
        """Listen to one page."""
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))
        page.on("console", self._console)
        page.on("requestfailed", lambda request: self._failed(request))
        page.on(
            "response", lambda answer: answer.status >= 500 and self.append(f"{answer.status} {answer.url}")
        )

    def _console(self, message: Any) -> None:
        # A refused form answers 422 and is shown: the browser's own note about it is no trouble.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.append(f"console {message.type}: {message.text}")

    def _answered(self, answer: Any) -> None:
        if answer.status >= 500:
            self.append(f"{answer.status} {answer.url}")

    def _failed(self, request: Any) -> None:
        # A test that cuts the network off means it: nothing else makes a browser say so.
        if request.failure not in ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"):
            self.append(f"{request.failure}: {request.url}")


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """Fails the test at its end when the browser complained; a test that means it clears the list."""
    collected = Troubles()
    yield collected
    assert not collected, "\n".join(collected)


@pytest.fixture
def open_browser(
    browser: Browser, address: str, troubles: Troubles, session: Any
) -> Iterator[Callable[..., Page]]:
    """`open_browser("phone", client)`: a page of that device, signed in as that client's person if given.

    Addresses are relative: `page.goto("/kasir")`. What the test prepared is committed first.
    """
    contexts: list[BrowserContext] = []

    def opened(device: str = "desktop", person: PageClient | None = None, **more: Any) -> Page:
        settle()
        context = browser.new_context(
            base_url=address,
            locale="id-ID",
            timezone_id="Asia/Jayapura",
            reduced_motion="reduce",
            **{**DEVICES[device], **more},
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if person is not None:
            context.add_cookies(_cookies(person, address))
        page = context.new_page()
        troubles.watch(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_browser: Callable[..., Page]) -> Page:
    """A stranger's page on a phone of 360 × 740."""
    return open_browser("phone")


@pytest.fixture
def desktop(open_browser: Callable[..., Page]) -> Page:
    """A stranger's page on a desktop of 1280 × 800."""
    return open_browser("desktop")


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


@pytest.fixture
def cashier(app: Flask, counter: Counter) -> PageClient:
    """A cashier with an open shift."""
    return at_the_till(app, counter)


@pytest.fixture
def till(open_browser: Callable[..., Page], cashier: PageClient) -> Page:
    """The till on a tablet, its people on the device, ready to be without a network."""
    return with_people(opened_today(open_browser("desktop", cashier), offline_ready=True))


def settle() -> None:
    """Commit what the test wrote and let go of the database, so that the server sees it and may write."""
    from app.extensions import db
    from app.shared.transaction import commit

    commit()
    db.session.expire_all()


def _cookies(person: PageClient, address: str) -> list[Any]:
    name = person.app.config["SESSION_COOKIE_NAME"]
    cookie = person.browser.get_cookie(name)
    assert cookie is not None, "this person is not signed in"
    return [{"name": name, "value": cookie.value, "url": address, "httpOnly": True, "sameSite": "Lax"}]


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`shot(page, "kasir-phone")` stores a picture of the whole page under tests/journeys/shots, where `--shots` asks
    for pictures: a hundred of them are dear."""
    is_wanted = request.config.getoption("--shots")

    def taken(page: Page, name: str) -> None:
        if is_wanted:
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True, animations="disabled")

    return taken


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no violation of WCAG 2.2 AA, nor of axe's own best practices."""

    def examined(page: Page) -> None:
        page.wait_for_load_state()  # after a click the page that it leads to may be half there
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate(EXAMINE)
        wrong = [f"{one['id']} ({one['impact']}): {one['help']}: {_places(one)}" for one in violations]
        assert not wrong, page.url + "\n- " + "\n- ".join(wrong)

    return examined


def _places(violation: dict[str, Any]) -> str:
    return "; ".join(node["html"][:160] for node in violation["nodes"][:4])
