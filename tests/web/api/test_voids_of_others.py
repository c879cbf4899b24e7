"""Taking a sale back is answered alike by the page and by the till: the own sale, in the own open shift (decisions 14).
What a till refuses waits for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.accounts.rules.identity import Grant
from app.accounts.services import end_sessions, set_roles
from app.audit.rules import SYSTEM
from app.extensions import db
from app.sales.models import RejectedItem, Sale
from app.shared import clock as city_clock
from app.shared.transaction import begin_writing, commit
from app.tills.queries.shifts import find_open_shift
from app.tills.services.shifts import close_shift, open_shift
from tests.conftest import Clock
from tests.ledger import City, TillClient, a_sale, a_void
from tests.logins import make_login_till

LATER = "2026-11-07T10:00:00+09:00"


@pytest.fixture
def shift(city: City) -> str:
    """Rina's open shift; Sela is a colleague."""
    begin_writing()
    sela = User(username="sela", display_name="Sela", created_at=city_clock.now())
    db.session.add(sela)
    db.session.flush()
    set_roles(sela.id, [Grant("cashier", booth_id=city.booth_id)], actor=SYSTEM)
    uuid = open_shift(city.booth_id, city.cashier_id, actor=SYSTEM).uuid
    commit()
    return uuid


def end_shift(city: City) -> None:
    begin_writing()
    running = find_open_shift(city.booth_id, city.cashier_id)
    assert running is not None
    close_shift(running.id, actor=SYSTEM)
    commit()


def sold(till: TillClient, city: City, **changes: Any) -> dict[str, Any]:
    sale = a_sale(city, **changes)
    assert [one["result"] for one in till.send(sale)] == ["recorded"]
    return sale


def test_the_own_sale_of_the_open_shift_is_taken_back(till: TillClient, city: City, shift: str) -> None:
    sale = sold(till, city, shift=shift)
    assert [(one["result"], one["flags"]) for one in till.send(a_void(sale["id"]))] == [("recorded", [])]


def test_made_in_the_shift_it_is_booked_though_it_arrives_later_and_is_looked_at(
    till: TillClient, city: City, shift: str, clock: Clock
) -> None:
    sale = sold(till, city, shift=shift)
    end_shift(city)
    clock.move_to(LATER)
    (said,) = till.send(a_void(sale["id"], sold_at="2026-11-07T09:14:00+09:00"), sent_at=LATER)
    assert (said["result"], said["flags"]) == ("recorded", ["void_outside_shift"])


@pytest.mark.parametrize(
    "case", ["after_the_shift", "a_colleague", "nobody", "the_next_day", "a_clock_ahead"]
)
def test_any_other_is_refused_books_nothing_and_waits_for_a_person(
    till: TillClient, city: City, shift: str, clock: Clock, case: str
) -> None:
    sale = sold(till, city, **({} if case == "the_next_day" else {"shift": shift}))
    if case == "after_the_shift":
        end_shift(city)
    clock.move_to("2026-11-08T10:00:00+09:00" if case == "the_next_day" else LATER)
    ahead = timedelta(hours=1 if case == "a_clock_ahead" else 0)
    now = city_clock.local(city_clock.now() + ahead).isoformat()
    cashier = {"a_colleague": "sela", "nobody": "siapa"}.get(case, "rina")
    void = a_void(sale["id"], sold_at=now, cashier=cashier)
    (said,) = till.send(void)
    assert (said["result"], list(said["errors"])) == ("refused", ["void_of"])
    assert "keuangan" in said["errors"]["void_of"]
    body = {"items": [{"id": void["id"], "item": void, "errors": said["errors"]}]}
    db.session.rollback()
    kept = till.client.post("/api/v1/till/aside", json=body, headers=till.headers).json["results"]
    assert [one["result"] for one in kept] == ["recorded"]
    db.session.rollback()
    assert (db.session.query(Sale).count(), db.session.query(RejectedItem).count()) == (1, 1)


def test_a_cashiers_browser_takes_back_the_own_sale_and_nobody_elses(
    app: Flask, till: TillClient, city: City, shift: str, clock: Clock
) -> None:
    begin_writing()
    sela = db.session.query(User).filter_by(username="sela").one()
    _, of_sela = make_login_till(sela.id, city.booth_id)
    _, of_rina = make_login_till(city.cashier_id, city.booth_id)
    commit()
    sale = sold(till, city, shift=shift)
    clock.shift(minutes=1)
    for token, cashier, result in (
        (of_sela, "sela", "refused"),
        (of_sela, "rina", "refused"),
        (of_rina, "rina", "recorded"),
    ):
        now = city_clock.local(city_clock.now()).isoformat()
        (said,) = TillClient(app, token).send(a_void(sale["id"], cashier=cashier, sold_at=now), sent_at=now)
        assert said["result"] == result, (cashier, said)


def test_a_void_that_a_browser_sends_after_its_cashier_signed_out_is_refused(
    app: Flask, till: TillClient, city: City, shift: str, clock: Clock
) -> None:
    begin_writing()
    _, token = make_login_till(city.cashier_id, city.booth_id)
    commit()
    sale = sold(till, city, shift=shift)
    clock.shift(minutes=1)
    made_at = city_clock.local(city_clock.now()).isoformat()
    clock.shift(minutes=1)
    begin_writing()
    end_sessions(city.cashier_id, "logout")
    commit()
    now = city_clock.local(city_clock.now()).isoformat()
    (said,) = TillClient(app, token).send(a_void(sale["id"], sold_at=made_at), sent_at=now)
    assert (said["result"], list(said["errors"])) == ("refused", ["void_of"])
