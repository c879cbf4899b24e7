"""The day of the joint shopping as the Dinas runs it, and what the public and a maker see of it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.shared.transaction import commit
from app.turns.models import Turn, TurnPresence
from tests.figures.test_publishing import maker
from tests.pages import PageClient


def make_booth_and_maker(name: str = "Dapur Ina") -> tuple[int, int]:
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM).id
    own = maker(name)
    commit()
    return booth, own


def test_turns_are_offered_and_everybody_reads_the_list(session: Any, app: Flask, as_role: Any) -> None:
    booth, _own = make_booth_and_maker()
    dinas = as_role("umkm")
    dinas.get("/dinas/giliran?hari=2026-12-07")
    page = dinas.post("/dinas/giliran/isi", {"day": "2026-12-07", "booth_id": booth, "seats": "3"}).follow()
    assert "1 pelaku diundang." in page.text and "Dapur Ina" in page.text
    assert "belum menjawab" in page.text
    assert "Daftarnya belum ada" in PageClient(app).get("/giliran").text, "today is the 7th, and has no list"


def test_too_many_seats_stand_at_their_field(session: Any, as_role: Any) -> None:
    booth, _own = make_booth_and_maker()
    dinas = as_role("umkm")
    dinas.get("/dinas/giliran")
    page = dinas.post(
        "/dinas/giliran/isi", {"day": "2026-12-07", "booth_id": booth, "seats": "51"}, expect=422
    )
    assert 'value="51"' in page.body
    assert db.session.query(Turn).count() == 0


def test_who_is_here_is_recorded_by_hand_and_a_strange_card_is_explained(session: Any, as_role: Any) -> None:
    booth, own = make_booth_and_maker()
    dinas = as_role("umkm")
    dinas.get("/dinas/giliran")
    page = dinas.post(
        "/dinas/giliran/hadir/kartu", {"booth_id": booth, "code": "https://x/kartu#abc"}, expect=422
    )
    assert "Kartu ini tidak menunjuk satu UMKM." in page.text
    dinas.post("/dinas/giliran/hadir", {"booth_id": booth}, expect=422)
    dinas.post("/dinas/giliran/hadir/kartu", {"code": "x"}, expect=422)
    page = dinas.post("/dinas/giliran/hadir", {"booth_id": booth, "maker_id": own}).follow()
    assert "Dapur Ina hadir." in page.text and "datang sendiri" in page.text
    assert db.session.query(TurnPresence).count() == 1
