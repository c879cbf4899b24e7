"""The browser of these tests is one: it keeps the policy, and is heard when it complains."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_login import current_user
from playwright.sync_api import Page

from app.web.http.policy import EXCEPTIONS, PUBLIC
from tests.journeys.conftest import Troubles

GOOD = """<!doctype html><html lang="id"><head><title>Uji</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{{ name() }}</h1>%s</main></body></html>"""


@pytest.fixture
def planted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Adds the page /uji with some markup of the test's."""
    app.jinja_env.globals["name"] = lambda: current_user.username if current_user.is_authenticated else "tamu"

    def plant(more: str = "") -> None:
        monkeypatch.setitem(EXCEPTIONS, "planted", PUBLIC)
        app.add_url_rule("/uji", "planted", lambda: render_template_string(GOOD % more))

    return plant


def test_a_phone_opens_a_page_in_the_city_s_zone(planted: Any, phone: Page, axe: Any) -> None:
    planted()
    phone.goto("/uji")
    assert phone.text_content("h1") == "tamu"
    assert phone.evaluate("() => Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Jayapura"
    assert phone.evaluate("() => [innerWidth, navigator.language]") == [360, "id-ID"]
    axe(phone)
    assert len(phone.screenshot()) > 1000


def test_a_person_of_the_page_client_is_signed_in_in_the_browser(
    planted: Any, as_role: Any, open_browser: Any
) -> None:
    planted()
    page = open_browser("desktop", as_role("finance", username="keuangan.layar"))
    page.goto("/uji")
    assert page.text_content("h1") == "keuangan.layar"


def test_a_refusal_of_the_policy_is_heard(planted: Any, desktop: Page, troubles: Troubles) -> None:
    planted("<script>document.title = 'berjalan'</script>")
    desktop.goto("/uji")
    assert desktop.title() == "Uji"
    assert any("Content Security Policy" in trouble for trouble in troubles)
    troubles.clear()


def test_axe_finds_a_field_without_a_label(planted: Any, desktop: Page, axe: Any) -> None:
    planted("<form><input name='a'></form>")
    desktop.goto("/uji")
    with pytest.raises(AssertionError, match="label"):
        axe(desktop)
