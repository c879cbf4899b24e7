"""What the reader makes of workbooks that people really send."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from app.excel.errors import UnusableFile
from app.excel.header import find_header
from app.excel.reader import CellMark, open_rows, open_table
from app.excel.rejects import write_rejects
from tests.excel.packages import (
    DECLARATION,
    MAIN,
    rows,
    shared_strings,
    sheet,
    text_cell,
    workbook_part,
    xlsx,
)

MOMENT = datetime.fromisoformat("2026-11-07T09:15:00")  # a workbook knows no zone
TITLES = {"nip": ["NIP BARU", "NIP"], "name": ["NAMA", "NAMA LENGKAP"], "code": ["KODE"]}
WANTED = [{"nip", "name"}, {"code", "name"}]


@pytest.fixture
def put(tmp_path: Path):
    def write(content: bytes, name: str = "a.xlsx") -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


def read(path: Path, **options: object) -> list[tuple[int, list[object]]]:
    with open_rows(path, **options) as table:  # type: ignore[arg-type]
        return list(table)


def saved(tmp_path: Path, *lines: list[object]) -> Path:
    workbook = Workbook()
    for line in lines:
        workbook.active.append(line)
    workbook.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_each_kind_of_cell_keeps_what_it_was(tmp_path: Path) -> None:
    path = saved(tmp_path, ["teks", 5, 1.5, True, date(2026, 11, 7), MOMENT, None, " x "])
    expected = ["teks", 5, 1.5, True, date(2026, 11, 7), MOMENT, None, " x "]
    assert read(path) == [(1, expected)]


def test_rows_and_columns_keep_their_place_when_the_table_starts_further_in(put) -> None:
    path = put(xlsx(sheet(f'<row r="3">{text_cell("C3", "x")}</row><row r="5">{text_cell("D5", "y")}</row>')))
    blank = [None] * 4
    assert read(path) == [
        (1, blank),
        (2, blank),
        (3, [None, None, "x", None]),
        (4, blank),
        (5, [*blank[:3], "y"]),
    ]


FORMULAS = {
    "plain": '<c r="A1"><f>1+1</f><v>2</v></c>',
    "text result": '<c r="A1" t="str"><f>HYPERLINK("http://x")</f><v>klik</v></c>',
    "with attributes": '<c r="A1" s="1"><f ca="1">NOW()</f><v>2</v></c>',
    "shared and empty": '<c r="A1"><f t="shared" si="0"/><v>2</v></c>',
    "value first": '<c r="A1"><v>2</v><f>1+1</f></c>',
    "no result": '<c r="A1"><f>1+1</f></c>',
    "after a comment": '<!-- --><c r="A1"><f>1+1</f><v>2</v></c>',
    "line break inside": '<c r="A1">\n<f\n>1+1</f><v>2</v></c>',
    "odd quotes": "<c r='A1'><f>1+1</f><v>2</v></c>",
    "no reference": "<c><f>1+1</f><v>2</v></c>",
}


@pytest.mark.parametrize("cell", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_is_seen_however_it_is_spelled(put, cell: str) -> None:
    path = put(xlsx(sheet(f'<row r="1">{cell}{text_cell("B1", "x")}</row>')))
    assert read(path) == [(1, [CellMark.FORMULA, "x"])]


def test_a_formula_below_all_values_is_a_row_too(put) -> None:
    path = put(xlsx(sheet(rows(2) + '<row r="4"><c r="C4"><f>SUM(A1)</f></c></row>')))
    assert read(path)[2:] == [(3, []), (4, [None, None, CellMark.FORMULA])]


def test_a_formula_behind_a_prefix_is_seen(put) -> None:
    body = (
        f'{DECLARATION}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>1+1</x:f>'
        '<x:v>2</x:v></x:c><x:c r="B1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert read(put(xlsx(body))) == [(1, [CellMark.FORMULA, 7])]


def test_all_cells_an_array_formula_fills_are_marked(tmp_path: Path) -> None:
    workbook = Workbook()
    for i in range(1, 5):
        workbook.active.cell(i, 1, i)
        workbook.active.cell(i, 2, i)
    workbook.active["B2"] = ArrayFormula("B2:B3", "=A2:A3")
    workbook.save(tmp_path / "a.xlsx")
    assert [cells[1] for _number, cells in read(tmp_path / "a.xlsx")] == [
        1,
        CellMark.FORMULA,
        CellMark.FORMULA,
        4,
    ]


def test_an_error_is_not_a_blank(put) -> None:
    path = put(xlsx(sheet('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>')))
    assert read(path) == [(1, [CellMark.ERROR, 1])]


def test_shared_and_rich_text_is_read_whole(put) -> None:
    strings = shared_strings("satu").replace("</sst>", "<si><r><t>du</t></r><r><t>a</t></r></si></sst>")
    cells = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    assert read(put(xlsx(sheet(cells), xl__sharedStrings="", **{"xl__sharedStrings.xml": strings}))) == [
        (1, ["dua", "satu"])
    ]


def test_dates_counted_from_1904_are_the_dates_people_saw(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.epoch = datetime.fromisoformat("1904-01-01")
    workbook.active["A1"] = date(2026, 11, 7)
    workbook.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == [(1, [date(2026, 11, 7)])]


def test_merged_cells_and_hidden_rows_are_read(tmp_path: Path) -> None:
    workbook = Workbook()
    for line in (["DAFTAR", None], ["a", "b"], ["c", "d"]):
        workbook.active.append(line)
    workbook.active.merge_cells("A1:B1")
    workbook.active.row_dimensions[2].hidden = True
    workbook.save(tmp_path / "a.xlsx")
    assert [cells for _number, cells in read(tmp_path / "a.xlsx")] == [
        ["DAFTAR", None],
        ["a", "b"],
        ["c", "d"],
    ]


def test_rows_beyond_9999_are_read_and_marked(put) -> None:
    body = rows(12_000).replace('<c r="B11000"><v>11000</v></c>', '<c r="B11000"><f>1</f><v>1</v></c>')
    found = read(put(xlsx(sheet(body))))
    assert len(found) == 12_000
    assert found[10_999] == (11_000, ["baris 11000", CellMark.FORMULA])


def test_the_first_visible_sheet_with_the_header_is_taken(put) -> None:
    title = sheet(f'<row r="1">{text_cell("A1", "PETUNJUK")}</row>')
    table = sheet(
        f'<row r="4">{text_cell("A4", "Nama ")}{text_cell("B4", "nip_baru")}</row>'
        f'<row r="5">{text_cell("A5", "Ani")}{text_cell("B5", "1")}</row>'
    )
    path = put(
        xlsx(table, title, table, names=[("Lama", "hidden"), ("Petunjuk", "visible"), ("Data", "visible")])
    )
    with open_table(path, WANTED, TITLES) as found:
        assert (found.sheet, found.header.row, dict(found.header.columns)) == (
            "Data",
            4,
            {"name": 0, "nip": 1},
        )
        assert list(found) == [(5, ["Ani", "1"])]


def test_a_sheet_can_be_asked_for_by_name(put) -> None:
    path = put(xlsx(sheet(rows(1)), sheet(rows(2)), names=[("A", "visible"), ("B", "hidden")]))
    assert len(read(path, sheet="B")) == 2


def test_a_workbook_without_the_header_says_what_is_missing(put) -> None:
    path = put(xlsx(sheet(f'<row r="1">{text_cell("A1", "NAMA")}</row>')))
    with pytest.raises(UnusableFile) as refusal:
        open_table(path, WANTED, TITLES)
    assert (refusal.value.reason, refusal.value.facts["missing"]) in [
        ("no_header", ["NIP BARU"]),
        ("no_header", ["KODE"]),
    ]


def test_a_header_column_twice_is_refused_by_name() -> None:
    with pytest.raises(UnusableFile) as refusal:
        find_header(iter([(2, ["NAMA", "N.I.P.", "nip "])]), WANTED, TITLES)
    assert (refusal.value.reason, refusal.value.facts["row"]) == ("doubled_header", 2)
    assert refusal.value.facts["column"] == "nip"


def test_the_better_of_two_titles_for_a_column_counts() -> None:
    header = find_header(iter([(1, ["NIP", "NIP\xa0BARU", "Nama_Lengkap"])]), WANTED, TITLES)
    assert header.columns == {"nip": 1, "name": 2}


@pytest.mark.parametrize(("row", "found"), [(30, True), (31, False)])
def test_the_header_is_looked_for_in_the_first_thirty_rows(row: int, found: bool) -> None:
    lines = iter([*((i, ["judul"]) for i in range(1, row)), (row, ["NIP", "NAMA"])])
    try:
        assert find_header(lines, WANTED, TITLES).row == row
    except UnusableFile:
        assert not found
    else:
        assert found


def test_refused_rows_go_back_with_number_and_reason(tmp_path: Path) -> None:
    refused = [
        (7, "NIP berupa angka", [198001012005011, "=1+1", None]),
        (9, "-", [CellMark.FORMULA, date(2026, 1, 2)]),
    ]
    write_rejects(tmp_path / "tolak.xlsx", ("NIP", "NAMA", ""), refused)
    assert read(tmp_path / "tolak.xlsx") == [
        (1, ["BARIS", "ALASAN", "NIP", "NAMA", "KOLOM 3"]),
        (2, [7, "NIP berupa angka", "198001012005011", "=1+1", None]),
        (3, [9, "-", None, "02-01-2026", None]),
    ]


def test_a_column_of_ours_never_doubles_one_of_the_file(tmp_path: Path) -> None:
    write_rejects(tmp_path / "tolak.xlsx", ("NO LEMBAR", "Baris"), [(7, "-", ["A", "1"])])
    assert read(tmp_path / "tolak.xlsx")[0] == (1, ["BARIS BERKAS", "ALASAN", "NO LEMBAR", "Baris"])


@pytest.mark.parametrize("cell", ["(rumus)", " (rumus) ", "(galat)"])
def test_a_mark_that_comes_back_as_text_is_still_no_value(tmp_path: Path, cell: str) -> None:
    (tmp_path / "a.csv").write_text(f"{cell};x\nMart (a);y\n", encoding="utf-8")
    marked = CellMark.ERROR if "galat" in cell else CellMark.FORMULA
    expected = [(1, [marked, "x"]), (2, ["Mart (a)", "y"])]
    assert read(saved(tmp_path, [cell, "x"], ["Mart (a)", "y"])) == expected
    assert read(tmp_path / "a.csv") == expected


def test_the_sheet_part_is_found_by_its_relation_and_not_by_its_number(put) -> None:
    path = put(
        xlsx(
            sheet(rows(1)),
            sheet(rows(2)),
            **{"xl__workbook.xml": workbook_part([("A", "visible")]).replace("rId1", "rId2")},
        )
    )
    assert len(read(path)) == 2
