"""The workbook of a closed month, of a supplement, and while sales go on: read back cell by cell."""

from __future__ import annotations

import io
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.closing.queries import get_stored_file
from app.directory.models import Employee
from app.extensions import db
from app.months.services import accept_late
from app.reports import compliance, month
from app.reports.compliance import read_compliance_report
from app.reports.export import export_report
from app.reports.registry import ReportRequest
from app.reports.report import write_report
from app.reports.supplement import read_supplement
from app.sales.queries import sum_period
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from tests.excel.written import read_back
from tests.office import TREASURER, October, close, sell
from tests.reports.test_compliance import column, facts_of, table_of, workbook
from tests.standing import OCTOBER, make_sale


def test_two_signatures_a_letterhead_and_three_titles(october: October) -> None:
    said = [str(cell) for row in read_back(workbook(), "Rekap OPD") for cell in row if cell]
    assert said[:4] == [
        "PEMERINTAH KOTA AMBON", "REKAPITULASI BELANJA PRODUK UMKM", "PEGAWAI PEMERINTAH KOTA AMBON",
        "BULAN OKTOBER 2026 (SEMENTARA)",
    ]  # fmt: skip
    assert "Mengetahui," in said
    assert "Ambon, 7 November 2026" in said


def test_a_month_nobody_recorded_says_so_in_every_row(october: October) -> None:
    stream = io.BytesIO()
    write_report(stream, read_compliance_report(OCTOBER.previous(), "Bendahara"))
    assert set(column(stream.getvalue(), "Rincian pegawai", "Keadaan")) == {"Belum dicatat"}


def test_a_closed_month_is_handed_out_as_it_was_signed(
    october: October, tmp_path: Path, session: Any
) -> None:
    begin_writing()
    close()
    commit()
    made = export_report(
        tmp_path / "a.xlsx",
        ReportRequest("compliance", period=OCTOBER, content="lengkap"),
        made_by="siapa saja",
    )
    assert (made.is_stored, made.version) == (True, 1)
    assert (tmp_path / "a.xlsx").read_bytes() == get_stored_file(OCTOBER, 1).content


def test_the_signed_file_names_its_version_and_the_chain(october: October, session: Any) -> None:
    begin_writing()
    closing = close()
    content = _stored()
    assert (
        facts_of(content)["Bukti urutan (nomor:sidik jari digital)"]
        == f"{closing.chain_seq}:{closing.chain_head}"
    )
    assert facts_of(content)["Nomor urut buku besar"] == str(closing.ledger_seq)
    said = [str(cell) for row in read_back(content, "Rekap OPD") for cell in row if cell]
    assert "BULAN OKTOBER 2026 (VERSI 1)" in said
    assert not any("SEMENTARA" in cell for cell in said)


def _stored() -> bytes:
    return get_stored_file(OCTOBER, 1).content


def test_a_supplement_stands_beside_the_frozen_recap(october: October, session: Any) -> None:
    begin_writing()
    close()
    sell(october, october.budi, 9_000)
    accept_late(OCTOBER, None, actor=TREASURER)
    commit()
    facts = facts_of(workbook(with_names=False))
    assert facts["Belanja pegawai dalam daftar"] == 45_000
    assert facts["Suplemen sesudah ditutup"] == 9_000
    assert facts["Jumlah buku besar bulan ini"] == 65_000


def test_the_supplement_has_a_workbook_of_its_own(october: October, session: Any) -> None:
    begin_writing()
    close()
    sell(october, october.budi, 9_000)
    accept_late(OCTOBER, None, actor=TREASURER)
    commit()
    stream = io.BytesIO()
    write_report(stream, read_supplement(OCTOBER, "Bendahara"))
    head, rows, total = table_of(stream.getvalue(), "Suplemen")
    told = dict(zip(head, rows[0], strict=True))
    assert (told["Suplemen"], told["Pembeli"], told["Nilai (Rp)"], told["Tanggal"]) == (
        1, "Budi Contoh", 9_000, date(2026, 10, 28)
    )  # fmt: skip
    assert total[head.index("Nilai (Rp)")] == 9_000


def test_an_open_month_has_no_supplement(october: October) -> None:
    with pytest.raises(NotFound):
        read_supplement(OCTOBER, "Bendahara")


@pytest.mark.both_engines
def test_a_sale_while_the_workbook_is_written_changes_no_figure_in_it(
    app: Flask, october: October, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = compliance._ledger_sheet

    def sell_meanwhile(month: Any) -> Any:
        def run() -> None:
            with app.app_context():
                begin_writing()
                make_sale(db.session.get_one(Employee, october.budi), 7_000, "2026-10-30")
                commit()
                db.session.remove()

        seller = threading.Thread(target=run)
        seller.start()
        seller.join(20)
        assert not seller.is_alive()
        return sheet(month)

    monkeypatch.setattr(compliance, "_ledger_sheet", sell_meanwhile)
    content = workbook()
    assert table_of(content, "Transaksi")[2][12] == facts_of(content)["Jumlah buku besar bulan ini"] == 56_000
    db.session.rollback()
    assert sum_period(OCTOBER).turnover == 63_000


@pytest.mark.both_engines
def test_people_and_ledger_are_read_at_one_moment(
    app: Flask, october: October, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = month.sales.sum_period

    def sum_after_a_sale(period: Any) -> Any:
        def run() -> None:
            with app.app_context():
                begin_writing()
                make_sale(db.session.get_one(Employee, october.budi), 7_000, "2026-10-30")
                commit()
                db.session.remove()

        seller = threading.Thread(target=run)
        seller.start()
        seller.join(20)
        return real(period)

    monkeypatch.setattr(month.sales, "sum_period", sum_after_a_sale)
    read = month.read_compliance(OCTOBER, "Bendahara")
    assert read.sums.bought == sum(row.bought for row in read.rows) == 45_000
