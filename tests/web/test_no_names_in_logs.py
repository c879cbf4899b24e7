"""No NIP, name, password, code, token or cookie in any log, trail entry or address."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts.rules.identity import Grant
from app.accounts.services import create_user, hash_password, issue_code
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.directory.models import Employee, Unit
from app.extensions import db
from app.shared.columns import Base
from tests.pages import PageClient
from tests.standing import make_person, make_tree
from tests.web.routes import address, ask, in_turn, opens, people, routes

NIP = "198507122010019731"
NAME = "Zwartepiet Tandamata"
PASSWORD = "ombak-rahasia-9731-x"
TYPED_WRONG = "salah-ketik-9731"


@pytest.fixture
def marked(session: Any) -> tuple[str, str]:
    """A person, an account and a code whose every secret is unmistakable; returns (code, card token)."""
    person = make_person(make_tree()[2], NAME)
    person.nip = NIP
    create_user(
        "penanda",
        actor=SYSTEM,
        display_name=NAME,
        grants=[Grant("finance")],
        employee_id=person.id,
        password_hash=hash_password(PASSWORD),
    )
    code = issue_code(create_user("baru", actor=SYSTEM, grants=[Grant("employee")]).id, actor=SYSTEM)
    return code, person.card_token


def test_a_day_of_work_leaves_no_secret_and_no_person_in_logs_and_trail(
    app: Flask, marked: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code, card = marked
    client = PageClient(app)
    client.get("/masuk").form().submit(422, username="penanda", password=TYPED_WRONG)
    client.get("/masuk").form().submit(422, username=NIP, password=PASSWORD)
    client.get("/masuk").form().submit(303, username="penanda", password=PASSWORD)
    key = client.browser.get_cookie("sesi")
    PageClient(app).get("/aktivasi").form().submit(422, code="AAAA-AAAA-AAAA-AAAA")
    PageClient(app).get("/aktivasi").form().submit(200, code=code)
    client.is_signed_in = True
    client.get("/sandi").form().submit(
        422, current=TYPED_WRONG, password=PASSWORD + "1", again=PASSWORD + "1"
    )
    _open_everything(app)
    assert key is not None
    said = "\n".join(_lines(caplog)) + "\n".join(repr(vars(event)) for event in _trail())
    for secret in (NIP, NIP[:8], "Zwartepiet", "Tandamata", PASSWORD, TYPED_WRONG, code, card, key.value):
        assert secret not in said, secret


def _open_everything(app: Flask) -> None:
    everybody = people(app, _tree())
    roles = list(everybody)
    for number, route in enumerate(routes(app, "GET")):
        may = [role for role in roles if opens(route, role)]
        may_not = [role for role in roles if role not in may]
        for role in in_turn(may, number, 1) + in_turn(may_not, number, 1):
            ask(everybody[role], "GET", address(route.rule))


def _tree() -> Any:
    return tuple(db.session.scalars(select(Unit).order_by(Unit.id)))


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records]


def _trail() -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent)))


def test_no_secret_is_kept_in_plain_text_anywhere_in_the_database(
    app: Flask, marked: tuple[str, str], session: Any
) -> None:
    client = PageClient(app)
    client.get("/masuk").form().submit(303, username="penanda", password=PASSWORD)
    rows = []
    for name in Base.metadata.tables:
        rows += [repr(tuple(row)) for row in session.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608
    stored = "\n".join(rows)
    assert NIP in stored  # the search itself works
    assert PASSWORD not in stored and marked[0] not in stored and marked[0].replace("-", "") not in stored
    assert session.scalar(select(Employee.nip)) == NIP


def test_an_unforeseen_error_is_logged_without_what_it_says(
    app: Flask, marked: tuple[str, str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> str:
        raise RuntimeError(f"nobody may read this: {NIP} {NAME}")

    monkeypatch.setitem(app.view_functions, "auth.sign_in", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = PageClient(app).get("/masuk", 500)
    assert caplog.records
    for place in ("\n".join(_lines(caplog)), page.body):
        assert NIP not in place and NAME not in place and "Traceback" not in page.body
