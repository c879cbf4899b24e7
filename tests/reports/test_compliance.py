"""The workbook, read back cell by cell: every figure is the query's, every total the sum of its rows."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from app.audit.rules import SYSTEM
from app.closing.queries import list_standings_of_month
from app.compliance.rules import recap_by_opd, recap_by_tier, recap_total
from app.directory.models import Employee, Unit
from app.extensions import db
from app.reports.compliance import STATUS_WORDS, read_compliance_report
from app.reports.report import write_report
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.models import Sale
from app.sales.queries import list_ledger_rows, sum_period
from app.sales.rules import receipt_number
from app.settings.services import set_setting
from app.shared.transaction import begin_writing, commit
from tests.excel.written import member, read_back
from tests.office import TREASURER, October, sell
from tests.standing import OCTOBER, make_person

SHEETS = [
    "Ringkasan",
    "Rekap OPD",
    "Rekap jenjang",
    "Rincian pegawai",
    "Belum memenuhi",
    "Transaksi",
    "Keterangan",
]


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "＝1+1",
    "=HYPERLINK(1)",
    "%0",
    "|x",
    "'=1",
)


def workbook(with_names: bool = True) -> bytes:
    stream = io.BytesIO()
    write_report(stream, read_compliance_report(OCTOBER, "Bendahara", with_names=with_names))
    return stream.getvalue()


def table_of(content: bytes, sheet: str) -> tuple[list[str], list[list[Any]], list[Any]]:
    """(header, rows, total row) of a sheet's table."""
    cells = read_back(content, sheet)
    top = next(place for place, row in enumerate(cells) if row[0] == "No.")
    end = next(place for place, row in enumerate(cells) if place > top and "JUMLAH" in row)
    rows = [row for row in cells[top + 1 : end] if isinstance(row[0], float | int)]
    return [str(cell) for cell in cells[top]], rows, cells[end]


def facts_of(content: bytes) -> dict[str, Any]:
    return {str(row[0]): row[1] for row in read_back(content, "Keterangan") if row[0] and len(row) > 1}


def column(content: bytes, sheet: str, name: str) -> list[Any]:
    head, rows, _total = table_of(content, sheet)
    return [row[head.index(name)] for row in rows]


def test_the_sheets_stand_in_their_order(october: October) -> None:
    assert CalamineWorkbook.from_filelike(io.BytesIO(workbook())).sheet_names == SHEETS


def test_every_person_is_a_row_with_the_figures_of_the_query(october: October) -> None:
    content = workbook()
    head, rows, _total = table_of(content, "Rincian pegawai")
    expected = list_standings_of_month(OCTOBER)
    assert len(rows) == len(expected)
    for number, (cells, row) in enumerate(zip(rows, expected, strict=True), 1):
        told = dict(zip(head, cells, strict=True))
        assert told["No."] == number
        assert told["NIP / Kode"] == (row.nip or row.code)
        assert (told["Nama"], told["Unit kerja"], told["Perangkat Daerah (OPD)"]) == (
            row.name,
            row.unit,
            row.opd,
        )
        assert (told["Minimal (Rp)"], told["Belanja (Rp)"]) == (row.minimum, row.bought)
        assert (told["Kekurangan (Rp)"], told["Keadaan"]) == (row.shortfall, STATUS_WORDS[row.status])


@pytest.mark.parametrize(("sheet", "recap"), [("Rekap OPD", recap_by_opd), ("Rekap jenjang", recap_by_tier)])
def test_every_recap_is_that_of_the_rows(october: October, sheet: str, recap: Any) -> None:
    head, rows, total = table_of(workbook(), sheet)
    expected = recap(list_standings_of_month(OCTOBER))
    whole = recap_total(list_standings_of_month(OCTOBER), "")
    for cells, one in [*zip(rows, expected, strict=True), (total, whole)]:
        told = dict(zip(head, cells, strict=True))
        assert [told[name] for name in ("Bertugas", "Wajib", "Memenuhi", "Kurang", "Dibebaskan")] == [
            one.in_service, one.obliged, one.met, one.short, one.exempt
        ]  # fmt: skip
        assert [told[name] for name in ("Target (Rp)", "Realisasi (Rp)", "Kekurangan (Rp)")] == [
            one.minimum, one.bought, one.shortfall
        ]  # fmt: skip
        assert told["Memenuhi (%)"] == pytest.approx(one.met / one.obliged)


SUMMED = {
    "Rekap OPD": (
        "Bertugas",
        "Wajib",
        "Memenuhi",
        "Kurang",
        "Target (Rp)",
        "Realisasi (Rp)",
        "Kekurangan (Rp)",
    ),
    "Rekap jenjang": ("Bertugas", "Wajib", "Memenuhi", "Realisasi (Rp)", "Kekurangan (Rp)"),
    "Rincian pegawai": ("Minimal (Rp)", "Belanja (Rp)", "Kekurangan (Rp)"),
    "Belum memenuhi": ("Minimal (Rp)", "Belanja (Rp)", "Kekurangan (Rp)"),
    "Transaksi": ("Nilai (Rp)",),
}


@pytest.mark.parametrize(
    ("sheet", "name"), [(sheet, name) for sheet, names in SUMMED.items() for name in names]
)
def test_every_total_is_the_sum_of_its_rows(october: October, sheet: str, name: str) -> None:
    head, rows, total = table_of(workbook(), sheet)
    place = head.index(name)
    assert total[place] == sum(row[place] or 0 for row in rows)


def test_people_who_fall_short_are_listed_apart(october: October) -> None:
    content = workbook()
    assert column(content, "Belum memenuhi", "Nama") == ["Budi Contoh"]
    assert column(content, "Belum memenuhi", "Kekurangan (Rp)") == [5_000]


def test_the_transactions_are_the_ledger(october: October) -> None:
    content = workbook()
    assert column(content, "Transaksi", "Nilai (Rp)") == [row.amount for row in list_ledger_rows(OCTOBER)]
    assert table_of(content, "Transaksi")[2][12] == sum_period(OCTOBER).turnover == 56_000


def test_a_reversal_stands_below_the_sale_it_undoes_in_the_order_of_time(october: October) -> None:
    begin_writing()
    wrong = sell(october, october.ani, 6_000, "2026-10-07")
    sell(october, october.ani, 9_000, "2026-10-09")
    sale = db.session.query(Sale).filter_by(uuid=wrong.uuid).one()
    sell(october, october.ani, 1_000, "2026-10-06")
    void_sale(sale.id, "salah orang", by=FINANCE, actor=TREASURER)
    commit()
    content = workbook()
    days, notes, remarks = (column(content, "Transaksi", name) for name in ("Tanggal", "Nota", "Keterangan"))
    assert days == sorted(days)
    number = receipt_number(wrong.uuid)
    assert remarks[notes.index(number) + 1] == f"Membatalkan nota {number}: salah orang"
    assert column(content, "Transaksi", "Nilai (Rp)")[:4] == [30_000, 1_000, 6_000, -6_000]


def test_the_facts_agree_with_the_ledger(october: October) -> None:
    facts = facts_of(workbook())
    assert [facts[name] for name in ("Belanja pegawai dalam daftar", "Belanja umum", "Pembeli belum dikenal")] == [
        45_000, 3_000, 8_000
    ]  # fmt: skip
    assert facts["Jumlah buku besar bulan ini"] == 56_000
    assert "Suplemen sesudah ditutup" not in facts


def test_an_open_month_says_so_and_how_complete_it_is(october: October) -> None:
    content = workbook()
    said = [str(cell) for row in read_back(content, "Rekap OPD") for cell in row if cell]
    assert any("SEMENTARA" in cell for cell in said)
    assert any("1 pembeli belum dikenal" in cell for cell in said)
    assert facts_of(content)["Yang belum selesai 1"] == "1 pembeli belum dikenal"


def test_a_nip_is_text_and_amounts_are_numbers(october: October, session: Any) -> None:
    begin_writing()
    db.session.get_one(Employee, october.ani).nip = "196801012000031009"
    commit()
    content = workbook()
    assert "196801012000031009" in column(content, "Rincian pegawai", "NIP / Kode")
    assert all(isinstance(value, float | int) for value in column(content, "Rincian pegawai", "Belanja (Rp)"))
    assert 'numFmtId="49"' in member(content, "xl/styles.xml")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text(october: October, session: Any, text: str) -> None:
    begin_writing()
    unit = db.session.get_one(Unit, october.school)
    unit.name = text
    make_person(unit, text, position=text)
    person = db.session.get_one(Employee, october.budi)
    person.name = text
    commit()
    content = workbook()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                formulas = re.findall(rb"<f.*?</f>", archive.read(name))
                assert all(
                    re.fullmatch(rb"<f>SUBTOTAL\(109,[A-Z]+\d+:[A-Z]+\d+\)</f>", one) for one in formulas
                )
    cleaned = text.strip()
    assert cleaned in [str(name).strip() for name in column(content, "Rincian pegawai", "Nama")]


def test_without_names_nothing_in_the_whole_file_tells_who(october: October, session: Any) -> None:
    begin_writing()
    people = db.session.query(Employee).all()
    for number, person in enumerate(people):
        person.nip = f"19680101200003100{number}"
    commit()
    with zipfile.ZipFile(io.BytesIO(workbook(with_names=False))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    for person in people:
        for word in (person.name, person.nip, person.code, *person.name.split()[:1]):
            assert word not in everything, word
    assert "Kepala Seksi" not in everything
    assert "SD Negeri 1" not in everything


def test_without_names_the_signers_numbers_are_left_out_too(october: October, session: Any) -> None:
    nip = "198501012010011001"
    begin_writing()
    signer = {"position": "Kepala Bagian", "name": "Penanda Tangan", "nip": nip}
    set_setting("signer_right", signer, actor=SYSTEM)
    commit()
    with_number, without = (workbook(with_names=with_names) for with_names in (True, False))
    told = [nip in str(spelled_members(content)) for content in (with_number, without)]
    assert told == [True, False]


def spelled_members(content: bytes) -> list[str]:
    """Every part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]


def test_without_names_there_are_only_recaps_and_facts(october: October) -> None:
    found = CalamineWorkbook.from_filelike(io.BytesIO(workbook(with_names=False))).sheet_names
    assert found == ["Ringkasan", "Rekap OPD", "Rekap jenjang", "Keterangan"]
