"""Makers' money on pages: what is due, statements made of it, payouts once and by two people above the limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.settings.services import set_setting
from app.settlement.models import Payout, PayoutRequest, Statement
from app.settlement.queries.due import list_due
from app.settlement.queries.statements import list_statements
from app.settlement.rules import Terms
from app.settlement.services.payouts import answer_payout
from app.settlement.services.statements import make_statements
from app.settlement.services.terms import agree_terms
from app.shared.transaction import begin_writing, commit
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter
from tests.ledger import count
from tests.logins import sign_in
from tests.pages import PageClient

ROOMS = {"finance": "/keuangan", "manager": "/pengelola"}


class World:
    """Two cash booths with the same maker's goods sold: 50.000 at the own booth, 75.000 at the other; share 10 %."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.counter: Counter = make_counter()
        self.other = create_booth("Pasar Mardika", actor=SYSTEM, mode="cash").id
        since = date(2026, 1, 1)
        agree_terms(self.counter.maker_id, self.counter.booth_id, since, Terms(10), actor=SYSTEM)
        sell_goods(self.counter, 2)
        sell_goods(self.counter, 3, booth_id=self.other)
        self.finance = sign_in(app, "finance")
        self.manager = sign_in(app, "manager", booth=self.counter.booth_id)

    def client(self, role: str) -> PageClient:
        return self.finance if role == "finance" else self.manager

    def make(self) -> list[Any]:
        """Statements of everything; (own, other)."""
        begin_writing()
        make_statements(actor=SYSTEM)
        commit()
        rows = {row.booth_id: row for row in list_statements()}
        return [rows[self.counter.booth_id], rows[self.other]]


@pytest.fixture
def world(app: Any, session: Any) -> World:
    return World(app)


def pay_form(client: PageClient, room: str, statement_id: int) -> Any:
    return client.get(f"{room}/penyelesaian/nota/{statement_id}").form("bayar")


@pytest.mark.parametrize("role", ROOMS)
def test_the_pages_open_in_an_empty_city(role: str, session: Any, as_role: Any) -> None:
    client = as_role(role)
    assert "Semua sudah diselesaikan" in client.get(f"{ROOMS[role]}/penyelesaian").text
    assert "Tidak ada nota di sini" in client.get(f"{ROOMS[role]}/penyelesaian/nota").text


def test_finance_sees_all_booths_and_a_manager_the_own_one(world: World) -> None:
    page = world.finance.get("/keuangan/penyelesaian")
    assert [(row["Pojok"], row["Penjualan"], row["Dibayarkan"]) for row in page.rows(0)] == [
        ("Balai Kota1 UMKM", "Rp50.000", "Rp45.000"), ("Pasar Mardika1 UMKM", "Rp75.000", "Rp75.000"),
    ]  # fmt: skip
    own = world.manager.get("/pengelola/penyelesaian")
    assert [row["Pojok"] for row in own.rows(0)] == ["Balai Kota1 UMKM"]
    assert "Pasar Mardika" not in own.text


def test_one_press_makes_what_the_list_shows_and_a_second_makes_nothing(world: World) -> None:
    page = world.finance.get("/keuangan/penyelesaian")
    all_of_them = page.all("form", action="/keuangan/penyelesaian/buat")[0]
    assert [one.get("name") for one in all_of_them.iter("input")] == ["csrf_token"]
    world.finance.post("/keuangan/penyelesaian/buat").follow()
    found = {row.booth: (row.gross, row.share, row.payable) for row in list_statements()}
    assert found == {"Balai Kota": (50_000, 5_000, 45_000), "Pasar Mardika": (75_000, 0, 75_000)}
    said = world.finance.post("/keuangan/penyelesaian/buat").follow()
    assert "Tidak ada yang perlu diselesaikan" in said.text and count(Statement) == 2


def test_a_manager_makes_statements_of_the_own_booth_only(world: World) -> None:
    world.manager.get("/pengelola/penyelesaian")
    world.manager.post("/pengelola/penyelesaian/buat").follow()
    assert [row.booth for row in list_statements()] == ["Balai Kota"]
    world.manager.post("/pengelola/penyelesaian/buat", {"booth": world.other}, expect=404)
    world.manager.post("/pengelola/penyelesaian/buat", {"booth": "x"}, expect=422)
    assert [(row.booth, row.gross) for row in list_due()] == [("Pasar Mardika", 75_000)]


def test_one_makers_statement_at_one_booth_is_made_alone(world: World) -> None:
    world.finance.get("/keuangan/penyelesaian")
    data = {"booth": world.other, "maker": world.counter.maker_id}
    world.finance.post("/keuangan/penyelesaian/buat", data).follow()
    assert [row.booth for row in list_statements()] == ["Pasar Mardika"]


def test_a_statement_of_a_foreign_booth_is_404_for_a_manager(world: World) -> None:
    own, other = world.make()
    for path in ("", "/cetak"):
        world.manager.get(f"/pengelola/penyelesaian/nota/{own.id}{path}")
        world.manager.get(f"/pengelola/penyelesaian/nota/{other.id}{path}", expect=404)
        world.finance.get(f"/keuangan/penyelesaian/nota/{other.id}{path}")
    data = {"key": "5f0c7f2e-9d3a-4f6b-8a51-000000000001", "amount": "1", "way": "cash", "reference": "1"}
    world.manager.post(f"/pengelola/penyelesaian/nota/{other.id}/bayar", data, expect=404)
    assert [row["Nota"] for row in world.manager.get("/pengelola/penyelesaian/nota").rows()] == [
        f"Dapur Kenari{own.number}"
    ]
    assert count(Payout) == 0


@pytest.mark.parametrize("role", ROOMS)
def test_a_payment_sent_twice_is_paid_once(role: str, world: World) -> None:
    own, _other = world.make()
    form = pay_form(world.client(role), ROOMS[role], own.id)
    assert form.values["amount"] == ["45.000"]
    form.submit(amount="20.000", reference="KW-1").follow()
    form.submit(amount="20.000", reference="KW-1").follow()
    (row,) = list_statements(ids=[own.id])
    assert (row.paid, row.unpaid, count(Payout)) == (20_000, 25_000, 1)
    again = pay_form(world.client(role), ROOMS[role], own.id)
    again.submit(reference="KW-2").follow()
    page = world.client(role).get(f"{ROOMS[role]}/penyelesaian/nota/{own.id}")
    assert "lunas" in page.text and not page.all("form", id="bayar")


def test_a_rupiah_too_much_a_missing_reference_and_a_broken_form_pay_nothing(world: World) -> None:
    own, _other = world.make()
    form = pay_form(world.finance, "/keuangan", own.id)
    wrong = form.submit(amount="45.001", reference="KW-1", expect=422)
    assert "Sisa yang dapat dibayar di nota penyelesaian ini Rp45.000" in wrong.text
    assert form.submit(reference=" ", expect=422).all("input", aria_invalid="true")
    assert form.submit(amount="0", reference="KW-1", expect=422).all("input", aria_invalid="true")
    form.submit(key="bukan-uuid", reference="KW-1", expect=422)
    assert count(Payout) == 0


def test_above_the_limit_another_person_decides(world: World) -> None:
    begin_writing()
    set_setting("payout_limit", 30_000, actor=SYSTEM)
    own, _other = world.make()
    said = pay_form(world.manager, "/pengelola", own.id).submit(way="transfer", reference="TRF-9").follow()
    assert "Menunggu persetujuan" in said.text and "TRF-9" in said.text
    assert "Catat pembayaran" not in said.text and (count(Payout), count(PayoutRequest)) == (0, 1)
    waiting = world.finance.get("/keuangan/putuskan/pembayaran")
    assert "Dapur Kenari: Rp45.000" in waiting.text
    world.manager.get("/pengelola/putuskan/pembayaran", expect=404)
    (request,) = db.session.scalars(select(PayoutRequest))
    data = {"rows": request.id, "langkah": "approve"}
    world.finance.post("/keuangan/putuskan/pembayaran", data).follow()
    (payout,) = db.session.scalars(select(Payout))
    assert (payout.amount, payout.paid_by, payout.approved_by) == (
        45_000, world.manager.user.id, world.finance.user.id,
    )  # fmt: skip
    world.finance.post("/keuangan/putuskan/pembayaran", data, expect=404)
    assert count(Payout) == 1


def test_who_prepared_a_payment_cannot_approve_it_but_may_drop_it_with_a_reason(world: World) -> None:
    begin_writing()
    set_setting("payout_limit", 30_000, actor=SYSTEM)
    own, _other = world.make()
    pay_form(world.finance, "/keuangan", own.id).submit(reference="KW-1").follow()
    (request,) = db.session.scalars(select(PayoutRequest))
    world.finance.get("/keuangan/putuskan/pembayaran")
    path, data = "/keuangan/putuskan/pembayaran", {"rows": request.id, "langkah": "approve"}
    refused = world.finance.post(path, data, expect=422)
    assert "tidak boleh menyetujuinya" in refused.text and count(Payout) == 0
    world.finance.post(path, data | {"langkah": "dismiss"}, expect=422)
    world.finance.post(path, data | {"langkah": "dismiss", "reason": "dua kali"}).follow()
    db.session.expire_all()
    assert (request.decision, count(Payout)) == ("dismissed", 0)
    page = world.finance.get(f"/keuangan/penyelesaian/nota/{own.id}")
    assert "Tidak jadi dibayar" in page.text and "dua kali" in page.text and "Catat pembayaran" in page.text


def test_a_wrong_payment_is_taken_back_with_a_reason(world: World) -> None:
    own, _other = world.make()
    pay_form(world.manager, "/pengelola", own.id).submit(reference="KW-1").follow()
    (payout,) = db.session.scalars(select(Payout))
    form = f"batal-{payout.id}"
    page = world.manager.get(f"/pengelola/penyelesaian/nota/{own.id}")
    assert "harus diisi" in page.form(form).submit(reason=" ", expect=422).text
    page.form(form).submit(reason="salah orang").follow()
    assert "sudah dibatalkan" in page.form(form).submit(reason="salah orang", expect=422).text
    (row,) = list_statements(ids=[own.id])
    assert (row.paid, row.unpaid, count(Payout)) == (0, 45_000, 2)


def test_what_a_maker_has_not_received_stands_on_top(world: World) -> None:
    own, other = world.make()
    for row in (own, other):
        pay_form(world.finance, "/keuangan", row.id).submit(reference="KW-1").follow()
    begin_writing()
    for payout in db.session.scalars(select(Payout)):
        answer_payout(payout.id, "missing", actor=SYSTEM)
    commit()
    page = world.finance.get("/keuangan/penyelesaian")
    assert "2 pembayaran belum diterima UMKM" in page.text
    mine = world.manager.get("/pengelola/penyelesaian/nota")
    assert "1 pembayaran belum diterima UMKM" in mine.text and other.number not in mine.text


def test_unpaid_statements_past_due_are_listed_by_age(world: World, clock: Any) -> None:
    own, other = world.make()
    assert world.finance.get("/keuangan/penyelesaian/nota?keadaan=lewat-waktu").all("table") == []
    clock.shift(days=8)
    world.finance = sign_in(world.app, "finance")
    page = world.finance.get("/keuangan/penyelesaian/nota?keadaan=lewat-waktu")
    assert [row["Keadaan"] for row in page.rows()] == ["lewat 1 hari", "lewat 1 hari"]
    assert "Rp120.000 lewat waktu" in page.text
    pay_form(world.finance, "/keuangan", own.id).submit(reference="KW-1").follow()
    page = world.finance.get("/keuangan/penyelesaian/nota?keadaan=lewat-waktu")
    assert [row["Nota"] for row in page.rows()] == [f"Dapur Kenari{other.number}"]


def test_the_paper_has_letterhead_products_and_both_signatures(world: World) -> None:
    own, _other = world.make()
    page = world.finance.get(f"/keuangan/penyelesaian/nota/{own.id}/cetak")
    assert page.h1 == "Nota penyelesaian" and own.number in page.text
    assert "empat puluh lima ribu rupiah" in page.text and "Diterima oleh UMKM" in page.text
    assert page.rows()[0]["Jumlah"] == "Rp50.000"
