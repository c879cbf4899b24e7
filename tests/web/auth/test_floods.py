"""Floods are stopped per account and per address; probes, files and tills never are."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.extensions import limiter
from tests.pages import PageClient


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


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/css/app.css"])
def test_probes_and_files_are_never_stopped(path: str, client: PageClient, flood: None) -> None:
    for _ in range(8):
        client.get(path).response.close()
