"""The page client itself: it is somebody, sees what is written, and refuses what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string
from sqlalchemy import func, select

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.extensions import db
from app.web.http.policy import EXCEPTIONS, PUBLIC
from tests.pages import PageClient

PAGE = """<!doctype html><html lang="id"><head><title>Uji</title></head>
<body><main><h1>{{ current_user.username if current_user.is_authenticated else "tamu" }}</h1>
<form id="ask" method="post" action="/uji">
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
<label for="a">A</label><input id="a" name="a" value="satu"><button name="go" value="1">Kirim</button></form>
%s</main></body></html>"""


@pytest.fixture
def planted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Adds the page /uji with some more markup; posting it writes one event and returns to it."""

    def plant(more: str = "") -> None:
        from flask import redirect, request

        def view() -> Any:
            if request.method == "POST":
                record_event("test.posted", actor=SYSTEM, details={"a": request.form["a"]})
                return redirect("/uji", 303)
            return render_template_string(PAGE % more)

        monkeypatch.setitem(EXCEPTIONS, "planted", PUBLIC)
        app.add_url_rule("/uji", "planted", view, methods=["GET", "POST"])

    return plant


def count_events() -> int:
    return db.session.scalar(select(func.count()).where(AuditEvent.action == "test.posted")) or 0


def test_a_form_is_sent_with_its_token_and_the_test_sees_what_was_written(
    planted: Callable[..., None], client: PageClient
) -> None:
    planted()
    assert count_events() == 0
    page = client.get("/uji").form("ask").submit(a="dua")
    assert page.follow().h1 == "tamu"
    assert count_events() == 1


def test_a_post_without_a_token_is_refused_and_writes_nothing(
    planted: Callable[..., None], client: PageClient
) -> None:
    planted()
    client.post("/uji", {"a": "1"}, expect=400, token=None)
    assert count_events() == 0


def test_each_browser_is_its_own_person(
    planted: Callable[..., None], client: PageClient, as_role: Any
) -> None:
    planted()
    finance = as_role("finance", username="keuangan.uji")
    assert finance.get("/uji").h1 == "keuangan.uji"
    assert client.get("/uji").h1 == "tamu"
    assert finance.get("/uji").h1 == "keuangan.uji"


def test_a_bad_page_fails_the_test_that_opens_it(planted: Callable[..., None], client: PageClient) -> None:
    planted('<img src="/static/x.png">')
    with pytest.raises(AssertionError, match="has no alt"):
        client.get("/uji")


def test_what_a_test_prepares_is_there_when_a_request_comes(
    session: Any, planted: Any, client: PageClient
) -> None:
    planted()
    record_event("test.posted", actor=SYSTEM)
    client.get("/uji").form("ask").submit()
    assert count_events() == 2
