"""A workbook has the frame of an official report, whatever the number of its rows."""

import io
import re
import zipfile
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from app.excel import table
from app.excel.column_widths import Column, FactSheet, Properties, Sheet, Signature
from tests.excel.written import full_sheet, member, read_back, write


def test_the_official_frame_stands_where_it_should() -> None:
    rows = [("Dinas A", 10, 0.5), ("Dinas B", 20, 0.25)]
    found = read_back(write(full_sheet(rows)))
    assert [line[0] for line in found[:7]] == [
        "PEMERINTAH KOTA",
        "DINAS",
        "",
        "REKAPITULASI",
        "KOTA",
        "BULAN",
        "",
    ]
    assert found[7:11] == [
        ["No.", "OPD", "Jumlah", "%"],
        [1, "Dinas A", 10, 0.5],
        [2, "Dinas B", 20, 0.25],
        ["JUMLAH", "", 30, ""],
    ]
    flat = [cell for line in found[11:] for cell in line if cell]
    assert flat == [
        "Catatan.",
        "Ambon, 7 November 2026",
        "Mengetahui,",
        "Wali Kota",
        "Kepala Dinas",
        "Ani",
        "Beni",
        "Pembina, IV/a",
        "NIP. 197001011990011001",
    ]


def test_print_and_screen_settings_follow_the_number_of_rows() -> None:
    sheet = load_workbook(io.BytesIO(write(full_sheet([("A", 1, 0.5)] * 600)))).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A9", "A8:D608")
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.print_area.startswith("'Rekap'!$A$1:$D$6")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_merged_ranges_are_apart_and_inside() -> None:
    xml = member(write(full_sheet([("A", 1, 0.5)] * 3)))
    boxes = [range_boundaries(ref) for ref in re.findall(r'<mergeCell ref="([^"]+)"', xml)]
    assert len(boxes) > 10
    cells = [
        (c, r)
        for left, top, right, bottom in boxes
        for c in range(left, right + 1)
        for r in range(top, bottom + 1)
    ]
    assert len(cells) == len(set(cells))
    assert max(c for c, _r in cells) <= 4


def test_parts_after_the_rows_stand_in_the_order_of_the_format() -> None:
    root = ElementTree.fromstring(member(write(full_sheet([("A", 1, 0.5)] * 600))))  # noqa: S314
    order = (
        "sheetPr sheetViews sheetFormatPr cols sheetData autoFilter mergeCells printOptions pageMargins "
        "pageSetup headerFooter rowBreaks drawing"
    )
    assert [child.tag.rpartition("}")[2] for child in root] == order.split()


def test_each_part_is_declared_and_well_formed() -> None:
    content = write(
        full_sheet([("A", 1, 0.5)]), FactSheet("K", [("a", None), ("b", 1)]), full_sheet([], "Kosong")
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            ElementTree.fromstring(archive.read(name))  # noqa: S314
            assert name.endswith(".rels") or f'PartName="/{name}"' in types or name == "[Content_Types].xml"
        assert all(part.removeprefix("/") in names for part in re.findall(r'PartName="([^"]+)"', types))


def test_a_chart_covers_just_the_rows() -> None:
    xml = member(write(full_sheet([("A", 1, 0.5)] * 5)), "xl/charts/chart1.xml")
    assert re.findall(r"<(?:c:)?f>([^<]+)</", xml) == ["'Rekap'!$B$9:$B$13", "'Rekap'!$D$9:$D$13"]


def test_a_sheet_without_rows_says_so() -> None:
    found = read_back(write(Sheet("S", (Column("A"), Column("B")), [])))
    assert found == [["A", "B"], ["Tidak ada data.", ""]]


def test_past_the_last_row_the_table_goes_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "LAST_ROW", 600)
    rows = [(f"OPD {i}", i, 0.5) for i in range(1500)]
    content = write(full_sheet(rows), FactSheet("Keterangan", [("a", "b")]))
    workbook = load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Rekap", "Rekap (2)", "Rekap (3)", "Rekap (4)", "Keterangan"]
    found = [
        line
        for name in workbook.sheetnames[:4]
        for line in read_back(content, name)
        if isinstance(line[0], float)
    ]
    assert [(line[0], line[1]) for line in found] == [(i + 1, f"OPD {i}") for i in range(1500)]
    sums = [
        name
        for name in workbook.sheetnames[:4]
        if any(line[0] == "JUMLAH" for line in read_back(content, name))
    ]
    assert sums == ["Rekap (4)"]
    assert all(sheet.max_row <= 600 for sheet in workbook.worksheets)


@pytest.mark.parametrize(("count", "sheets"), [(392, 1), (393, 1), (394, 2)])
def test_a_table_that_just_fits_stays_one_sheet(
    monkeypatch: pytest.MonkeyPatch, count: int, sheets: int
) -> None:
    monkeypatch.setattr(table, "LAST_ROW", 600)
    columns = (Column("A", kind="integer"), Column("B"))
    sheet = Sheet("S", columns, ((i, "x") for i in range(count)), ("KOP",), ("JUDUL", "DUA", "TIGA"))
    workbook = load_workbook(io.BytesIO(write(sheet)))
    values = [
        c
        for ws in workbook.worksheets
        for c in next(ws.iter_cols(max_col=1, values_only=True))
        if isinstance(c, int)
    ]
    assert (values, len(workbook.worksheets)) == (list(range(count)), sheets)


def test_sheet_names_are_made_fit_and_different() -> None:
    content = write(
        *(Sheet(name, (Column("A"),), []) for name in ("a/b", "a:b", "A b", "x" * 40, "x" * 40, ""))
    )
    names = load_workbook(io.BytesIO(content)).sheetnames
    assert names == ["a b", "a b (2)", "A b (3)", "x" * 31, "x" * 27 + " (2)", "Lembar"]


def test_facts_keep_their_kinds() -> None:
    facts = [
        ("Bagian", None),
        ("Nomor", 7),
        ("Tanggal", date(2026, 1, 2)),
        ("Jumlah", (5000, "rupiah")),
        ("Ya", True),
    ]
    found = read_back(write(FactSheet("Keterangan", facts)))
    assert found == [
        ["Bagian", ""],
        ["Nomor", 7],
        ["Tanggal", date(2026, 1, 2)],
        ["Jumlah", 5000],
        ["Ya", "ya"],
    ]


def test_a_footer_that_begins_with_a_digit_keeps_its_size() -> None:
    xml = member(write(full_sheet([]), properties=Properties(footer_left="7 November & lain")))
    assert "<oddFooter>&amp;L&amp;8 7 November &amp;&amp; lain" in xml


SIGNED = (Signature("", ["Mengetahui,"], "A. Satu"), Signature("Ambon", ["Bendahara"], "B. Dua"))


def printed(rows: int, width: float = 40) -> tuple[int, list[int], int]:
    """Pages high (0: as many as needed), the rows a page is broken after, the last row of the table."""
    columns = (Column("No.", 6, "number_no"), Column("OPD", width), Column("Jumlah", 12, "rupiah"))
    filled = [(f"OPD {number}", number) for number in range(rows)]
    sheet = load_workbook(io.BytesIO(write(Sheet("S", columns, filled, signatures=SIGNED)))).active
    return sheet.page_setup.fitToHeight, [one.id for one in sheet.row_breaks.brk], 1 + rows


def test_a_short_table_and_its_signatures_are_made_to_fit_one_page() -> None:
    assert printed(9) == (1, [], 10)
    assert printed(30)[:2] == (1, [])


@pytest.mark.parametrize("rows", range(24, 130, 3))
def test_signatures_never_stand_on_a_page_without_rows_of_the_table(rows: int) -> None:
    """31 rows of 15 points fill a page below its header; the signatures need the room of nine."""
    height, breaks, last = printed(rows)
    if height == 1:
        return
    pages = [end - begin for begin, end in pairwise([1, *breaks, last])]
    assert all(page <= 31 for page in pages)
    assert pages[-1] >= 3
    assert all(page >= 28 for page in pages[:-2]), "only the page before the signatures may be left open"
    assert pages[-1] <= 22


def test_a_long_table_is_not_broken_before_its_end_where_all_fits() -> None:
    """It used to be broken three rows before its end whatever stood on the last page."""
    ends = {rows: printed(rows)[1][-1] for rows in range(400, 432)}
    assert {end == 1 + rows - 3 for rows, end in ends.items()} == {True, False}


def test_nothing_is_printed_below_the_signatures() -> None:
    sheet = load_workbook(io.BytesIO(write(full_sheet([("A", 1, 0.5)] * 5)))).active
    end = int(re.search(r"\$D\$(\d+)$", sheet.print_area)[1])  # type: ignore[index]
    assert sheet.cell(end, 4).value or sheet.cell(end, 3).value
    assert sheet._charts[0].anchor._from.row >= end


def test_a_long_title_of_a_column_is_not_cut() -> None:
    columns = (Column("Jumlah pegawai yang belum dicatat", 9, "integer"), Column("OPD"))
    sheet = load_workbook(io.BytesIO(write(Sheet("S", columns, [(1, "A")])))).active
    assert sheet.row_dimensions[1].height >= 4 * 13


def test_a_sum_wider_than_its_column_is_made_smaller_and_never_crossed_out() -> None:
    columns = (Column("OPD"), Column("Nilai (Rp)", 9, "rupiah"))
    sheet = Sheet("S", columns, [("A", 999_999_999_999)], total=lambda: (None, 999_999_999_999))
    found = load_workbook(io.BytesIO(write(sheet))).active
    assert [found.cell(row, 2).alignment.shrink_to_fit for row in (2, 3)] == [True, True]
