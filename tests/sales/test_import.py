"""Hand-kept books (decisions, files): keys, BATAL, damaged numbers, closed months, and the count that always holds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.directory.models import Employee
from app.extensions import db
from app.imports.rejects import write_refused_rows
from app.messages.imports import sentences_of
from app.months.services import set_closed
from app.sales.imports import SALES_BOOK
from app.sales.models import Sale
from app.sales.paper.sales_import import ImportResult, apply_book, read_book
from app.sales.queries import list_resolution_proposals, sum_period
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from tests.ledger import NIP, City

HEADER = ["TANGGAL", "JAM", "POJOK", "NO LEMBAR", "BARIS", "NIP", "NAMA", "UMKM", "PRODUK", "JUMLAH",
          "HARGA SATUAN", "TOTAL", "CARA BAYAR", "KETERANGAN"]  # fmt: skip
ROW = dict(zip(HEADER, ["05-10-2026", "09:15", "Balai Kota", "BAL-1", 1, NIP, "Ani", "Dapur Kenari", "Bagea", 2,
                        15_000, 30_000, "TUNAI", ""], strict=True))  # fmt: skip
OCTOBER = Period(2026, 10)
Import = Callable[..., ImportResult]


@pytest.fixture
def importing(city: City, tmp_path: Path) -> Import:
    """Import rows given as changes to one sound row (None: a blank row)."""

    def run(*changes: dict[str, Any] | None) -> ImportResult:
        book = openpyxl.Workbook()
        book.active.append(HEADER)
        for place, change in enumerate(changes, 1):
            row = ROW | {"BARIS": place} | change if change is not None else {}
            for column, title in enumerate(HEADER, 1):
                book.active.cell(place + 1, column, row.get(title))
        book.active.cell(len(changes) + 2, 1, None)
        path = tmp_path / "buku.xlsx"
        book.save(path)
        done = apply_book(read_book(path, clock.today()), actor=SYSTEM)
        commit()
        counts = done.counts()
        parts = ("created", "changed", "unchanged", "refused", "blank")
        assert counts["rows"] == sum(counts[part] for part in parts)
        return done

    return run


def test_a_row_counts_for_its_buyer_once(importing: Import) -> None:
    assert importing({}).created == 1
    again = importing({})
    assert (again.created, again.unchanged) == (0, 1)
    assert sum_period(OCTOBER).bought == 30_000


def test_the_same_key_with_other_content_is_refused(importing: Import) -> None:
    importing({})
    (refused,) = importing({"JUMLAH": 3, "TOTAL": 45_000}).refused
    assert (refused.reason, refused.row) == ("content_differs", 2)
    assert sum_period(OCTOBER).bought == 30_000


def test_batal_added_later_reverses_once(importing: Import) -> None:
    importing({})
    assert importing({"KETERANGAN": "BATAL"}).changed == 1
    assert importing({"KETERANGAN": "BATAL"}).unchanged == 1
    assert importing({}).refused[0].reason == "void_missing"
    assert sum_period(OCTOBER).turnover == 0


def test_batal_from_the_start_is_a_sale_and_its_reversal(importing: Import) -> None:
    done = importing({"KETERANGAN": "batal, salah barang"})
    assert (done.created, done.voided) == (1, 1)
    assert importing({"KETERANGAN": "batal, salah barang"}).unchanged == 1
    sums = sum_period(OCTOBER)
    assert (sums.turnover, sums.sales, sums.voids) == (0, 1, 1)


@pytest.mark.parametrize(
    ("number", "name", "kind"),
    [
        (NIP, "Ani", "employee"),
        (f"'{NIP}", "Ani", "employee"),
        ("", "", "public"),
        ("", "umum", "public"),
        ("", "Ibu Ani", "unresolved"),
        ("199912312024121999", "Ani", "unresolved"),
        ("1,98001E+17", "Ani", "unresolved"),
        (int(NIP), "Ani", "unresolved"),
    ],
)
def test_a_buyer_is_never_a_reason_to_refuse(importing: Import, number: Any, name: str, kind: str) -> None:
    assert importing({"NIP": number, "NAMA": name}).created == 1
    assert db.session.scalar(select(Sale.buyer_kind)) == kind


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"TOTAL": 30_001}, "total"),
        ({"TANGGAL": "08-11-2026"}, "future"),
        ({"TANGGAL": "31-02-2026"}, "date"),
        ({"TANGGAL": None}, "missing"),
        ({"JAM": "25:00"}, "time"),
        ({"CARA BAYAR": "UTANG"}, "payment"),
        ({"JUMLAH": 0, "TOTAL": 0}, "number"),
        ({"JUMLAH": 1.5, "TOTAL": 22_500}, "number"),
        ({"POJOK": ""}, "missing"),
        ({"TOTAL": "=J2*K2"}, "formula"),
    ],
)
def test_a_faulty_row_is_refused_and_the_others_are_taken(
    importing: Import, change: dict[str, Any], code: str
) -> None:
    done = importing({}, change, None, {})
    assert [one.reason for one in done.refused] == [code]
    assert (done.created, done.blank) == (2, 1)


def test_what_falls_into_a_closed_month_is_parked(importing: Import) -> None:
    begin_writing()
    set_closed(OCTOBER)
    commit()
    done = importing({}, {"KETERANGAN": "BATAL"})
    assert (done.created, done.parked) == (2, 2)
    assert sum_period(OCTOBER).turnover == 0


def test_a_key_twice_in_one_file_is_booked_once(importing: Import) -> None:
    done = importing({}, {"BARIS": 1}, {"BARIS": 1, "JUMLAH": 1, "TOTAL": 15_000})
    assert (done.created, done.unchanged, len(done.refused)) == (1, 1, 1)


@pytest.mark.parametrize("typed", ["na-0001", "NA-0001", " 'na-0001 "])
def test_a_code_is_the_same_in_book_and_directory_however_it_is_typed(importing: Import, typed: str) -> None:
    begin_writing()
    person = db.session.scalars(select(Employee).where(Employee.nip == NIP)).one()
    person.code = "NA-0001"
    commit()
    importing({"NIP": typed})
    assert db.session.scalar(select(Sale.employee_id)) == person.id


def test_a_code_that_became_known_later_is_proposed_however_it_was_typed(importing: Import) -> None:
    importing({"NIP": "na-0001"})
    begin_writing()
    person = db.session.scalars(select(Employee).where(Employee.nip == NIP)).one()
    person.code = "NA-0001"
    commit()
    assert [one.employee_id for one in list_resolution_proposals()] == [person.id]


def test_rows_of_all_sheets_are_booked_and_refused_by_their_sheet(city: City, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    other = [*HEADER[1:], HEADER[0]]
    book.active.append(HEADER)
    book.active.append(list(ROW.values()))
    second = book.create_sheet("Minggu 2")
    second.append(other)
    second.append([(ROW | {"BARIS": 2})[title] for title in other])
    second.append([(ROW | {"BARIS": 3, "TOTAL": 1})[title] for title in other])
    book.create_sheet("Rekap").append(["Jumlah", 2])
    book.save(tmp_path / "buku.xlsx")
    read = read_book(tmp_path / "buku.xlsx", clock.today())
    done = apply_book(read, actor=SYSTEM)
    commit()
    assert (done.counts()["rows"], done.created, len(done.refused)) == (3, 2, 1)
    assert (read.ignored, str(done.refused[0].row)) == (["Rekap"], "3 (Minggu 2)")
    write_refused_rows(tmp_path / "tolak.xlsx", read, done.refused, sentences_of(SALES_BOOK))
    titles, row = openpyxl.load_workbook(tmp_path / "tolak.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(titles, row, strict=True))["TANGGAL"] == ROW["TANGGAL"]
