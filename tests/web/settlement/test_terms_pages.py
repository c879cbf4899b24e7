"""Agreements on pages: who has none, what would change from when, what a statement has used stays, the paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.settlement.models import ConsignmentTerms
from app.settlement.rules import Terms
from app.settlement.services.statements import make_statements
from app.settlement.services.terms import agree_terms
from app.shared.transaction import begin_writing, commit
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter
from tests.logins import sign_in

NEW = {"effective_from": "2026-11-07", "share_percent": "10", "loss_bearer": "booth", "expiry_bearer": "maker",
       "due_days": "7"}  # fmt: skip


class World:
    """The maker sold at two booths and agreed with neither."""

    def __init__(self, app: Any) -> None:
        self.counter: Counter = make_counter()
        self.other = create_booth("Pasar Mardika", actor=SYSTEM, mode="cash").id
        sell_goods(self.counter, 2)
        sell_goods(self.counter, 3, booth_id=self.other)
        self.clients = {
            "finance": sign_in(app, "finance"),
            "manager": sign_in(app, "manager", booth=self.counter.booth_id),
        }
        self.own = f"{self.counter.booth_id}/{self.counter.maker_id}"
        self.foreign = f"{self.other}/{self.counter.maker_id}"

    def open(self, role: str, place: str) -> Any:
        room = {"finance": "/keuangan", "manager": "/pengelola"}[role]
        return self.clients[role].get(f"{room}/penyelesaian/perjanjian/{place}")


@pytest.fixture
def world(app: Any, session: Any) -> World:
    return World(app)


def stored() -> list[tuple[str, int, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(ConsignmentTerms).order_by(ConsignmentTerms.effective_from))
    return [(row.effective_from.isoformat(), row.share_percent, row.paper_number) for row in rows]


def test_who_has_no_agreement_stands_first_and_is_counted(world: World) -> None:
    begin_writing()
    agree_terms(world.counter.maker_id, world.counter.booth_id, date(2026, 1, 1), Terms(30), actor=SYSTEM)
    commit()
    page = world.clients["finance"].get("/keuangan/penyelesaian/perjanjian")
    assert [(row["Pojok"], row["Bagian pojok"], row["Berlaku"]) for row in page.rows()] == [
        ("Pasar Mardika", "–", "belum ada perjanjian"), ("Balai Kota", "▲ 30 %", "sejak 1 Januari 2026"),
    ]  # fmt: skip
    assert "1 belum ada perjanjian" in page.text
    assert page.links["Unggah lembar perjanjian"] == "/keuangan/impor/supply-terms"
    own = world.clients["manager"].get("/pengelola/penyelesaian/perjanjian")
    assert [row["Pojok"] for row in own.rows()] == ["Balai Kota"] and "Unggah" not in own.text


def test_the_sheet_of_agreements_has_its_page(world: World) -> None:
    world.clients["finance"].get("/keuangan/impor/supply-terms")


@pytest.mark.parametrize("role", ["finance", "manager"])
def test_terms_are_shown_first_and_saved_when_sent_again(role: str, world: World) -> None:
    form = world.open(role, world.own).form("perjanjian")
    page = form.submit(**NEW, paper_number="12/PT/2026", button="langkah=simpan", expect=200)
    assert [(row["Hal"], row["Sebelumnya"], row["Menjadi"]) for row in page.rows()] == [
        ("Bagian pojok", "0 %", "10 %"), ("Rusak dan hilang ditanggung", "Pojok", "tetap"),
        ("Kedaluwarsa ditanggung", "UMKM", "tetap"), ("Dibayar dalam", "7 hari", "tetap"),
    ]  # fmt: skip
    assert "Berlaku untuk penjualan sejak 7 November 2026" in page.text and stored() == []
    changed = page.form("perjanjian").submit(share_percent="11", button="langkah=simpan", expect=200)
    assert stored() == []
    changed.form("perjanjian").submit(button="langkah=simpan").follow()
    assert stored() == [("2026-11-07", 11, "12/PT/2026")]


def test_a_share_above_the_citys_warning_is_warned_of_and_may_be_saved(world: World) -> None:
    form = world.open("finance", world.own).form("perjanjian")
    page = form.submit(**NEW | {"share_percent": "26"}, expect=200)
    assert "di atas 25 %" in page.text
    assert "di atas 25 %" not in form.submit(**NEW | {"share_percent": "25"}, expect=200).text
    page.form("perjanjian").submit(button="langkah=simpan").follow()
    assert stored() == [("2026-11-07", 26, "")]


@pytest.mark.parametrize(
    ("field", "value"), [("share_percent", "51"), ("due_days", "16"), ("effective_from", "x")]
)
def test_what_no_city_may_agree_is_refused_at_its_field(world: World, field: str, value: str) -> None:
    page = world.open("finance", world.own).form("perjanjian").submit(**NEW | {field: value}, expect=422)
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == [field]
    assert stored() == []


def test_a_day_that_a_statement_settled_is_refused_at_the_day(world: World) -> None:
    begin_writing()
    make_statements(actor=SYSTEM)
    commit()
    form = world.open("manager", world.own).form("perjanjian")
    page = form.submit(**NEW | {"effective_from": "2026-11-03"}, expect=422)
    assert [one.get("name") for one in page.all("input", aria_invalid="true")] == ["effective_from"]
    assert "sudah diselesaikan di nota NP-" in page.text
    form.submit(**NEW | {"effective_from": "2026-11-04"}, expect=200)


def test_a_foreign_booths_agreement_is_404_for_a_manager(world: World) -> None:
    manager = world.clients["manager"]
    world.open("manager", world.own)
    for path in ("", "/cetak"):
        manager.get(f"/pengelola/penyelesaian/perjanjian/{world.foreign}{path}", expect=404)
    manager.post(f"/pengelola/penyelesaian/perjanjian/{world.foreign}/ubah", NEW, expect=404)
    world.open("finance", world.foreign)
    assert stored() == []


def test_the_paper_says_what_was_agreed_and_has_room_for_two_names(world: World) -> None:
    begin_writing()
    terms = Terms(12, "maker", "maker", 14)
    agree_terms(
        world.counter.maker_id,
        world.counter.booth_id,
        date(2026, 11, 1),
        terms,
        actor=SYSTEM,
        paper_number="9/PT",
    )
    commit()
    page = world.clients["manager"].get(f"/pengelola/penyelesaian/perjanjian/{world.own}/cetak")
    for words in ("9/PT", "12 %", "14 hari", "1 November 2026", "Pengelola pojok", "Dapur Kenari"):
        assert words in page.text
    blank = world.clients["finance"].get(f"/keuangan/penyelesaian/perjanjian/{world.foreign}/cetak")
    assert "…………" in blank.text and "0 %" in blank.text
