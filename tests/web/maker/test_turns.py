"""A maker's own turns at the booth and its contacts; the card that says it is here; nothing of another maker."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from app.turns.models import Contact
from app.turns.queries import list_turns
from app.turns.services import fill_turns, record_presence
from tests.logins import sign_in_again
from tests.pages import PageClient
from tests.web.maker.conftest import Market
from tests.web.maker.test_card_ends import user_of

TODAY, NEXT = date(2026, 11, 7), date(2026, 12, 7)


@pytest.fixture
def phone(app: Any, market: Market) -> PageClient:
    """The first maker's phone; both makers have a turn on the next 7th."""
    begin_writing()
    fill_turns(NEXT, market.booth_id, 2, actor=SYSTEM)
    commit()
    return sign_in_again(app, user_of(market))


def turn_of(maker_id: int) -> Any:
    return next(one for one in list_turns(NEXT) if one.maker_id == maker_id)


def test_a_maker_answers_tells_and_writes_down_whom_it_met(phone: PageClient, market: Market) -> None:
    own = turn_of(market.own.maker_id)
    phone.get("/usaha/giliran")
    assert "sampai jumpa" in phone.post(f"/usaha/giliran/{own.id}/datang").follow().text
    phone.post(f"/usaha/giliran/{own.id}/cerita", {"story": "Kenari <b>dijemur</b>"}).follow()
    page = phone.post(
        "/usaha/giliran/kenalan", {"partner": "Toko Maju", "about": "50 bungkus", "day": "2026-11-07"}
    ).follow()
    assert "Toko Maju" in page.text and "<b>dijemur" in page.text, "as typed, not as markup"
    db.session.rollback()
    own = turn_of(market.own.maker_id)
    assert (own.answer, own.story) == ("accepted", "Kenari <b>dijemur</b>")
    assert db.session.query(Contact).one().partner == "Toko Maju"


def test_a_contact_without_a_name_keeps_what_was_typed(phone: PageClient) -> None:
    phone.get("/usaha/giliran")
    page = phone.post(
        "/usaha/giliran/kenalan", {"partner": " ", "about": "50", "day": "2026-11-07"}, expect=422
    )
    assert "Tulis nama orang atau usaha" in page.text and 'value="50"' in page.body
    assert db.session.query(Contact).count() == 0


def test_another_makers_turn_is_not_there(phone: PageClient, market: Market) -> None:
    foreign = turn_of(market.foreign.maker_id)
    page = phone.get("/usaha/giliran")
    assert f"/{foreign.id}/" not in page.text
    for path in (f"{foreign.id}/lepas", f"{foreign.id}/cerita"):
        phone.post(f"/usaha/giliran/{path}", {"story": "x"}, expect=404)


def test_the_card_at_the_booth_says_who_is_here(app: Any, market: Market, as_role: Any) -> None:
    dinas = as_role("umkm")
    dinas.get("/dinas/giliran")
    code = f"https://jiku.example/kartu#{market.own.code}"
    dinas.post("/dinas/giliran/hadir/kartu", {"booth_id": market.booth_id, "code": code}).follow()
    (row,) = list_turns(TODAY)
    assert (row.maker_id, row.source, row.origin) == (market.own.maker_id, "card", "walk_in")


def test_who_is_here_can_no_longer_pass_the_turn_on(app: Any, market: Market) -> None:
    begin_writing()
    turn = record_presence(market.booth_id, market.own.maker_id, source="clerk", actor=SYSTEM)
    commit()
    phone = sign_in_again(app, user_of(market))
    phone.get("/usaha/giliran")
    page = phone.post(f"/usaha/giliran/{turn.id}/lepas", expect=422)
    assert "sudah hadir" in page.text
