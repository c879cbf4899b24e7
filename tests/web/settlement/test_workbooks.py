"""The workbook stored with a statement, byte for byte, and the month's recap that ties to the sales ledger."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from app.audit.rules import SYSTEM
from app.audit.verify import verify_chain
from app.booths.services import create_booth
from app.extensions import db
from app.jobs.worker import notify_worker
from app.reports.catalogue import open_report
from app.reports.registry import ReportRequest
from app.reports.settlement import build_statement_file
from app.sales.ledger.check import LedgerReport
from app.sales.models import SaleLine
from app.settlement.check import check_settlement
from app.settlement.models import StatementFile
from app.settlement.queries.statements import list_statements
from app.settlement.rules import Terms
from app.settlement.services.payouts import pay_statement
from app.settlement.services.statements import make_statements
from app.settlement.services.terms import agree_terms
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.consigned import sell_goods
from tests.counter import Counter, make_counter
from tests.excel.written import read_back
from tests.logins import sign_in
from tests.reports.every import table_of, tables, written
from tests.standing import make_sale

NOVEMBER = Period(2026, 11)


@pytest.fixture
def counter(session: Any) -> Counter:
    """50.000 of goods sold, of which the booth's share is 10 %."""
    made = make_counter()
    agree_terms(made.maker_id, made.booth_id, date(2026, 1, 1), Terms(10), actor=SYSTEM)
    sell_goods(made, 2)
    return made


def make() -> list[int]:
    begin_writing()
    made = make_statements(actor=SYSTEM, build=build_statement_file("Bendahara"))
    commit()
    return made


@pytest.mark.both_engines
def test_the_workbook_is_stored_sealed_and_served_as_it_was_made(app: Any, counter: Counter) -> None:
    finance, manager = sign_in(app, "finance"), sign_in(app, "manager", booth=counter.booth_id)
    finance.get("/keuangan/penyelesaian")
    finance.post("/keuangan/penyelesaian/buat").follow()
    (row,) = list_statements()
    (file,) = db.session.scalars(select(StatementFile))
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()
    for client, room in ((finance, "/keuangan"), (manager, "/pengelola")):
        page = client.get(f"{room}/penyelesaian/nota/{row.id}")
        answer = client.get(page.links["Unduh Excel"])
        assert answer.data == file.content
        assert f"nota-penyelesaian-{row.number}.xlsx" in answer.headers["Content-Disposition"]
    assert verify_chain(db.session()).findings == []
    cells = [value for name in (0, 1) for line in read_back(file.content, name) for value in line]
    for value in (row.number, "Dapur Kenari", "Bagea kenari 250 g", 50_000, 5_000, 45_000):
        assert value in cells, value


def test_a_statement_of_another_booth_has_no_file_for_a_manager(app: Any, counter: Counter) -> None:
    other = create_booth("Pasar Mardika", actor=SYSTEM, mode="cash")
    (statement_id,) = make()
    manager = sign_in(app, "manager", booth=other)
    manager.get(f"/pengelola/penyelesaian/nota/{statement_id}/berkas", expect=404)


def test_of_too_many_at_once_a_workbook_is_stored_when_it_is_asked_for(
    app: Any, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.settlement.services.statements.MOST_AT_ONCE", 0)
    (statement_id,) = make()
    manager = sign_in(app, "manager", booth=counter.booth_id)
    place = f"/pengelola/penyelesaian/nota/{statement_id}"
    manager.get(f"{place}/berkas", expect=404)
    for _twice in range(2):
        manager.get(place)
        manager.post(f"{place}/berkas").follow()
    (file,) = db.session.scalars(select(StatementFile))
    assert manager.get(f"{place}/berkas").data == file.content
    assert verify_chain(db.session()).findings == []


def test_of_too_many_at_once_the_workbooks_are_built_in_line(
    app: Any, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_booth("Pasar Mardika", actor=SYSTEM, mode="cash").id
    sell_goods(counter, 3, booth_id=other)
    for module in ("app.settlement.services.statements", "app.web.settlement.files"):
        monkeypatch.setattr(f"{module}.MOST_AT_ONCE", 1)
    monkeypatch.setattr(
        "app.web.ui.jobs.notify_worker", lambda _app: None
    )  # it is woken below, with nobody writing
    finance = sign_in(app, "finance")
    finance.get("/keuangan/penyelesaian")
    waiting = finance.post("/keuangan/penyelesaian/buat")
    rollback()
    notify_worker(app).join(60)
    page = finance.get(waiting.headers["Location"])
    assert page.h1 == "Berkas nota penyelesaian" and "Selesai" in page.text
    db.session.rollback()
    files = list(db.session.scalars(select(StatementFile)))
    assert len(files) == len(list_statements()) == 2
    place = f"/keuangan/penyelesaian/nota/{files[0].statement_id}"
    assert finance.get(f"{place}/berkas").data == files[0].content
    assert verify_chain(db.session()).findings == []
    bound = sign_in(app, "manager", booth=other)
    bound.get(waiting.headers["Location"].replace("/keuangan", "/pengelola"), expect=404)


@pytest.mark.sqlite
def test_a_changed_file_is_not_served_and_the_ledgers_check_finds_it(app: Any, counter: Counter) -> None:
    (statement_id,) = make()
    finance = sign_in(app, "finance")
    report = LedgerReport()
    check_settlement(report)
    assert report.findings == []
    begin_writing()
    triggers = db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'statement_file'")
    ).all()
    for name in triggers:
        db.session.execute(text(f"DROP TRIGGER {name}"))
    db.session.execute(text("UPDATE statement_file SET content = :new"), {"new": b"lain"})
    commit()
    assert "berubah" in finance.get(f"/keuangan/penyelesaian/nota/{statement_id}/berkas", expect=409).text
    report = LedgerReport()
    check_settlement(report)
    assert [one for one in report.findings if "isi berkasnya berubah" in one]


@pytest.mark.both_engines
def test_the_months_recap_ties_to_the_sales_ledger_to_the_rupiah(counter: Counter) -> None:
    other = create_booth("Pasar Mardika", actor=SYSTEM, mode="cash").id
    sell_goods(counter, 3, booth_id=other)
    made = {row.booth_id: row for row in list_statements(ids=make())}
    begin_writing()
    pay_statement(made[other].number, amount=70_000, way="cash", reference="KW-1", actor=SYSTEM)
    sell_goods(counter, 1)  # not settled
    typed = make_sale(None, 7_000, booth_id=other)
    db.session.add(
        SaleLine(sale_id=typed.id, position=1, maker_name="", product_name="Kue", quantity=1, unit_price=7_000,
                 amount=7_000)
    )  # fmt: skip
    commit()
    report = open_report(ReportRequest("settlement", period=NOVEMBER), "Bendahara")
    content = written(report)
    rows = {sheet.name: [line[1:] for line in table_of(content, sheet)[0]] for sheet in tables(report)}
    assert rows["Per pojok"] == [
        ["Balai Kota", 50_000, 50_000, 5_000, 0, 0, 45_000, 0, 45_000, 0, 0],
        ["Pasar Mardika", 75_000, 75_000, 0, 0, 0, 75_000, 70_000, 5_000, 0, 0],
    ]
    assert rows["Per UMKM"] == [
        ["Dapur Kenari", 125_000, 125_000, 5_000, 0, 0, 120_000, 70_000, 50_000, 0, 0]
    ]
    assert [line[0] for line in rows["Nota"]] == [made[counter.booth_id].number, made[other].number]
    assert rows["Kecocokan"] == [
        ["Balai Kota", 75_000, 50_000, 25_000, 0, 0], ["Pasar Mardika", 82_000, 75_000, 0, 7_000, 0],
    ]  # fmt: skip
    ledger = db.session.execute(text("SELECT SUM(amount) FROM sale")).scalar_one()
    assert sum(line[1] for line in rows["Kecocokan"]) == ledger == 157_000


def test_finance_finds_the_recap_among_the_reports(app: Any, counter: Counter) -> None:
    make()
    finance = sign_in(app, "finance")
    assert "Penyelesaian UMKM" in finance.get("/keuangan/laporan?bulan=2026-11").words("h2")
    page = finance.get("/keuangan/laporan/lihat/settlement?bulan=2026-11")
    assert "Rp" in page.text or "50.000" in page.text
