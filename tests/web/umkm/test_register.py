"""The Dinas' register: makers are found, registered, completed, seen, paused and joined; its sheet is previewed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.models import Maker, MakerProfile
from app.makers.profiles import register_maker
from app.makers.registration import MakerDraft
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient

SHEET = Path(__file__).resolve().parents[3] / "app/demo/data/umkm_binaan.xlsx"


@pytest.fixture
def dinas(as_role: Any) -> PageClient:
    return as_role("umkm")


def register(name: str, **said: Any) -> int:
    begin_writing()
    maker = register_maker(MakerDraft(name=name, **said), origin="clerk", actor=SYSTEM)
    commit()
    return maker.id


def test_a_clerk_registers_a_maker_by_three_fields(dinas: PageClient) -> None:
    dinas.get("/dinas/umkm/baru")
    page = dinas.post(
        "/dinas/umkm/baru", {"name": "Dapur Ina", "phone": "+62 812 3456 789", "makes": "bagea"}
    ).follow()
    assert "Dapur Ina" in page.text
    profile = db.session.query(MakerProfile).one()
    assert (profile.phone, profile.makes, profile.state, profile.origin) == (
        "08123456789",
        "bagea",
        "new",
        "clerk",
    )


def test_a_name_in_use_and_an_unreadable_phone_are_said_at_their_fields(dinas: PageClient) -> None:
    register("Dapur Ina")
    dinas.get("/dinas/umkm/baru")
    form = {"name": "DAPUR  INA", "phone": "08123456789", "makes": "bagea"}
    assert "Dapur Ina" in dinas.post("/dinas/umkm/baru", form, expect=422).text
    page = dinas.post("/dinas/umkm/baru", {"name": "Lain", "phone": "satu", "makes": "kopi"}, expect=422)
    assert "0812 3456 7890" in page.text and "kopi" in page.text


def test_the_list_is_searched_and_says_what_is_missing(dinas: PageClient) -> None:
    register("Kopi Tuni", owner_name="Nurlaila", phone="08123456789", village="Poka")
    register("Dapur Ina")
    page = dinas.get("/dinas/?cari=poka")
    assert "Kopi Tuni" in page.text and "Dapur Ina" not in page.text and "rekening" in page.text
    assert "Dapur Ina" not in dinas.get("/dinas/?keadaan=paused").text


def test_an_account_is_noted_and_no_longer_missing(dinas: PageClient) -> None:
    maker_id = register("Dapur Ina")
    form = dinas.get(f"/dinas/umkm/{maker_id}").form(f"/dinas/umkm/{maker_id}")
    form.submit(expect=422, account_number="12 34")
    page = form.submit(bank="BPD", account_number="0123 456-789").follow()
    assert db.session.query(MakerProfile).one().account_number == "0123456789"
    assert "rekening" not in page.words("li")


def test_an_officer_sees_pauses_and_opens_a_maker(dinas: PageClient) -> None:
    maker_id = register("Dapur Ina")
    dinas.get(f"/dinas/umkm/{maker_id}")
    for act, state, sells in (
        ("lihat", "active", True),
        ("hentikan", "paused", False),
        ("buka", "active", True),
    ):
        dinas.post(f"/dinas/umkm/{maker_id}/keadaan/{act}", {})
        db.session.expire_all()
        assert (
            db.session.get_one(MakerProfile, maker_id).state,
            db.session.get_one(Maker, maker_id).is_active,
        ) == (
            state,
            sells,
        )


def test_a_state_that_has_changed_meanwhile_is_said(dinas: PageClient) -> None:
    maker_id = register("Dapur Ina")
    dinas.get(f"/dinas/umkm/{maker_id}")
    dinas.post(f"/dinas/umkm/{maker_id}/keadaan/hentikan", {})
    page = dinas.post(f"/dinas/umkm/{maker_id}/keadaan/hentikan", {}, expect=422)
    assert "Keadaan UMKM ini sudah berubah" in page.text


def test_two_records_that_look_alike_are_joined_by_hand(dinas: PageClient) -> None:
    first, other = register("Kopi Tuni Ambon"), register("Kopi Tunni Ambon")
    assert "Kopi Tuni Ambon" in dinas.get(f"/dinas/umkm/{other}").text
    dinas.post(f"/dinas/umkm/{other}/gabung", {"into": str(first)})
    db.session.expire_all()
    joined = db.session.get_one(MakerProfile, other)
    assert (joined.joined_into_id, joined.state) == (first, "closed")
    page = dinas.post(f"/dinas/umkm/{other}/gabung", {"into": str(first)}, expect=422)
    assert "tidak dapat digabung" in page.text
    dinas.post(f"/dinas/umkm/{first}/gabung", {"into": str(first)}, expect=422)


def test_the_sheet_is_previewed_applied_and_its_private_columns_are_named_and_left_out(
    dinas: PageClient,
) -> None:
    dinas.get("/dinas/unggah")
    page = dinas.post("/dinas/unggah", {"file": (io.BytesIO(SHEET.read_bytes()), SHEET.name)}, expect=200)
    assert "NIK" in page.text and "18 baris" in page.text and db.session.query(Maker).count() == 0
    page.form("/dinas/unggah/terapkan").submit()
    assert db.session.query(MakerProfile).count() == 14
    assert "8171" not in str([row.__dict__ for row in db.session.query(MakerProfile)])


def test_another_role_does_not_enter(as_role: Any) -> None:
    as_role("personnel").get("/dinas/", expect=403)
