"""Makers pay in what they owe, on pages: once, never more, taken back with a reason; and who holds the money."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.settlement.models import BoothMoney, Remittance
from app.settlement.queries.due import list_due
from app.settlement.queries.statements import StatementRow, list_statements
from app.settlement.rules import Terms
from app.settlement.services.statements import make_statements
from app.settlement.services.terms import agree_terms
from app.shared.transaction import begin_writing, commit
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter
from tests.ledger import count
from tests.logins import sign_in

ROOMS = {"finance": "/keuangan", "manager": "/pengelola"}


class World:
    """The maker took 50.000 itself at a booth that only notes, of which 5.000 are the booth's."""

    def __init__(self, app: Any) -> None:
        self.counter: Counter = make_counter()
        self.booth = create_booth("Pasar Mardika", actor=SYSTEM, mode="record").id
        agree_terms(self.counter.maker_id, self.booth, date(2026, 1, 1), Terms(10), actor=SYSTEM)
        sell_goods(self.counter, 2, booth_id=self.booth)
        self.clients = {
            "finance": sign_in(app, "finance"),
            "manager": sign_in(app, "manager", booth=self.booth),
        }

    def settle(self) -> StatementRow:
        begin_writing()
        (made,) = make_statements(actor=SYSTEM)
        commit()
        return row_of(made)

    def sell(self, pieces: int, booth_id: int | None = None) -> None:
        begin_writing()
        sell_goods(self.counter, pieces, booth_id=booth_id or self.booth)
        commit()

    def open(self, role: str, row: StatementRow) -> Any:
        return self.clients[role].get(f"{ROOMS[role]}/penyelesaian/nota/{row.id}")


@pytest.fixture
def world(app: Any, session: Any) -> World:
    return World(app)


def row_of(statement_id: int) -> StatementRow:
    db.session.rollback()
    return list_statements(ids=[statement_id])[0]


@pytest.mark.parametrize("role", ROOMS)
def test_what_a_maker_pays_in_is_recorded_once_and_not_carried(role: str, world: World) -> None:
    row = world.settle()
    assert (row.payable, row.owed) == (-5_000, 5_000)
    client = world.clients[role]
    listed = client.get(f"{ROOMS[role]}/penyelesaian/nota?keadaan=belum-disetor")
    assert [line["Keadaan"] for line in listed.rows()] == ["UMKM menyetor Rp5.000"]
    form = world.open(role, row).form("setor")
    assert form.values["amount"] == ["5.000"]
    for _twice in range(2):
        form.submit(amount="4.000", reference="S-1").follow()
    assert (row_of(row.id).received, row_of(row.id).owed, count(Remittance)) == (4_000, 1_000, 1)
    world.sell(2)
    assert [(one.carried, one.payable) for one in list_due()] == [(-1_000, -6_000)]
    world.open(role, row).form("setor").submit(reference="S-2").follow()
    page = world.open(role, row)
    assert "sudah disetor UMKM" in page.text and not page.all("form", id="setor")
    assert [(one.carried, one.payable) for one in list_due()] == [(0, -5_000)]


def test_a_rupiah_too_much_a_missing_reference_and_nothing_are_refused(world: World) -> None:
    row = world.settle()
    form = world.open("finance", row).form("setor")
    assert "hanya perlu menyetor Rp5.000" in form.submit(amount="5.001", reference="S-1", expect=422).text
    for wrong in (
        {"reference": " "},
        {"amount": "0", "reference": "S-1"},
        {"amount": "-1", "reference": "S-1"},
    ):
        assert form.submit(**wrong, expect=422).all("input", aria_invalid="true")
    form.submit(key="bukan-uuid", reference="S-1", expect=422)
    assert count(Remittance) == 0


def test_what_a_later_statement_carries_cannot_be_paid_in_twice(world: World) -> None:
    first = world.settle()
    form = world.open("manager", first).form("setor")
    world.sell(2)
    last = world.settle()
    assert (last.carried, last.owed, row_of(first.id).owed) == (-5_000, 10_000, 0)
    assert "hanya perlu menyetor Rp0" in form.submit(reference="S-1", expect=422).text
    page = world.open("manager", first)
    assert "dibawa ke nota berikutnya" in page.text and not page.all("form", id="setor")


def test_a_wrong_one_taken_back_after_it_was_carried_is_owed_on_the_later_statement(world: World) -> None:
    first = world.settle()
    world.open("finance", first).form("setor").submit(amount="4.000", reference="S-1").follow()
    world.sell(2)
    last = world.settle()
    assert (last.carried, last.owed) == (-1_000, 6_000)
    (wrong,) = db.session.scalars(select(Remittance))
    page = world.open("finance", first)
    form = page.form(f"batal-setoran-{wrong.id}")
    assert "harus diisi" in form.submit(reason=" ", expect=422).text
    form.submit(reason="salah UMKM").follow()
    form.submit(reason="salah UMKM", expect=422)
    assert (row_of(first.id).owed, row_of(last.id).owed, row_of(last.id).received) == (0, 10_000, -4_000)


def test_a_manager_cannot_reach_another_booths(world: World) -> None:
    row = world.settle()
    manager = world.clients["manager"]
    world.open("finance", row).form("setor").submit(reference="S-1").follow()
    (paid,) = db.session.scalars(select(Remittance))
    world.sell(1, world.counter.booth_id)
    other = world.settle()
    place = f"/pengelola/penyelesaian/nota/{other.id}"
    world.open("manager", row)
    manager.post(f"{place}/setor", {"amount": "1", "reference": "S", "way": "cash"}, expect=404)
    manager.post(f"{place}/setoran/{paid.id}/batal", {"reason": "x"}, expect=404)
    assert count(Remittance) == 1


@pytest.mark.parametrize("role", ROOMS)
def test_qris_money_is_the_booths_from_the_day_that_is_set(role: str, world: World) -> None:
    client, path = world.clients[role], f"{ROOMS[role]}/penyelesaian/pojok"
    assert "Pasar Mardika" in client.get(path).text
    page = client.get(f"{path}/{world.booth}")
    assert "belum diatur" in page.text
    page.form("pemegang").submit(holder="booth", effective_from="2026-11-01").follow()
    assert [
        (row["Sejak"], row["Masuk ke rekening"]) for row in client.get(f"{path}/{world.booth}").rows()
    ] == [("1 November 2026", "Pojok")]
    if role == "manager":
        client.get(f"{path}/{world.counter.booth_id}", expect=404)
        client.post(f"{path}/{world.counter.booth_id}/ubah", {"holder": "booth"}, expect=404)
    assert count(BoothMoney) == 1


def test_a_day_that_a_statement_settled_keeps_its_holder(world: World) -> None:
    row = world.settle()
    page = world.clients["finance"].get(f"/keuangan/penyelesaian/pojok/{world.booth}")
    refused = page.form("pemegang").submit(holder="booth", effective_from="2026-11-01", expect=422)
    assert f"sudah masuk nota {row.number}" in refused.text
    page.form("pemegang").submit(holder="bank", effective_from="2026-12-01", expect=422)
    assert count(BoothMoney) == 0
