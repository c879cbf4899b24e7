"""/metrics and the admin's status page: closed to strangers, and true."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.logs import configure_logs
from app.settings.services import record_run
from app.shared import clock
from app.shared.transaction import side_transaction
from tests.pages import PageClient

TOKEN = "token-of-the-watching-machine-0123456789"


@pytest.fixture
def watched(app: Flask) -> Flask:
    app.config["SETTINGS"].metrics_token = TOKEN
    return app


def read(app: Flask, token: str) -> Any:
    return app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def test_metrics_are_closed_without_a_token_of_the_settings(app: Flask) -> None:
    assert read(app, "").status_code == 404
    assert app.test_client().get("/metrics").status_code == 404


def test_a_wrong_token_opens_nothing(watched: Flask) -> None:
    for token in ("", TOKEN[:-1], TOKEN + "x", "é"):
        assert read(watched, token).status_code == 401


def test_metrics_are_in_the_text_format_and_count_what_was_answered(watched: Flask) -> None:
    with side_transaction() as session:
        record_run(session, "backup", is_good=True, message="", good_at=None)
    watched.test_client().get("/masuk")
    watched.test_client().get("/tidak-ada")
    watched.test_client().open("/masuk", method='X"Y')
    answer = read(watched, TOKEN)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    line = re.compile(r'[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? [0-9.e+-]+')
    plain = [one for one in answer.text.splitlines() if not one.startswith("#")]
    assert [one for one in plain if not line.fullmatch(one)] == []
    assert re.search(r'jikubata_requests_total\{worker="\d+",method="GET",status="2xx"\} 1', answer.text)
    assert re.search(r'method="GET",status="4xx"\} 1', answer.text)
    assert 'jikubata_run_good{run="backup"} 1' in answer.text
    assert "jikubata_schema_current 1" in answer.text
    assert re.search(r'jikubata_request_seconds_bucket\{worker="\d+",le="\+Inf"\} 3', answer.text)


def test_the_status_page_tells_in_words_what_ran_and_what_failed(
    as_role: Callable[..., PageClient], clock: Any
) -> None:
    admin = as_role("admin")
    page = admin.get("/admin/keadaan").text
    assert "Belum pernah berjalan" in page and "Versi aplikasi" in page and "skema 20" in page
    store("backup", is_good=True)
    store("verify", is_good=False, said="ada temuan")
    page = admin.get("/admin/keadaan").text
    assert "✓ Baik" in page and "Gagal: ada temuan" in page
    clock.shift(days=2)
    assert "Sudah lama tidak berjalan" in as_role("admin", username="admin-lain").get("/admin/keadaan").text


def store(name: str, *, is_good: bool, said: str = "") -> None:
    with side_transaction() as session:
        good_at = clock.now() if is_good else None
        record_run(session, name, is_good=is_good, message=said, good_at=good_at)


@contextmanager
def production_log(app: Flask) -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logs(replace(app.config["SETTINGS"], app_env="production"))
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)


def test_a_request_is_one_line_of_json_without_query_and_with_the_number_of_its_answer(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with production_log(app):
        answer = app.test_client().get("/produk?cari=rahasia", headers={"X-Request-ID": "from-a-stranger-1"})
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (line,) = [one for one in said if one["logger"] == "app.web.http.traffic"]
    assert line["level"] == "INFO" and line["time"]
    assert (line["message"], line["route"], line["status"]) == ("GET /produk 200", "/produk", 200)
    assert line["request"] == answer.headers["X-Request-ID"] != "from-a-stranger-1"
    assert "rahasia" not in json.dumps(said)


def test_behind_a_front_its_number_is_used_and_an_odd_one_is_not(app: Flask) -> None:
    app.config["SETTINGS"].proxy_count = 1
    ask = app.test_client().get
    assert ask("/produk", headers={"X-Request-ID": "abc-12345678"}).headers["X-Request-ID"] == "abc-12345678"
    assert " " not in ask("/produk", headers={"X-Request-ID": "a b c d e f g"}).headers["X-Request-ID"]


def test_the_number_on_an_error_page_is_the_number_of_the_request(app: Flask) -> None:
    def broken() -> str:
        raise ValueError("198507122010019731")

    app.view_functions["public.list_products"] = broken
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/produk")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.text
