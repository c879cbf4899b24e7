"""What is printed can be read: no cut text, no type under 8 points, sums that follow a filter."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from app.excel.column_widths import Column, Group, Sheet, Signature
from app.excel.sheet_xml import count_lines
from tests.excel.written import member, read_back, write

COLUMNS = (Column("No.", 5, "number_no"), Column("Nama", 20), Column("Rahasia", 9, is_detail=True),
           Column("Jumlah", 12, "rupiah"))  # fmt: skip
ROWS = [("Ani", "x", 1), ("Budi", "y", 2), ("Cici", "z", 4)]
GROUPS = (Group("Dinas A", 2, (None, None, 3)), Group("=Dinas B", 1, (None, None, 4)))


def grouped(total: int = 7) -> Sheet:
    return Sheet("S", COLUMNS, ROWS, total=lambda: (None, None, total), groups=GROUPS)


def test_people_stand_in_groups_with_a_heading_and_a_sum() -> None:
    assert [[cell for cell in row if cell != ""] for row in read_back(write(grouped()))] == [
        ["No.", "Nama", "Rahasia", "Jumlah"],
        ["Dinas A"], [1, "Ani", "x", 1], [2, "Budi", "y", 2], ["Jumlah Dinas A", 3],
        ["=Dinas B"], [3, "Cici", "z", 4], ["Jumlah =Dinas B", 4],
        ["JUMLAH", 7],
    ]  # fmt: skip


def test_a_groups_heading_never_ends_a_page() -> None:
    signed = (Signature("", ["Mengetahui,"], "A"), Signature("Ambon", ["Bendahara"], "B"))
    for first in range(20, 75):
        groups = (Group("Dinas A", first, (None, None, first)), Group("Dinas B", 2, (None, None, 2)))
        rows = [("Ani", "x", 1)] * (first + 2)
        sheet = replace(grouped(first + 2), rows=rows, groups=groups, signatures=signed)
        found = load_workbook(io.BytesIO(write(sheet))).active
        ends = [found.cell(one.id, 1).value for one in found.row_breaks.brk]
        assert "Dinas A" not in ends
        assert "Dinas B" not in ends


def test_sums_follow_a_filter_and_carry_their_value() -> None:
    found = re.findall(r"<f>(.*?)</f><v>(\d+)</v>", member(write(grouped())))
    assert found == [("SUBTOTAL(109,D3:D4)", "3"), ("SUBTOTAL(109,D7:D7)", "4"), ("SUBTOTAL(109,D2:D8)", "7")]


def test_a_sum_that_is_not_that_of_its_cells_stays_a_number() -> None:
    xml = member(write(grouped(total=99)))
    assert xml.count("<f>") == 2
    assert "<v>99</v>" in xml


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write(grouped()) == write(grouped())


def test_details_are_folded_away_and_not_printed() -> None:
    sheet = load_workbook(io.BytesIO(write(grouped()))).active
    folded = sheet.column_dimensions["C"]
    assert (folded.hidden, folded.outlineLevel) == (True, 1)


def test_a_name_in_capitals_shorter_than_its_column_is_still_measured() -> None:
    names = Sheet("Nama", (Column("Nama", 24),), [("DOMINGGUS TUASELAMONY",), ("Dominggus Tuasela",)])
    found = load_workbook(io.BytesIO(write(names))).active
    assert [found.row_dimensions[row].height for row in (2, 3)] == [29.0, None]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Kepala Bidang Pelayanan Kepegawaian dan Pengembangan SDM", 29, 3),
        ("Bidang Pengawasan Kepegawaian dan Pengembangan SDM", 46, 2),
        ("Bidang Pengawasan Kepegawaian dan Pengembangan SDM", 50, 1),
        ("Guru", 29, 1),
        ("Guru Ahli Pertama", 11, 2),
        ("x" * 100, 22, 5),
        ("a\nb", 29, 2),
        ("", 29, 1),
    ],
)
def test_a_text_gets_the_lines_its_words_need(text: str, width: float, lines: int) -> None:
    assert count_lines(text, width) == lines
