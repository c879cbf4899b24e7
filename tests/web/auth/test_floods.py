"""Floods are stopped per account and per address; probes, files and tills never are."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.extensions import limiter
from tests.pages import PageClient
from tests.web.routes import address, routes


@pytest.fixture
def flood(app: Flask) -> None:
    """Limits small enough to reach."""
    app.config.update(FLOOD_LIMIT="3 per minute", FLOOD_LIMIT_ADDRESS="5 per minute")
    limiter.reset()


def test_a_flood_of_one_account_is_stopped_and_nobody_else_is(as_role: Any, flood: None) -> None:
    one, other = as_role("manager"), as_role("manager")
    for _ in range(3):
        one.get("/sandi")
    assert one.get("/sandi", 429).headers["Retry-After"] == "60"
    other.get("/sandi")


def test_strangers_share_the_limit_of_their_address(app: Flask, flood: None) -> None:
    for _ in range(5):
        PageClient(app).get("/masuk")
    PageClient(app).get("/masuk", 429)


@pytest.mark.parametrize("address", ["2001:db8::1", "2001:db8::ffff:0:1"])
def test_one_line_of_ipv6_is_one_stranger(app: Flask, flood: None, address: str) -> None:
    for number in range(5):
        PageClient(app).get("/masuk", environ_overrides={"REMOTE_ADDR": f"2001:db8::{number + 2:x}"})
    PageClient(app).get("/masuk", 429, environ_overrides={"REMOTE_ADDR": address})
    PageClient(app).get("/masuk", environ_overrides={"REMOTE_ADDR": "2001:db8:0:1::1"})


def test_what_is_not_counted_is_probes_files_and_what_a_token_opens(app: Flask) -> None:
    """Each endpoint is asked with the flood's limit at nothing; who answers anything but 429 is not counted."""
    app.config.update(
        FLOOD_LIMIT="0 per minute", FLOOD_LIMIT_ADDRESS="0 per minute", WTF_CSRF_CHECK_DEFAULT=False
    )
    limiter.reset()
    client = app.test_client()
    free = set()
    for route in routes(app, "GET", "POST"):
        answer = client.open(address(route.rule), method=route.method)
        if answer.status_code != 429:
            free.add(route.endpoint)
        answer.close()
    tokens = {one for one in free if one.startswith("api.")} - {"api.check_health", "api.check_readiness"}
    assert free - tokens == {"static", "api.check_health", "api.check_readiness"}
    assert {"api.take_sales", "api.list_products", "api.take_shifts"} <= tokens
    assert not tokens & {"api.enrol_till", "api.show_openapi"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/css/app.css"])
def test_probes_and_files_are_never_stopped(path: str, client: PageClient, flood: None) -> None:
    for _ in range(8):
        client.get(path).response.close()
