"""The short way to a file gives what the full way gives, header by header, and only under the present hash."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.web.http import stored_files
from app.web.http.assets import static_url
from app.web.http.stored_files import StoredFiles
from app.web.http.traffic import HEADER
from tests.conftest import settings_for
from tests.web.short_way import ask, full_way_shut

PACKINGS: tuple[dict[str, str], ...] = (
    {"Accept-Encoding": "gzip, deflate, br"},
    {"Accept-Encoding": "gzip"},
    {},
)


def _layer(app: Flask) -> StoredFiles:
    assert isinstance(app.wsgi_app, StoredFiles)
    return app.wsgi_app


def _ask(wsgi: Any, path: str, **asked: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and body but for what each answer has of its own."""
    *answer, own = ask(wsgi, path, **asked)
    assert HEADER.lower() in own
    return answer[0], answer[1], answer[2]


def _is_stored(layer: StoredFiles, path: str, **asked: str) -> bool:
    """Whether a second request alike is answered from memory."""
    _ask(layer, path, **asked)
    try:
        with full_way_shut(layer):
            _ask(layer, path, **asked)
    except pytest.fail.Exception:
        return False
    return True


@pytest.fixture
def till_script(app: Flask) -> str:
    """The address of a script under the present hash."""
    with app.test_request_context():
        return static_url("js/till/main.js")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_both_ways_give_the_same_answer(app: Flask, till_script: str, scheme: str) -> None:
    layer = _layer(app)
    for packing in PACKINGS:
        _ask(app, till_script, scheme=scheme, **packing)
        with full_way_shut(layer):
            short = _ask(app, till_script, scheme=scheme, **packing)
        assert short == _ask(layer.application, till_script, scheme=scheme, **packing)
        assert short[0] == "200 OK"
        assert ("Strict-Transport-Security" in dict(short[1])) is (scheme == "https")


def test_whoever_is_signed_in_gets_the_answer_of_everybody(
    app: Flask, till_script: str, as_role: Any
) -> None:
    cookie = as_role("finance").browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    signed_in = {"Cookie": f"{cookie.key}={cookie.value}"}
    assert _ask(_layer(app).application, till_script, **signed_in) == _ask(
        _layer(app).application, till_script
    )
    _ask(app, till_script, **signed_in)
    with full_way_shut(_layer(app)):
        assert _ask(app, till_script)[0] == "200 OK"


def test_a_part_a_state_and_another_method_are_asked_the_full_way(app: Flask, till_script: str) -> None:
    layer, etag = _layer(app), dict(_ask(app, till_script)[1])["ETag"]
    assert _ask(layer, till_script, **{"If-None-Match": etag})[0].startswith("304")
    assert not _is_stored(layer, till_script, **{"If-None-Match": etag})
    assert not _is_stored(layer, till_script, Range="bytes=0-9")
    assert not _is_stored(layer, till_script, method="HEAD")
    assert not _is_stored(layer, till_script, method="POST")


def test_only_a_file_that_is_there_under_the_present_hash_is_stored(app: Flask, till_script: str) -> None:
    layer, (front, mark, rest) = _layer(app), till_script.partition("/v-")
    assert _is_stored(layer, till_script)
    for other in (
        "/static/js/till/main.js",
        f"{front}{mark}000000000000/{rest[13:]}",
        f"{till_script}x",
        "/masuk",
    ):
        assert not _is_stored(layer, other), other


def test_strangers_cannot_fill_memory(app: Flask, till_script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_files, "MOST_FILES", 3)
    for number in range(9):
        _ask(app, till_script, **{"Accept-Encoding": f"x{number}"})
    assert len(_layer(app).answers) == 3


def test_nor_can_they_with_the_largest_file(
    app: Flask, till_script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(_ask(app, till_script)[2])
    monkeypatch.setattr(stored_files, "MOST_BYTES", 2 * size)
    for number in range(9):
        _ask(app, till_script, **{"Accept-Encoding": f"x{number}"})
    assert [len(one.body) for one in _layer(app).answers.values()] == [size, size]


def test_a_host_that_is_not_served_gets_no_file(database_url: str, tmp_path: Any, till_script: str) -> None:
    from app import create_app

    app = create_app(settings_for(database_url, tmp_path, trusted_hosts=["localhost"]))
    assert _is_stored(_layer(app), till_script)
    assert _ask(app, till_script, Host="elsewhere.example")[0].startswith("400")


def test_each_answer_is_counted(app: Flask, till_script: str) -> None:
    traffic = app.extensions["traffic"]
    for _ in range(3):
        _ask(app, till_script)
    assert traffic.answers["GET", "2xx"] == 3
