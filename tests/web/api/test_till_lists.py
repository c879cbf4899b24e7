"""What a till keeps to work without a network: everybody it may serve, and what each still has to buy."""

from __future__ import annotations

import hmac
import re
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.directory import till_roster
from app.directory.models import Employee
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from app.web.api import till_cache
from tests.conftest import Clock
from tests.ledger import NIP, City, TillClient, a_sale
from tests.shape.house import House
from tests.web.api.test_tills import a_code, enrol, get


@pytest.mark.both_engines
def test_a_card_is_found_in_the_kept_list_which_holds_no_number(till: TillClient, city: City) -> None:
    answer = get(till, "/api/v1/till/buyers")
    listed = answer.json
    rows = {row[0]: row for row in listed["people"]}
    ani, card = rows[city.employee_id], db.session.get(Employee, city.employee_id).card_token
    key = bytes.fromhex(listed["key"])
    assert ani[7] == hmac.digest(key, card.encode(), "sha256").hex()[:16]
    assert (ani[1], listed["units"][ani[2]], ani[4], ani[6]) == ("Ani Contoh", "Kota", NIP[-4:], "")
    text = answer.get_data(as_text=True)
    assert NIP not in text and card not in text and len(rows) == 2


def test_trying_out_numbers_against_the_kept_list_leaves_thousands_for_each_person(
    till: TillClient, city: City
) -> None:
    """Birth date × month of appointment × sex × serial, with the key that lies on the device beside the list."""
    listed = get(till, "/api/v1/till/buyers").json
    key = bytes.fromhex(listed["key"])
    for row in listed["people"]:
        nip = db.session.get(Employee, row[0]).nip
        tried = [nip, *_numbers_ending(row[4])]
        told = [value for value in row[5:] if value and _digest(key, nip).startswith(value)]
        left = [one for one in tried if all(_digest(key, one).startswith(value) for value in told)]
        assert nip in left and len(left) > 4_000, told


def _numbers_ending(last4: str) -> list[str]:
    """Well-formed NIPs with sex and serial as shown: some of the four million."""
    births = [f"{year}{month:02}{day:02}" for year in range(1970, 2000, 5) for month in range(1, 13)
              for day in (1, 10, 28)]  # fmt: skip
    appointed = [f"{year}{month:02}" for year in (2005, 2010, 2014, 2019, 2022) for month in (1, 2, 3, 4, 12)]
    return [f"{birth}{month}{last4}" for birth in births for month in appointed]


def _digest(key: bytes, number: str) -> str:
    return hmac.digest(key, number.encode(), "sha256").hex()


def test_a_kode_that_looks_like_a_number_of_the_state_is_no_digest_either(
    till: TillClient, city: City
) -> None:
    begin_writing()
    one = db.session.get(Employee, city.other_id)
    one.nip, one.code = None, "8171012345678901"
    record_event("directory.change_number", actor=SYSTEM, subject="employee", subject_id=one.id)
    commit()
    rows = {row[0]: row for row in get(till, "/api/v1/till/buyers").json["people"]}
    assert rows[city.other_id][4:7] == ["8901", "", ""]


def test_the_list_comes_again_only_when_the_roster_moved(till: TillClient, city: City, clock: Clock) -> None:
    tag = get(till, "/api/v1/till/buyers").headers["ETag"]
    zipped = f'"{tag.strip(chr(34))}:br"'
    for held in (tag, zipped):
        assert get(till, "/api/v1/till/buyers", **{"If-None-Match": held}).status_code == 304
    clock.move_to("2026-11-08T09:00:00+09:00")  # somebody's posting may begin with the day
    assert get(till, "/api/v1/till/buyers", **{"If-None-Match": tag}).status_code == 200


def test_two_tills_hold_different_hashes(app: Flask, till: TillClient, city: City) -> None:
    other = TillClient(app, enrol(app, a_code(city.booth_id)).json["token"])
    ours, theirs = (get(one, "/api/v1/till/buyers").json for one in (till, other))
    assert ours["key"] != theirs["key"] and ours["people"][0][7] != theirs["people"][0][7]


def test_every_act_on_the_directory_makes_tills_ask_again() -> None:
    written = set()
    for path, text in House.standing().files.items():
        if path.startswith("app/directory/"):
            written |= set(re.findall(r'"(directory\.[a-z_]+)"', text))
    harmless = {"directory.preview_roster", "directory.discard_roster"}
    assert written - harmless == set(till_roster.CHANGES)


@pytest.mark.both_engines
def test_standings_say_what_remains_and_who_was_served_today(
    till: TillClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(till_cache, "FRESH_SECONDS", 0.0)
    before = get(till, "/api/v1/till/standings")
    assert get(till, "/api/v1/till/standings", **{"If-None-Match": before.headers["ETag"]}).status_code == 304
    till.send(a_sale(city))
    after = get(till, "/api/v1/till/standings", **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    rows = {row[0]: row for row in after.json["rows"]}
    assert rows[city.employee_id][3] == "09:10" and rows[city.other_id][3] is None
    assert after.json["statuses"][rows[city.employee_id][1]] == "no_rule"
    assert (after.json["period"], after.json["until"]) == ("2026-11", "2026-11-30")


def test_many_tills_share_one_reckoning_of_standings(
    till: TillClient, city: City, count_queries: Any
) -> None:
    get(till, "/api/v1/till/standings")
    till.send(a_sale(city))
    with count_queries() as asked:
        again = get(till, "/api/v1/till/standings")
    assert len(asked) <= 3, asked
    assert all(row[3] is None for row in again.json["rows"])  # a minute old at most, and `as_of` says so


def test_one_standing_says_when_the_buyer_was_served(till: TillClient, city: City) -> None:
    path = f"/api/v1/employees/{city.employee_id}/standing"
    assert get(till, path).json["last_sale_today"] is None
    sale = a_sale(city)
    till.send(sale)
    said = get(till, path).json
    assert (said["last_sale_today"], said["until"]) == ("09:10", "2026-11-30")
    till.send({"id": a_sale(city)["id"], "void_of": sale["id"], "reason": "salah", "cashier": "rina",
               "sold_at": "2026-11-07T09:12:00+09:00"})  # fmt: skip
    assert get(till, path).json["last_sale_today"] is None


def test_goods_that_never_came_are_marked_at_their_booth_and_sold_all_the_same(
    till: TillClient, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(till_cache, "FRESH_SECONDS", 0.0)
    before = get(till, "/api/v1/products")
    assert [one["warnings"] for one in before.json["products"]] == [[]]
    assert till.send(a_sale(city))[0]["result"] == "recorded"
    after = get(till, "/api/v1/products", **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert [one["warnings"] for one in after.json["products"]] == [["below_zero"]]
    assert till.send(a_sale(city))[0]["result"] == "recorded"


def test_many_tills_of_a_booth_share_one_reckoning_of_warnings(
    till: TillClient, city: City, count_queries: Any
) -> None:
    get(till, "/api/v1/products")
    till.send(a_sale(city))
    with count_queries() as asked:
        again = get(till, "/api/v1/products")
    assert len(asked) <= 3, asked
    assert again.json["products"][0]["warnings"] == []  # a minute old at most
