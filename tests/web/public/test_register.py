"""Anybody who makes something registers with five fields; nobody fills the register by machine."""

from __future__ import annotations

from typing import Any

import pytest

from app.extensions import db
from app.makers.models import MakerProfile
from tests.pages import PageClient

SAID = {
    "name": "Dapur Ina",
    "owner_name": "Ina Contoh",
    "phone": "0812 3456 789",
    "village": "Poka",
    "makes": "bagea",
}


@pytest.fixture
def anybody(app: Any, session: Any) -> PageClient:
    return PageClient(app)


def test_five_fields_and_the_next_step_is_said(anybody: PageClient) -> None:
    anybody.get("/daftar-umkm")
    page = anybody.post("/daftar-umkm", SAID).follow()
    assert "Dapur Ina" in page.text and page.h1 == "Pendaftaran selesai"
    profile = db.session.query(MakerProfile).one()
    assert (profile.owner_name, profile.origin, profile.state) == ("Ina Contoh", "self", "new")


@pytest.mark.parametrize("field", SAID)
def test_each_field_is_needed_and_nothing_typed_is_lost(anybody: PageClient, field: str) -> None:
    anybody.get("/daftar-umkm")
    page = anybody.post("/daftar-umkm", SAID | {field: ""}, expect=422)
    typed = [value for name, value in SAID.items() if name not in (field, "phone")]
    assert all(one in str(page.data) for one in typed)
    assert db.session.query(MakerProfile).count() == 0


def test_a_taken_name_is_said_at_its_field(anybody: PageClient) -> None:
    anybody.get("/daftar-umkm")
    anybody.post("/daftar-umkm", SAID)
    page = anybody.post("/daftar-umkm", SAID | {"name": "DAPUR INA"}, expect=422)
    assert page.all("p", id="name-salah")
    assert db.session.query(MakerProfile).count() == 1


def test_an_address_that_sends_too_many_is_slowed(app: Any, anybody: PageClient) -> None:
    app.config["REGISTER_LIMIT"] = "2 per hour"
    anybody.get("/daftar-umkm")
    for number in range(2):
        anybody.post("/daftar-umkm", SAID | {"name": f"Dapur {number}"})
    anybody.post("/daftar-umkm", SAID | {"name": "Dapur lagi"}, expect=429)
    assert db.session.query(MakerProfile).count() == 2
