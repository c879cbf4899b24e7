"""The city's name and the demo mark on top of every page, also when the database cannot be asked."""

from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from sqlalchemy.exc import OperationalError

from app.web.http import branding

PAGE = "{{ city_name }} {{ demo_mark }}"


@pytest.fixture
def small_app() -> Flask:
    app = Flask("small")
    app.config["SETTINGS"] = SimpleNamespace(city_name="Kota dari pengaturan")
    branding.register_city(app)
    return app


def test_the_stored_name_and_the_demo_mark_reach_the_page(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(branding, "get_city_name", lambda: "Kota Tual")
    monkeypatch.setattr(branding, "is_demo", lambda: True)
    with small_app.test_request_context():
        assert render_template_string(PAGE) == "Kota Tual True"


def test_without_a_database_the_page_still_draws(small_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> str:
        raise OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr(branding, "get_city_name", away)
    with small_app.test_request_context():
        assert render_template_string(PAGE) == "Kota dari pengaturan False"
