"""Which names the server answers to: its own in any case; any other gets one plain sentence."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

PATHS = ["/", "/masuk", "/healthz", "/produk", "/nowhere", "/api/v1/openapi.json", "/static/css/app.css"]


@pytest.fixture
def city(app: Flask) -> Flask:
    """An application that answers to one name, and reports its failures as in production."""
    app.config.update(TRUSTED_HOSTS=["belanja.test"], TESTING=False, PROPAGATE_EXCEPTIONS=False)
    return app


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:8000", "x" * 300, "belanja.test.evil", "[::1]:9", "a b"]
)
@pytest.mark.parametrize("path", PATHS)
def test_another_host_gets_400_and_one_plain_sentence(
    city: Flask, path: str, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = city.test_client().get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert "TRUSTED_HOSTS" in answer.text and host not in answer.text and len(answer.text) < 200
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


def test_a_post_from_another_host_is_no_failure_either(city: Flask) -> None:
    assert city.test_client().post("/masuk", data={}, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["belanja.test", "BELANJA.TEST", "Belanja.Test:8443"])
def test_the_own_name_is_answered_in_any_case(city: Flask, host: str) -> None:
    assert city.test_client().get("/masuk", headers={"Host": host}).status_code == 200
