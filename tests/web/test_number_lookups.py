"""From the four digits everybody at a counter sees, nobody works out the whole NIP by asking on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.directory.lookups import search_employees
from app.extensions import db
from app.sales.models import Sale
from app.shared.transaction import commit
from app.tills.services.tills import enrol_till
from tests.counter import MARTHA_NIP, Counter, at_the_till, make_counter, sale_of, sell
from tests.ledger import TillClient
from tests.logins import sign_in
from tests.pages import PageClient

Search = Callable[[str], set[int]]


@pytest.fixture
def counter(session: Any) -> Counter:
    """The small city."""
    return make_counter()


def as_till(app: Flask, counter: Counter) -> Search:
    """POST /api/v1/buyers with a till's token."""
    till = TillClient(app, enrol_till(counter.booth_id, "Tablet 1", actor=SYSTEM)[1])
    commit()

    def search(query: str) -> set[int]:
        db.session.rollback()
        answer = till.client.post("/api/v1/buyers", json={"query": query}, headers=till.headers)
        return {one["id"] for one in answer.json["buyers"]}

    return search


def test_only_a_whole_number_or_exactly_its_ending_finds(app: Flask, counter: Counter) -> None:
    search = as_till(app, counter)
    assert search(MARTHA_NIP) == {counter.martha} == search("2009")
    parts = {MARTHA_NIP[start:end] for start in range(18) for end in range(start + 4, 19)}
    assert [part for part in sorted(parts - {MARTHA_NIP, "2009"}) if search(part)] == []


def test_a_manager_finds_no_more_by_parts_than_a_cashier(app: Flask, counter: Counter) -> None:
    sale = _typed_by_hand(app, counter)
    manager = sign_in(app, "manager", booth=counter.booth_id, username="mira")
    commit()
    path = f"/pengelola/putuskan/pembeli/{sale}"
    assert "MARTHA" in _found(manager, path, MARTHA_NIP) and "MARTHA" in _found(manager, path, "2009")
    for part in ("12009", "19850411", "0012009", MARTHA_NIP[1:]):
        assert "Tidak ada yang cocok" in _found(manager, path, part, expect=422)


def test_a_managers_searches_are_counted_finances_are_not(app: Flask, counter: Counter) -> None:
    app.config["LOOKUP_LIMIT"] = "2 per minute"
    sale = _typed_by_hand(app, counter)
    manager = sign_in(app, "manager", booth=counter.booth_id, username="mira")
    finance = sign_in(app, "finance", username="fina")
    commit()
    for expect in (422, 422, 429):
        page = _found(manager, f"/pengelola/putuskan/pembeli/{sale}", "1234", expect=expect)
        assert ("terlalu banyak" in page) == (expect == 429)
    for _again in range(3):
        _found(finance, f"/keuangan/putuskan/pembeli/{sale}", "1234", expect=422)


def test_those_who_see_the_numbers_anyway_still_find_by_parts(counter: Counter) -> None:
    assert [one.id for one in search_employees("198504", by_part=True)] == [counter.martha]


def _typed_by_hand(app: Flask, counter: Counter) -> int:
    """A sale to somebody unknown: its id."""
    cashier = at_the_till(app, counter)
    commit()
    cashier.get("/kasir")
    line = {"product": counter.kopi, "quantity": 1, "unit_price": 24_000}
    body = sale_of(cashier, 1, [line], buyer={"name": "Ibu Siapa"})
    sell(cashier, body)
    return int(db.session.query(Sale).one().id)


def _found(who: PageClient, path: str, text: str, expect: int = 200) -> str:
    """What the page says after a search."""
    return who.get(path).form("cari-pembeli").submit(expect=expect, **{"cari-text": text}).text
