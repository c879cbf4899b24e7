"""A signed-in cashier's browser becomes a till of its own (contract of /kasir/perangkat)."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from app.tills.models import Till
from app.tills.rules import hash_token
from app.tills.services.shifts import open_shift
from tests.ledger import TillClient, new_id
from tests.pages import PageClient
from tests.web.routes import ask

PATH = "/kasir/perangkat"


def post(client: PageClient, body: Any) -> Any:
    return ask(client, "POST", PATH, token=client.token, json=body)


@pytest.fixture
def rina(app: Flask, as_role: Callable[..., PageClient], session: Any) -> PageClient:
    """A cashier in an open shift."""
    booth = create_booth("Balai Kota", actor=SYSTEM)
    client = as_role("cashier")
    begin_writing()
    open_shift(booth.id, cashier_id(), actor=SYSTEM)
    commit()
    client.get("/sandi")
    return client


def cashier_id() -> int:
    return db.session.query(User).order_by(User.id.desc()).first().id  # type: ignore[union-attr]


def test_without_a_shift_there_is_no_till(as_role: Callable[..., PageClient], session: Any) -> None:
    client = as_role("cashier")
    client.get("/sandi")
    answer = post(client, {})
    assert answer.status_code == 409 and answer.json["error"]
    assert db.session.query(Till).count() == 0


def test_the_browser_gets_a_token_that_opens_the_tills_api(app: Flask, rina: PageClient) -> None:
    answer = post(rina, {})
    assert answer.status_code == 200
    till = answer.json["till"]
    assert (till["kind"], till["booth"]["name"]) == ("login", "Balai Kota")
    said = TillClient(app, answer.json["token"]).post({"id": new_id()})
    assert said.status_code == 200 and said.json["results"][0]["result"] == "refused"


def test_the_same_browser_keeps_its_till_and_another_gets_its_own(rina: PageClient) -> None:
    first = post(rina, {}).json
    again = post(rina, {"token": first["token"]}).json
    other = post(rina, {"token": "bukan-milik-siapa-pun"}).json
    assert (again["token"], again["till"]) == (first["token"], first["till"])
    assert other["till"]["id"] != first["till"]["id"] and other["token"] != first["token"]
    row = db.session.query(Till).filter_by(id=first["till"]["id"]).one()
    assert row.token_hash == hash_token(first["token"])
    events = db.session.query(AuditEvent).filter_by(action="booths.login_till").all()
    assert [event.details["new"] for event in events] == [True, False, True]
    assert not any(first["token"] in str(event.details) for event in events)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"token": "a", "token": "b"}', b"\xff", b'{"token": NaN}']
)
def test_a_body_that_is_no_strict_json_is_refused_in_json(rina: PageClient, body: bytes) -> None:
    headers = {"X-CSRFToken": rina.token, "Content-Type": "application/json"}
    answer = contextvars.Context().run(rina.browser.post, PATH, data=body, headers=headers)
    assert answer.status_code == 400 and answer.get_json()["error"]


def test_without_the_token_of_the_page_no_till_is_made(rina: PageClient) -> None:
    page = rina.post(PATH, json={}, expect=400, token="falsch", headers={"Accept": "application/json"})
    assert page.json["error"] and db.session.query(Till).count() == 0


@pytest.mark.parametrize("body", [{"x": 1}, {"token": 5}, {"token": "x" * 101}, [], "x"])
def test_another_shape_is_400(rina: PageClient, body: Any) -> None:
    assert post(rina, body).status_code == 400
