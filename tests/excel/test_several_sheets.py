"""A table that is spread over several sheets of one workbook: nobody on any of them vanishes silently."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.reader import open_table
from app.excel.rejects import write_rejects
from app.excel.sheet_split import RowNumber, split_number

TITLES = {"name": ["NAMA"], "nip": ["NIP BARU", "NIP"], "unit": ["UNIT"]}
WANTED = ({"name", "nip"},)
Lines = Sequence[Sequence[Any]]
PNS: Lines = (("NAMA", "NIP", "HP"), ("Ani", "1", "0811"))
PPPK: Lines = (("DAFTAR PPPK",), (), ("NIP BARU", "CATATAN", "NAMA", "UNIT"), ("2", "x", "Budi", "Dinas"))


def book(tmp_path: Path, *, hidden: Sequence[str] = (), **sheets: Lines) -> Path:
    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        if name in hidden:
            sheet.sheet_state = "hidden"
    made.save(tmp_path / "buku.xlsx")
    return tmp_path / "buku.xlsx"


def people(path: Path) -> list[tuple[str, Any, Any]]:
    with open_table(path, WANTED, TITLES) as table:
        found = [
            (number, table.header.get(cells, "name"), table.header.get(cells, "nip"))
            for number, cells in table
            if table.header
        ]
    return [(str(number), name, nip) for number, name, nip in found]


def test_every_visible_sheet_with_the_header_is_read_in_its_own_column_order(tmp_path: Path) -> None:
    path = book(tmp_path, hidden=["Lama"], Lama=PNS, PNS=PNS, PPPK=PPPK)
    assert people(path) == [("2 (PNS)", "Ani", "1"), ("4 (PPPK)", "Budi", "2")]


def test_a_single_sheet_is_not_named(tmp_path: Path) -> None:
    assert people(book(tmp_path, PNS=PNS)) == [("2", "Ani", "1")]
    assert people(book(tmp_path, Petunjuk=[("Isi",)], PNS=PNS)) == [("2", "Ani", "1")]


def test_sheets_with_something_in_them_and_no_header_are_named(tmp_path: Path) -> None:
    path = book(tmp_path, Petunjuk=[("Isi di sini",)], PNS=PNS, Kosong=[], Rekap=[("Jumlah", 2)])
    with open_table(path, WANTED, TITLES) as table:
        assert len(list(table)) == 1
        assert table.tabs.ignored == ["Petunjuk", "Rekap"]


def test_an_empty_first_sheet_hides_nothing(tmp_path: Path) -> None:
    assert people(book(tmp_path, Kosong=[], PNS=PNS)) == [("2", "Ani", "1")]


def test_cells_of_all_sheets_can_be_put_under_one_set_of_titles(tmp_path: Path) -> None:
    with open_table(book(tmp_path, PNS=PNS, PPPK=PPPK), WANTED, TITLES) as table:
        rows = [list(table.tabs.align(cells)) for _number, cells in table]
        assert table.tabs.titles == ["NAMA", "NIP", "HP", "UNIT", "CATATAN"]
    assert rows == [["Ani", "1", "0811"], ["Budi", "2", None, "Dinas", "x"]]


def test_row_numbers_are_unique_and_in_order_over_all_sheets(tmp_path: Path) -> None:
    with open_table(book(tmp_path, PNS=PNS, PPPK=PNS), WANTED, TITLES) as table:
        first, second = (number for number, _cells in table)
    assert first == 2
    assert second > first
    assert [split_number(first), split_number(second)] == [(2, "PNS"), (2, "PPPK")]
    assert f"Baris {second}" == "Baris 2 (PPPK)"
    assert isinstance(second, RowNumber)


def test_the_workbook_of_refused_rows_says_the_sheet(tmp_path: Path) -> None:
    with open_table(book(tmp_path, PNS=PNS, PPPK=PPPK), WANTED, TITLES) as table:
        refused = [(number, "-", table.tabs.align(cells)) for number, cells in table]
    write_rejects(tmp_path / "tolak.xlsx", table.tabs.titles, refused, several_sheets=True)
    with open_table(tmp_path / "tolak.xlsx", WANTED, TITLES) as again:
        assert again.header and again.header.titles[:3] == ("BARIS", "LEMBAR KERJA", "ALASAN")
        assert [cells[:2] for _number, cells in again] == [[2, "PNS"], [4, "PPPK"]]


def test_a_doubled_header_on_a_further_sheet_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as refusal:
        people(book(tmp_path, PNS=PNS, PPPK=[("NAMA", "NIP", "NIP")]))
    assert refusal.value.reason == "doubled_header"


def test_all_sheets_together_keep_to_the_limit_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 5)
    three = (PNS[0], PNS[1], PNS[1], PNS[1])
    assert len(people(book(tmp_path, PNS=three))) == 3
    with pytest.raises(UnusableFile) as refusal:
        people(book(tmp_path, PNS=three, PPPK=three))
    assert refusal.value.reason == "too_large"
