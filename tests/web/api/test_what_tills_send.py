"""What a till may send and what becomes of it: each line of the table in docs/api.md. Nothing stops the others."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.models import RejectedItem, Sale, SaleConflict
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.services.tills import enrol_till, revoke_till
from tests.ledger import NIP, City, TillClient, a_sale, a_void, new_id, other_booth

LINE = {"quantity": 1, "unit_price": 15_000}


def lines(city: City, **changes: Any) -> list[dict[str, Any]]:
    return [{"product": city.product_id, **LINE, **changes}]


BAD_INPUT: dict[str, tuple[dict[str, Any], str, Any]] = {
    "price of yesterday": ({"unit_price": 12_000}, "recorded", "price_differs"),
    "unknown product": ({"product": 999_999}, "refused", "lines[0].product"),
    "negative quantity": ({"quantity": -1}, "refused", "lines[0].quantity"),
    "no quantity": ({"quantity": 0}, "refused", "lines[0].quantity"),
    "free of charge": ({"unit_price": 0}, "refused", "lines[0].unit_price"),
    "tampered line total": ({"amount": 1}, "refused", "lines[0].amount"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_has_its_result_and_stops_no_other(till: TillClient, city: City, name: str) -> None:
    change, result, sign = BAD_INPUT[name]
    bad, good = till.send(a_sale(city, lines=lines(city, **change)), a_sale(city))
    assert (bad["result"], good["result"]) == (result, "recorded")
    assert sign in bad["errors"] or sign in bad["flags"]


def test_a_tampered_total_is_a_field_nobody_knows(till: TillClient, city: City) -> None:
    bad, good = till.send(a_sale(city) | {"total": 1}, a_sale(city))
    assert (bad["result"], good["result"]) == ("refused", "recorded") and "total" in bad["errors"]


@pytest.mark.parametrize(
    ("sold_at", "sent_at", "result", "flags"),
    [
        ("1970-01-01T00:00:10+09:00", "1970-01-01T00:01:00+09:00", "parked", ["clock_skew", "clock_month"]),
        ("2099-01-01T00:00:10+09:00", "2099-01-01T00:01:00+09:00", "parked", ["clock_skew", "clock_month"]),
        ("2099-01-01T00:00:10+09:00", "2026-11-07T09:15:00+09:00", "parked", ["clock_ahead"]),
        ("1970-01-01T00:00:10+09:00", "2026-11-07T09:15:00+09:00", "parked", ["clock_impossible"]),
        ("2026-11-07T08:40:00+09:00", "2026-11-07T08:45:00+09:00", "recorded", ["clock_skew"]),
        ("2026-11-07T09:14:00+09:00", None, "recorded", ["clock_unknown"]),
        ("2025-12-31T10:00:00+09:00", "2026-11-07T09:15:00+09:00", "parked", ["clock_before_enrolment"]),
    ],
)
def test_a_wrong_clock_parks_only_where_the_month_is_in_doubt(
    till: TillClient, city: City, sold_at: str, sent_at: str | None, result: str, flags: list[str]
) -> None:
    (answer,) = till.send(a_sale(city, sold_at=sold_at), sent_at=sent_at)
    assert (answer["result"], answer["flags"]) == (result, flags)


def test_a_till_of_another_booth_cannot_take_a_sale_back(app: Flask, till: TillClient, city: City) -> None:
    booth = other_booth()
    begin_writing()
    _, token = enrol_till(booth.id, "Tablet 9", actor=SYSTEM)
    commit()
    sale = a_sale(city)
    till.send(sale)
    (answer,) = TillClient(app, token).send(a_void(sale["id"]))
    assert answer["result"] == "refused" and "bukan dari pojok" in answer["errors"]["void_of"]


def test_the_same_queue_on_a_till_of_another_booth_is_booked_once(
    app: Flask, till: TillClient, city: City
) -> None:
    booth = other_booth()
    begin_writing()
    other, token = enrol_till(booth.id, "Tablet 9", actor=SYSTEM)
    other.enrolled_at = other.enrolled_at.replace(year=2025)
    commit()
    sale = a_sale(city)
    assert [till.send(sale)[0]["result"], TillClient(app, token).send(sale)[0]["result"]] == [
        "recorded",
        "replayed",
    ]
    assert db.session.query(Sale).one().booth_id == city.booth_id


def test_the_queue_of_a_withdrawn_till_is_taken_under_a_new_enrolment_and_waits_for_finance(
    app: Flask, till: TillClient, city: City
) -> None:
    sale = a_sale(city)
    begin_writing()
    revoke_till(city.till_id, actor=SYSTEM)
    _, token = enrol_till(city.booth_id, "Tablet 1", actor=SYSTEM)
    commit()
    refused = till.post(sale)
    assert (refused.status_code, refused.json["code"]) == (401, "token")
    (answer,) = TillClient(app, token).send(sale)
    assert (answer["result"], answer["flags"]) == ("parked", ["clock_before_enrolment"])


def test_the_queue_of_an_older_version_is_accepted(till: TillClient, city: City) -> None:
    """Issue 2's page knew no `unsent`, and no `sent_at` before it was asked for."""
    db.session.rollback()
    answer = till.client.post("/api/v1/sales", json={"sales": [a_sale(city)]}, headers=till.headers)
    assert (answer.status_code, answer.json["results"][0]["result"]) == (200, "recorded")


def test_a_sale_before_its_shift_is_recorded_and_says_so(till: TillClient, city: City) -> None:
    (answer,) = till.send(a_sale(city, shift=new_id()))
    assert (answer["result"], answer["flags"]) == ("recorded", ["unknown_shift"])


def hold(till: TillClient, *items: Any) -> Any:
    db.session.rollback()
    return till.client.post("/api/v1/till/aside", json={"items": list(items)}, headers=till.headers)


@pytest.mark.both_engines
def test_what_was_set_aside_is_kept_once_as_it_was_sent(till: TillClient, city: City) -> None:
    sale = a_sale(city, lines=lines(city, product=999_999))
    (refused,) = till.send(sale)
    report = {"id": sale["id"], "item": sale, "errors": refused["errors"]}
    first, again = hold(till, report).json["results"], hold(till, report).json["results"]
    assert [first[0]["result"], again[0]["result"]] == ["recorded", "replayed"]
    (row,) = db.session.query(RejectedItem)
    assert (row.content, row.errors, row.booth_id, row.decision) == (
        sale,
        refused["errors"],
        city.booth_id,
        None,
    )


def test_another_content_under_a_held_id_is_kept_besides(till: TillClient, city: City) -> None:
    one = {"id": new_id(), "item": {"a": 1}}
    other = one | {"item": {"a": 2}}
    answers = [hold(till, item).json["results"][0]["result"] for item in (one, other, other, one)]
    assert answers == ["recorded", "recorded", "replayed", "replayed"]
    assert sorted(row.content["a"] for row in db.session.query(RejectedItem)) == [1, 2]


@pytest.mark.parametrize("item", [{"x": "\x00\ud800"}, {"nip": NIP, "n": 10**17}, {"d": [[[{"e": {}}]]]}, {}])
@pytest.mark.both_engines
def test_whatever_a_till_sets_aside_is_kept_and_can_be_shown(
    till: TillClient, city: City, item: dict[str, Any]
) -> None:
    """Half a letter cannot be shown: a question mark stands for it."""
    assert hold(till, {"id": "bukan-uuid", "item": item}).json["results"][0]["result"] == "recorded"
    stored = {"x": "\x00?"} if "x" in item else item
    assert db.session.query(RejectedItem).one().content == stored


@pytest.mark.parametrize(
    "items",
    [[], [{}], [{"id": "", "item": {}}], [{"id": "x" * 37, "item": {}}], [{"id": "x", "item": 1}], ["x"]],
)
def test_a_report_of_another_shape_is_400(till: TillClient, city: City, items: list[Any]) -> None:
    assert hold(till, *items).status_code == 400
    assert db.session.query(RejectedItem).count() == 0


FORBIDDEN = [
    "DELETE FROM held_item",
    "UPDATE held_item SET content = '{}'",
    "UPDATE held_item SET decision = 'recorded' WHERE id = 1",  # without the moment
    "UPDATE till SET kind = 'login'",  # of nobody
]


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.both_engines
def test_the_database_keeps_what_was_set_aside(till: TillClient, city: City, statement: str) -> None:
    hold(till, {"id": new_id(), "item": {"a": 1}})
    assert _is_refused(statement)


@pytest.mark.both_engines
def test_a_decision_on_a_held_item_stays(till: TillClient, city: City) -> None:
    hold(till, {"id": new_id(), "item": {"a": 1}})
    begin_writing()
    db.session.execute(text("UPDATE held_item SET decision = 'dismissed', decided_at = received_at"))
    commit()
    assert _is_refused("UPDATE held_item SET decision_reason = 'lain'")


def _is_refused(statement: str) -> bool:
    begin_writing()
    try:
        db.session.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        rollback()
    return False


def test_a_conflict_is_kept_for_a_person(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    till.send(sale)
    (answer,) = till.send(sale | {"payment": "qris"})
    assert answer["result"] == "conflict" and db.session.query(SaleConflict).count() == 1
