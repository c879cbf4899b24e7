"""Whatever comes to the API's routes beside that of sales: never a 5xx, and no item spoils another."""

from __future__ import annotations

import random
from typing import Any

import pytest

from app.extensions import db
from app.tills.models import Shift
from tests.ledger import City, TillClient, new_id

WORDS = (
    "", " ", "\x00", "\ud800", "\u202e", "x" * 400, "rina", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59+09:00",
    "2026-11-07T09:00:00+09:00", "0001-01-01T00:00:00+14:00", "5f0c7f2e-9d3a-4f6b-8a51-000000000000", "7QK3-M9ZD",
    -1, 0, 3, 10**17, 10**30, 1.5, True, False, None, [], {}, [[]], {"a": {"b": 1}},
)  # fmt: skip
DOORS = {
    "/api/v1/enrol": ("code", "name"),
    "/api/v1/till/heartbeat": ("unsent", "oldest", "version", "sent_at"),
    "/api/v1/shifts": (
        "id",
        "cashier",
        "opened_at",
        "float_amount",
        "closed_at",
        "counted_amount",
        "difference_reason",
    ),
    "/api/v1/till/aside": ("id", "item", "errors"),
}
LISTS = {"/api/v1/shifts": "shifts", "/api/v1/till/aside": "items"}


@pytest.mark.parametrize("path", DOORS)
def test_no_body_whatever_breaks_a_route(till: TillClient, city: City, path: str) -> None:
    chance = random.Random(path)
    for _ in range(60):
        one = {name: chance.choice(WORDS) for name in DOORS[path] if chance.random() < 0.9}
        body: Any = {LISTS[path]: [one], "sent_at": chance.choice(WORDS)} if path in LISTS else one
        if path == "/api/v1/till/aside":
            body.pop("sent_at")
        db.session.rollback()
        answer = till.client.post(path, json=body, headers=till.headers)
        assert answer.status_code < 500, (body, answer.get_data(as_text=True))


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":' * 30])
def test_what_is_no_object_is_400(till: TillClient, city: City, path: str, raw: bytes) -> None:
    db.session.rollback()
    headers = till.headers | {"Content-Type": "application/json"}
    assert till.client.post(path, data=raw, headers=headers).status_code == 400


@pytest.mark.parametrize("path", DOORS)
def test_a_form_of_a_browser_is_415(till: TillClient, city: City, path: str) -> None:
    db.session.rollback()
    assert till.client.post(path, data={"code": "x"}, headers=till.headers).status_code == 415


def test_a_good_shift_among_junk_is_recorded(till: TillClient, city: City) -> None:
    good = {"id": new_id(), "cashier": "rina", "opened_at": "2026-11-07T08:00:00+09:00"}
    db.session.rollback()
    answer = till.client.post(
        "/api/v1/shifts", json={"shifts": [1, None, [], {}, good, "x"]}, headers=till.headers
    )
    results = [one["result"] for one in answer.json["results"]]
    assert results == ["refused"] * 4 + ["recorded", "refused"]
    assert db.session.query(Shift).one().uuid == good["id"]
