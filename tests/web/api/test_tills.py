"""A till enrols, learns who it is and what it may keep, and says that it lives."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.services import create_day_cashier, disable_user, set_pin
from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.paper.receipt_code import make_receipt_code, read_receipt_code
from app.sales.queries.receipt_reprint import find_receipt_code
from app.shared import clock as city_clock
from app.shared.transaction import begin_writing, commit
from app.tills.models import Till
from app.tills.queries.tills import get_receipt_key, get_till, list_open_codes
from app.tills.rules import acknowledge
from app.tills.services.tills import make_till_code, revoke_till, revoke_till_code
from app.web.api.schemas import read_item
from tests.conftest import Clock
from tests.ledger import City, TillClient, a_sale, make_cashier, other_booth
from tests.logins import make_login_till


def get(till: TillClient, path: str, **headers: str) -> Any:
    db.session.rollback()
    return till.client.get(path, headers=till.headers | headers)


def post(till: TillClient, path: str, body: Any) -> Any:
    db.session.rollback()
    return till.client.post(path, json=body, headers=till.headers)


def a_code(booth_id: int, name: str = "Tablet 2") -> str:
    begin_writing()
    _, code = make_till_code(booth_id, name, actor=SYSTEM)
    commit()
    return code


def enrol(app: Flask, code: str, **more: Any) -> Any:
    db.session.rollback()
    return app.test_client().post("/api/v1/enrol", json={"code": code, **more})


@pytest.mark.both_engines
def test_a_code_makes_one_device_a_till_that_sells_at_once(app: Flask, city: City) -> None:
    code = a_code(city.booth_id)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)
    answer = enrol(app, code.lower().replace("-", " "), name="Tablet Depan")
    assert answer.status_code == 201
    shown = answer.json["till"]
    assert (shown["name"], shown["kind"], shown["booth"]["id"]) == ("Tablet Depan", "enrolled", city.booth_id)
    (sold,) = TillClient(app, answer.json["token"]).send(a_sale(city, sold_at="2026-11-07T09:15:30+09:00"))
    assert sold["result"] == "recorded"
    again = enrol(app, code)
    assert (again.status_code, again.json["code"]) == (422, "code")


def test_a_withdrawn_an_old_and_a_wrong_code_get_the_same_answer(
    app: Flask, city: City, clock: Clock
) -> None:
    withdrawn, old = a_code(city.booth_id), a_code(city.booth_id)
    begin_writing()
    revoke_till_code(list_open_codes()[-1].id, actor=SYSTEM)
    commit()
    clock.shift(minutes=31)
    answers = [enrol(app, code) for code in (withdrawn, old, "ZZZZ-ZZZZ", "bukan kode")]
    assert {(one.status_code, one.json["error"]) for one in answers} == {(422, answers[0].json["error"])}


def test_guessing_codes_is_stopped(app: Flask, city: City) -> None:
    code = a_code(city.booth_id)
    for _ in range(100):
        assert enrol(app, "0000-0000").status_code == 422
    answer = enrol(app, code)
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 60


@pytest.mark.both_engines
def test_a_till_learns_who_may_work_there_and_how_to_judge_their_pin(till: TillClient, city: City) -> None:
    elsewhere = other_booth()
    begin_writing()
    make_cashier("jauh", elsewhere.id)
    set_pin(city.cashier_id, "482915", actor=SYSTEM)
    volunteer, pin = create_day_cashier("Dodi", city.booth_id, date(2026, 11, 7), actor=SYSTEM)
    commit()
    said = get(till, "/api/v1/till").json
    assert (said["till"]["id"], said["month"]) == (city.till_id, {"period": "2026-11", "until": "2026-11-30"})
    shown = {one["username"]: one for one in said["cashiers"]}
    assert set(shown) == {"rina", volunteer.username}
    assert (shown["rina"]["until"], shown[volunteer.username]["until"]) == (None, "2026-11-07")
    for name, digits in (("rina", "482915"), (volunteer.username, pin)):
        check = shown[name]["pin"]
        derived = hashlib.pbkdf2_hmac(
            "sha256", digits.encode(), bytes.fromhex(check["salt"]), check["iterations"]
        )
        assert derived.hex() == check["verifier"]


def test_a_day_later_the_days_cashier_is_gone_from_the_till(
    till: TillClient, city: City, clock: Clock
) -> None:
    begin_writing()
    volunteer, _ = create_day_cashier("Dodi", city.booth_id, date(2026, 11, 7), actor=SYSTEM)
    commit()
    clock.move_to("2026-11-07T23:59:00+09:00")
    assert len(get(till, "/api/v1/till").json["cashiers"]) == 2
    clock.move_to("2026-11-08T00:01:00+09:00")
    assert [one["username"] for one in get(till, "/api/v1/till").json["cashiers"]] == ["rina"]
    late = a_sale(city, cashier=volunteer.username, sold_at="2026-11-08T00:00:30+09:00")
    good = a_sale(city, cashier=volunteer.username, sold_at="2026-11-07T23:58:00+09:00")
    first, second = till.send(late, good)
    assert first["flags"] == ["cashier_not_allowed"] and second["flags"] == []


def test_a_cashiers_own_browser_learns_of_nobody_else_and_sends_for_nobody_else(
    app: Flask, city: City
) -> None:
    begin_writing()
    make_cashier("budi", city.booth_id)
    own, token = make_login_till(city.cashier_id, city.booth_id)
    own.enrolled_at = city_clock.now() - timedelta(days=1)
    commit()
    browser = TillClient(app, token)
    said = get(browser, "/api/v1/till").json
    assert said["till"]["kind"] == "login" and [one["username"] for one in said["cashiers"]] == ["rina"]
    mine, others = browser.send(a_sale(city), a_sale(city, cashier="budi"))
    assert (mine["result"], mine["flags"]) == ("recorded", [])
    assert (others["result"], others["flags"]) == ("recorded", ["cashier_not_allowed"])


def test_a_login_tills_token_ends_after_a_week_and_another_takes_its_place_when_it_is_shown_again(
    app: Flask, city: City, clock: Clock
) -> None:
    begin_writing()
    first, token = make_login_till(city.cashier_id, city.booth_id)
    first.unsent_count, began_at = 3, first.enrolled_at
    commit()
    clock.shift(days=7, minutes=1)
    gone = get(TillClient(app, token), "/api/v1/till")
    assert (gone.status_code, gone.json["code"]) == (401, "token")
    begin_writing()
    again, fresh = make_login_till(city.cashier_id, city.booth_id, token)
    other, _ = make_login_till(city.cashier_id, city.booth_id)
    commit()
    assert len({first.id, again.id, other.id}) == 3 and fresh != token
    assert (again.enrolled_at, again.unsent_count, first.unsent_count) == (began_at, 3, 0)
    assert other.enrolled_at > began_at
    assert get(TillClient(app, fresh), "/api/v1/till").status_code == 200
    assert get(TillClient(app, token), "/api/v1/till").status_code == 401


@pytest.mark.both_engines
def test_a_heartbeat_tells_the_time_and_is_a_sync_only_when_nothing_waits(
    till: TillClient, city: City
) -> None:
    body = {
        "unsent": 3,
        "oldest": "2026-11-07T08:00:00+09:00",
        "version": "abc",
        "sent_at": "2026-11-07T08:55:00+09:00",
    }
    said = post(till, "/api/v1/till/heartbeat", body)
    assert said.status_code == 200 and said.json["server_time"].startswith("2026-11-07T09:15")
    row = _till(city)
    assert (row.unsent_count, row.last_synced_at, row.version) == (3, None, "abc")
    assert row.oldest_unsent_at is not None and 1_195 < (row.clock_offset or 0) < 1_260
    post(till, "/api/v1/till/heartbeat", {"unsent": 0})
    assert _till(city).last_synced_at is not None and _till(city).oldest_unsent_at is None


def _till(city: City) -> Till:
    db.session.rollback()
    db.session.expire_all()
    return get_till(city.till_id)


@pytest.mark.parametrize(
    "body",
    [{}, {"unsent": -1}, {"unsent": "3"}, {"unsent": True}, {"unsent": 1, "oldest": "kemarin"}, {"unsent": 1, "x": 1},
     {"unsent": 1, "version": "v" * 41}, {"unsent": 10**7}, {"unsent": 1, "sent_at": "2026-11-07"}],
)  # fmt: skip
def test_a_heartbeat_of_another_shape_is_400(till: TillClient, city: City, body: dict[str, Any]) -> None:
    assert post(till, "/api/v1/till/heartbeat", body).status_code == 400


def test_what_a_batch_says_it_leaves_behind_is_kept(till: TillClient, city: City) -> None:
    db.session.rollback()
    body = {"sales": [a_sale(city)], "sent_at": "2026-11-07T09:15:00+09:00", "unsent": 7}
    assert till.client.post("/api/v1/sales", json=body, headers=till.headers).status_code == 200
    assert _till(city).unsent_count == 7
    body = {"sales": [a_sale(city)], "unsent": -1}
    assert till.client.post("/api/v1/sales", json=body, headers=till.headers).status_code == 400


def test_a_copy_of_the_database_signs_neither_answers_nor_receipts(till: TillClient, city: City) -> None:
    """Nothing that stands in the row of a till makes what the server or the till would sign with."""
    sale = a_sale(city)
    (answer,) = till.send(sale)
    told = till.client.get("/api/v1/till", headers=till.headers).json["till"]
    assert find_receipt_code(sale["id"]) == make_receipt_code(
        read_item(sale), bytes.fromhex(told["receipt_key"]), city.till_id
    )
    row = _till(city)
    for held in (
        bytes.fromhex(row.token_hash),
        row.token_hash.encode(),
        hashlib.sha256(row.name.encode()).digest(),
    ):
        assert acknowledge(held, sale["id"], "recorded") != answer["ack"]
        assert not read_receipt_code(find_receipt_code(sale["id"])).is_signed_by(held)
    stored = " ".join(str(value) for value in vars(row).values())
    assert told["receipt_key"] not in stored and get_receipt_key(city.till_id).hex() == told["receipt_key"]


def test_every_answer_is_signed_with_the_token(till: TillClient, city: City) -> None:
    sale = a_sale(city)
    for expected in ("recorded", "replayed"):
        (answer,) = till.send(sale)
        key = hashlib.sha256(b"answers:" + city.token.encode()).digest()
        signed = hmac.digest(key, f"{sale['id']}:{expected}".encode(), "sha256").hex()[:32]
        assert (answer["result"], answer["ack"]) == (expected, signed)


def test_a_withdrawn_till_hears_that_its_token_is_dead(till: TillClient, city: City) -> None:
    begin_writing()
    revoke_till(city.till_id, actor=SYSTEM)
    commit()
    for path in ("/api/v1/till", "/api/v1/till/buyers", "/api/v1/till/standings", "/api/v1/products"):
        answer = get(till, path)
        assert (answer.status_code, answer.json["code"]) == (401, "token")


def test_people_are_not_shown_to_the_browser_of_somebody_who_is_no_cashier_any_more(
    app: Flask, city: City
) -> None:
    begin_writing()
    own, token = make_login_till(city.cashier_id, city.booth_id)
    own.enrolled_at = city_clock.now() - timedelta(days=1)
    commit()
    browser = TillClient(app, token)
    assert get(browser, "/api/v1/till/buyers").status_code == 200
    begin_writing()
    disable_user(city.cashier_id, actor=SYSTEM)
    commit()
    for path in ("till/buyers", "till/standings", f"employees/{city.employee_id}/standing"):
        answer = get(browser, f"/api/v1/{path}")
        assert (answer.status_code, answer.json["code"]) == (403, "cashier")
    assert get(browser, "/api/v1/till").json["cashiers"] == []
    (answer,) = browser.send(a_sale(city))
    assert (answer["result"], answer["flags"]) == ("recorded", ["after_sign_out", "cashier_not_allowed"])
