"""The till as an installed app: the shell knows nobody, the worker keeps what the till needs, by its version."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask_babel import get_locale

from app.audit.rules import SYSTEM
from app.settings.services import set_setting
from app.shared.transaction import begin_writing, commit
from app.web.cashier.till_page import till_page
from app.web.http.assets import assets_version
from tests.counter import at_the_till, make_counter
from tests.pages import PageClient


def cached_by(client: PageClient) -> dict[str, Any]:
    """What the worker's head names."""
    found = re.match(r"const CACHED = (\{.*?\});\n", client.get("/kasir/sw.js").data.decode())
    assert found is not None
    return dict(json.loads(found[1]))


def test_the_shell_is_the_same_for_everybody_and_names_nobody(app: Flask, session: Any) -> None:
    cashier = at_the_till(app, make_counter())
    stranger = PageClient(app)
    mine, theirs = cashier.get("/kasir/aplikasi"), stranger.get("/kasir/aplikasi")
    assert mine.body == theirs.body, "it is kept on the device and shown to whoever opens it"
    assert cashier.user.username not in mine.body and "csrf-token" not in mine.body
    assert not theirs.response.headers.getlist("Set-Cookie")


def test_the_worker_keeps_every_file_under_the_present_version(client: PageClient) -> None:
    cached = cached_by(client)
    assert cached["version"] == assets_version() and cached["shell"] == "/kasir/aplikasi"
    for name in ("js/till/main.js", "js/till/sync.js", "vendor/idb/idb.js", "css/till.css"):
        assert any(url.endswith(name) and assets_version() in url for url in cached["files"]), name
    for url in cached["files"]:
        client.get(url, expect=200).response.close()  # a file is read as it is sent
    assert not [url for url in cached["files"] if "/api/" in url or url.endswith("worker.js")]


def test_what_the_page_starts_with_is_kept(client: PageClient) -> None:
    """A stylesheet or script of the shell that the worker forgot would break it without a network."""
    shell = client.get("/kasir/aplikasi").body
    wanted = re.findall(r'(?:href|src)="(/static/[^"]+)"', shell)
    assert wanted and set(wanted) <= set(cached_by(client)["files"])


def test_another_version_is_another_worker(client: PageClient, app: Flask) -> None:
    before = client.get("/kasir/sw.js").body
    app.extensions["assets"]["version"] = "0123456789ab"
    assert client.get("/kasir/sw.js").body != before


def test_the_manifest_opens_the_till(client: PageClient) -> None:
    page = client.get("/kasir/manifest.webmanifest")
    found = json.loads(page.body)
    assert page.response.mimetype == "application/manifest+json"
    assert (found["start_url"], found["scope"], found["display"]) == ("/kasir/", "/kasir/", "standalone")


def test_only_the_tills_pages_may_run_webassembly(
    client: PageClient, as_role: Callable[..., PageClient]
) -> None:
    policy = "Content-Security-Policy"
    assert "'wasm-unsafe-eval'" in client.get("/kasir/aplikasi").response.headers[policy]
    assert "wasm" not in client.get("/masuk").response.headers[policy]
    assert "'unsafe-eval'" not in client.get("/kasir/aplikasi").response.headers[policy]


def test_the_shell_is_rendered_once_for_each_language_and_name_of_the_city(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []

    def counting(**how: Any) -> str:
        rendered.append(str(get_locale()))
        return till_page(**how)

    monkeypatch.setattr("app.web.cashier.app.till_page", counting)
    stranger, english = app.test_client(), app.test_client()
    english.set_cookie("bahasa", "en")

    def ask(browser: Any) -> str:  # in a context of its own: a language once chosen stays with its context
        return str(Context().run(browser.get, "/kasir/aplikasi").text)

    bodies = [ask(one) for one in (stranger, english, stranger, english)]
    assert rendered == ["id", "en"]
    assert bodies[:2] == bodies[2:] and bodies[0] != bodies[1]
    begin_writing()
    set_setting("city_name", "Kota Tual", actor=SYSTEM)
    commit()
    ask(stranger)
    assert len(rendered) == 3
