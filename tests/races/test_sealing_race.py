"""PostgreSQL seals after the commit: a long act's rows lie below what tills sealed meanwhile, and are sealed all the
same (docs/adr/0071-a-long-act-holds-the-sealing.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.audit import sealing
from app.audit.chain import get_head
from app.audit.models import ChainLink
from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.audit.verify import catch_up, verify_chain
from app.decisions.services import dismiss
from app.directory.services import apply_roster
from app.extensions import db
from app.imports.services import import_file
from app.months.services import set_closed
from app.sales.drafts import SaleOrigin
from app.sales.imports import SALES_BOOK
from app.sales.intake.sync import write_batch
from app.sales.models import PendingVoid, Sale
from app.sales.services import confirm_resolutions, resolve_buyers
from app.shared.columns import table
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from app.web.api.schemas import read_item
from tests.directory.files import HEADER, line, write_xlsx
from tests.ledger import City, TillClient, a_sale, a_void, new_id
from tests.sales.test_import import HEADER as BOOK
from tests.sales.test_import import ROW

pytestmark = [pytest.mark.real_clock, pytest.mark.postgresql]
Beside = Callable[..., Callable[[], Any]]
CODE = "K-7"


@pytest.fixture(autouse=True)
def started(app: Flask, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city that has sold to somebody unknown and has a reversal without its sale; every act counts as long, and no
    row below the last sealed one is sealed."""
    till = TillClient(app, city.token)
    till.send(a_sale(city, buyer={"code": CODE, "name": "Ani"}), a_void(new_id()))
    begin_writing()
    db.session.execute(
        text("UPDATE employee SET code = :code WHERE id = :id"), {"code": CODE, "id": city.employee_id}
    )
    commit()
    monkeypatch.setattr(sealing, "_OUT_OF_ORDER", 0)
    monkeypatch.setattr(sealing, "_MANY", 0)


def _take_in_book(folder: Path, _city: City) -> None:
    file = write_xlsx(folder / "buku.xlsx", [BOOK, list(ROW.values())])
    assert import_file(SALES_BOOK, file, actor=SYSTEM).created == 1


def _take_in_people(folder: Path, _city: City) -> None:
    file = write_xlsx(
        folder / "pegawai.xlsx", [HEADER, line("A-3", "199002012015071004", "PAULUS", UNOR_ID="U1")]
    )
    apply_roster(file, actor=SYSTEM, as_of=date(2026, 3, 1), is_addition=True)


def _dismiss_void(_folder: Path, _city: City) -> None:
    dismiss(table(PendingVoid), list(db.session.scalars(select(PendingVoid.id))), "uji", action="sales.settle_void",
            actor=SYSTEM)  # fmt: skip


def _name_buyer(_folder: Path, _city: City) -> None:
    resolve_buyers(set(db.session.scalars(select(Sale.id))), None, "uji", actor=SYSTEM, only_open=True)


def _confirm_buyer(_folder: Path, _city: City) -> None:
    assert confirm_resolutions(actor=SYSTEM) == 1


def _sell(_folder: Path, city: City) -> None:
    """Sell as a till does, with an event in the trail, in a transaction that the caller has begun."""
    origin = SaleOrigin(city.booth_id, "till", city.till_id, None, (), city.cashier_id, None)
    (done,) = write_batch([read_item(a_sale(city))], origin, None)
    assert done.result == "recorded"
    record_event("sales.sync", actor=SYSTEM, subject="sale", subject_id=done.sale_id)


ACTS = (_take_in_book, _take_in_people, _dismiss_void, _name_buyer, _confirm_buyer, _sell)


def _findings() -> list[str]:
    rollback()
    return verify_chain(db.session()).findings


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__.strip("_"))
def test_what_a_long_act_wrote_is_sealed_although_a_till_sold_meanwhile(
    city: City, beside: Beside, tmp_path: Path, act: Callable[[Path, City], None]
) -> None:
    act(tmp_path, city)
    assert beside(lambda: _sell(tmp_path, city))() is None
    commit()
    assert _findings() == []


def test_long_acts_do_not_wait_for_one_another_and_neither_loses_its_rows(
    city: City, beside: Beside, tmp_path: Path
) -> None:
    _take_in_people(tmp_path, city)
    assert beside(lambda: _take_in_book(tmp_path, city))() is None
    assert beside(lambda: _sell(tmp_path, city))() is None
    commit()
    assert _findings() == []


def test_states_that_many_rows_got_are_sealed_although_another_row_got_one_meanwhile(
    city: City, beside: Beside
) -> None:
    begin_writing()
    set_closed(Period(2026, 3))
    assert beside(lambda: set_closed(Period(2026, 4)))() is not None
    commit()
    assert _findings() == []


def test_a_till_seals_beside_an_act_of_few_rows(
    city: City, beside: Beside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "_OUT_OF_ORDER", 2_000)
    monkeypatch.setattr(sealing, "_MANY", 100)
    before = get_head(db.session())[0]
    _dismiss_void(tmp_path, city)
    assert beside(lambda: _sell(tmp_path, city))() is None
    links = select(func.count()).select_from(ChainLink).where(ChainLink.seq > before)
    assert db.session.scalar(links) == 2  # its sale and its event
    commit()
    assert _findings() == []


def test_catching_up_waits_for_a_long_act(city: City, beside: Beside, tmp_path: Path) -> None:
    _take_in_book(tmp_path, city)
    assert beside(lambda: _sell(tmp_path, city))() is None
    wait = beside(catch_up, writes=False)
    commit()
    assert wait() is None
    assert _findings() == []
