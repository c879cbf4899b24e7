"""Shifts that tills opened and closed themselves, in any order; nothing makes a sale lose its shift."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM, Actor
from app.booths.models import Booth
from app.extensions import db
from app.sales.models import RejectedItem, Sale
from app.shared.transaction import begin_writing, commit
from app.tills.models import Shift
from app.tills.services.shifts import close_shift, open_shift
from app.tills.services.tills import enrol_till
from tests.ledger import City, TillClient, a_sale, new_id, other_booth

OPENED, CLOSED = "2026-11-07T08:00:00+09:00", "2026-11-07T09:00:00+09:00"


def a_shift(**changes: Any) -> dict[str, Any]:
    """A shift opened at 08:00 with 200.000 in the drawer, as JSON."""
    return {"id": new_id(), "cashier": "rina", "opened_at": OPENED, "float_amount": 200_000} | changes


def closed(shift: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same shift with its end."""
    return shift | {"closed_at": CLOSED, "counted_amount": 230_000, "difference_reason": ""} | changes


def send(till: TillClient, *shifts: Any, sent_at: str = "2026-11-07T09:15:00+09:00") -> list[dict[str, Any]]:
    db.session.rollback()
    body = {"shifts": list(shifts), "sent_at": sent_at}
    answer = till.client.post("/api/v1/shifts", json=body, headers=till.headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["results"]  # type: ignore[no-any-return]


def said(*answers: dict[str, Any]) -> list[str]:
    return [answer["result"] for answer in answers]


def stored_shift(shift: dict[str, Any]) -> Shift:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Shift).filter_by(uuid=shift["id"]).one()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.both_engines
def test_a_shift_is_recorded_once_and_its_end_is_added(till: TillClient, city: City) -> None:
    shift = a_shift()
    assert said(*send(till, shift), *send(till, shift)) == ["recorded", "replayed"]
    ended = closed(shift)
    assert said(*send(till, ended), *send(till, ended), *send(till, shift)) == [
        "recorded",
        "replayed",
        "replayed",
    ]
    row = stored_shift(shift)
    assert (row.opened_at, row.closed_at, row.closed_by) == (at(OPENED), at(CLOSED), city.cashier_id)
    assert (row.float_amount, row.counted_amount, row.till_id) == (200_000, 230_000, city.till_id)


def test_the_end_may_come_with_the_beginning_and_spelled_in_another_zone(
    till: TillClient, city: City
) -> None:
    ended = closed(a_shift())
    elsewhere = ended | {"opened_at": "2026-11-06T23:00:00Z", "closed_at": "2026-11-07T00:00:00Z"}
    assert said(*send(till, ended), *send(till, elsewhere)) == ["recorded", "replayed"]


@pytest.mark.parametrize(
    "change", [{"float_amount": 1}, {"opened_at": "2026-11-07T08:00:01+09:00"}, {"counted_amount": 1}]
)
@pytest.mark.both_engines
def test_another_content_under_the_same_id_is_a_conflict_kept_for_a_person(
    till: TillClient, city: City, change: dict[str, Any]
) -> None:
    ended = closed(a_shift())
    answers = [*send(till, ended), *send(till, ended | change), *send(till, ended | change)]
    assert said(*answers) == ["recorded", "conflict", "conflict"]
    assert stored_shift(ended).counted_amount == 230_000
    (held,) = db.session.query(RejectedItem)
    assert held.content["opened_at"] == (ended | change)["opened_at"]


def test_a_shift_of_another_booth_is_a_conflict(app: Flask, till: TillClient, city: City) -> None:
    booth = other_booth()
    begin_writing()
    _, token = enrol_till(booth.id, "Tablet 9", actor=SYSTEM)
    commit()
    shift = a_shift()
    assert said(*send(till, shift), *send(TillClient(app, token), closed(shift))) == ["recorded", "conflict"]
    assert stored_shift(shift).closed_at is None


def test_a_cashier_nobody_knows_is_refused_with_a_sentence_and_spoils_no_other(
    till: TillClient, city: City
) -> None:
    bad, good = send(till, a_shift(cashier="siapa"), a_shift())
    assert said(bad, good) == ["refused", "recorded"] and "tidak dikenal" in bad["errors"]["cashier"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": "x"}, "id"),
        ({"opened_at": "kemarin"}, "opened_at"),
        ({"float_amount": -1}, "float_amount"),
        ({"counted_amount": 5}, "counted_amount"),
        ({"closed_at": "2026-11-07T07:59:59+09:00"}, "closed_at"),
        ({"total": 1}, "total"),
        ({"cashier": None}, "cashier"),
    ],
)
def test_a_misshapen_shift_is_refused_alone(
    till: TillClient, city: City, change: dict[str, Any], field: str
) -> None:
    bad, good = send(till, a_shift(**change), a_shift())
    assert said(bad, good) == ["refused", "recorded"] and field in bad["errors"]


@pytest.mark.both_engines
def test_a_newer_shift_ends_the_forgotten_one_whose_own_end_still_counts(
    till: TillClient, city: City
) -> None:
    old = a_shift(opened_at="2026-11-06T08:00:00+09:00")
    new = a_shift()
    assert said(*send(till, old, new)) == ["recorded", "recorded"]
    assert (stored_shift(old).closed_at, stored_shift(old).closed_by) == (at(OPENED), None) and stored_shift(
        new
    ).closed_at is None
    late = closed(old, closed_at="2026-11-06T14:00:00+09:00")
    assert said(*send(till, late)) == ["recorded"]
    assert (
        stored_shift(old).closed_at == at("2026-11-06T14:00:00+09:00") and stored_shift(new).closed_at is None
    )


def test_an_older_shift_that_arrives_later_does_not_end_the_newer(till: TillClient, city: City) -> None:
    old, new = a_shift(opened_at="2026-11-06T08:00:00+09:00"), a_shift()
    assert said(*send(till, new), *send(till, old)) == ["recorded", "recorded"]
    assert stored_shift(new).closed_at is None and stored_shift(old).closed_at == at(OPENED)


def test_sales_keep_their_shift_whatever_became_of_it(till: TillClient, city: City) -> None:
    old, new = a_shift(opened_at="2026-11-06T08:00:00+09:00"), a_shift()
    send(till, old, new)
    sale = a_sale(city, shift=old["id"], sold_at="2026-11-06T10:00:00+09:00")
    (answer,) = till.send(sale)
    assert answer["flags"] == []
    assert db.session.query(Sale).one().shift_id == stored_shift(old).id


def test_the_tills_own_end_replaces_the_managers(till: TillClient, city: City) -> None:
    shift = a_shift()
    send(till, shift)
    begin_writing()
    close_shift(kept_id(shift), actor=Actor("user", city.cashier_id, "kepala"), reason="ditutup pengelola")
    commit()
    assert said(*send(till, shift), *send(till, closed(shift))) == ["replayed", "recorded"]
    row = stored_shift(shift)
    assert (row.closed_at, row.counted_amount, row.difference_reason) == (at(CLOSED), 230_000, "")


def kept_id(shift: dict[str, Any]) -> int:
    return db.session.query(Shift).filter_by(uuid=shift["id"]).one().id


def test_what_the_manager_counted_stays_where_the_till_counted_nothing(till: TillClient, city: City) -> None:
    shift = a_shift()
    send(till, shift)
    begin_writing()
    close_shift(kept_id(shift), actor=SYSTEM, counted_amount=5_000, reason="dihitung pengelola")
    commit()
    send(till, shift | {"closed_at": CLOSED})
    row = stored_shift(shift)
    assert (row.closed_at, row.counted_amount, row.difference_reason) == (
        at(CLOSED),
        5_000,
        "dihitung pengelola",
    )


def test_a_shift_begun_on_the_page_may_be_ended_by_the_till(till: TillClient, city: City) -> None:
    begin_writing()
    begun = open_shift(city.booth_id, city.cashier_id, actor=SYSTEM, float_amount=10)
    uuid = begun.uuid
    commit()
    answer = send(till, closed(a_shift(id=uuid, float_amount=None), closed_at="2026-11-07T09:15:00+09:00"))
    assert said(*answer) == ["recorded"]
    assert (stored_shift({"id": uuid}).float_amount, stored_shift({"id": uuid}).counted_amount) == (
        10,
        230_000,
    )


@pytest.mark.parametrize(
    ("opened_at", "sent_at", "expected"),
    [
        ("1970-01-01T00:05:00+09:00", "1970-01-01T00:10:00+09:00", "2026-11-07T09:10"),
        ("2099-01-01T00:05:00+09:00", "2099-01-01T00:10:00+09:00", "2026-11-07T09:10"),
        ("2099-01-01T00:05:00+09:00", "2026-11-07T09:15:00+09:00", "2026-11-07T09:15"),
        ("2026-11-07T08:00:00+09:00", "2026-11-07T09:20:00+09:00", "2026-11-07T08:00"),
    ],
)
def test_a_wrong_clock_is_set_right_and_the_same_again_is_replayed(
    till: TillClient, city: City, opened_at: str, sent_at: str, expected: str
) -> None:
    shift = a_shift(opened_at=opened_at)
    assert said(*send(till, shift, sent_at=sent_at)) == ["recorded"]
    local = stored_shift(shift).opened_at.astimezone(at(OPENED).tzinfo).isoformat()
    assert local.startswith(expected)
    assert said(*send(till, shift)) == ["replayed"]


@pytest.mark.parametrize("body", [{}, {"shifts": []}, {"shifts": [{}] * 101}, {"shifts": [{}], "x": 1}])
def test_an_envelope_of_another_shape_is_400(till: TillClient, city: City, body: dict[str, Any]) -> None:
    db.session.rollback()
    assert till.client.post("/api/v1/shifts", json=body, headers=till.headers).status_code == 400


def count(till: TillClient, shift: str, counted: int) -> Any:
    db.session.rollback()
    body = {"shift": shift, "counted_amount": counted}
    return till.client.post("/api/v1/shifts/count", json=body, headers=till.headers)


def test_a_drawer_is_counted_against_all_devices_and_the_first_count_stays(
    till: TillClient, city: City
) -> None:
    begin_writing()
    db.session.get(Booth, city.booth_id).mode = "cash"
    commit()
    shift = a_shift()
    send(till, shift)
    till.send(a_sale(city, shift=shift["id"]), a_sale(city, shift=shift["id"]))
    assert count(till, shift["id"], 200_000).json == {"matches": False}, "no figure is told"
    assert count(till, shift["id"], 260_000).json == {"matches": True}
    send(till, closed(shift, first_counted_amount=1, counted_amount=260_000))
    assert (stored_shift(shift).first_counted_amount, stored_shift(shift).counted_amount) == (
        200_000,
        260_000,
    )


def test_a_count_is_not_said_to_match_where_the_booth_takes_no_cash_any_more(
    till: TillClient, city: City
) -> None:
    """A till that has not heard of the change still counts; 5 in a drawer that began with nothing is no match."""
    assert db.session.get(Booth, city.booth_id).mode == "record"
    shift = a_shift(float_amount=0)
    send(till, shift)
    assert count(till, shift["id"], 5).json == {"matches": False}
    assert count(till, shift["id"], 0).json == {"matches": True}


def test_a_count_without_a_network_comes_with_the_end(till: TillClient, city: City) -> None:
    shift = closed(a_shift(), first_counted_amount=210_000)
    assert said(*send(till, shift), *send(till, shift)) == ["recorded", "replayed"]
    assert stored_shift(shift).first_counted_amount == 210_000


def test_a_shift_of_another_booth_is_not_counted(till: TillClient, city: City) -> None:
    assert count(till, new_id(), 0).status_code == 404
    assert count(till, "x", 0).status_code == 400
    booth_id = other_booth().id
    begin_writing()
    foreign = open_shift(booth_id, city.cashier_id, actor=SYSTEM).uuid
    commit()
    assert count(till, foreign, 0).status_code == 404
