"""Every sheet of every workbook is printed so that it can be read: 8 points at least, on A4 or F4."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from app.reports.report import Report
from tests.reports.every import Everything, make_everything, opened, written

PAPERS = {"9": (595.3, 841.9), "14": (612.0, 936.0)}
"""Width and height of A4 and F4 upright, in points."""


@pytest.fixture
def everything(session: Any) -> Everything:
    return make_everything()


@pytest.mark.parametrize("name", [
    "compliance", "compliance without names", "compliance with supplement", "supplement", "event day", "year",
    "year of an OPD", "ledger", "opd", "statement of a month", "statement of a year",
])  # fmt: skip
def test_every_sheet_is_printed_in_eight_points_at_least(everything: Everything, name: str) -> None:
    report = opened(everything.orders[name])
    found = {sheet: size for sheet, size in _printed_sizes(report).items() if size < 8}
    assert not found


def _printed_sizes(report: Report) -> dict[str, float]:
    """The smallest type of each sheet as printed: written size times how far its columns are made to fit the page."""
    sizes = {}
    for sheet in load_workbook(io.BytesIO(written(report))).worksheets:
        setup = sheet.page_setup
        short, long = PAPERS[str(setup.paperSize)]
        margins = 72 * (sheet.page_margins.left + sheet.page_margins.right)
        room = (long if setup.orientation == "landscape" else short) - margins
        shown = [one for one in sheet.column_dimensions.values() if not one.hidden]
        width = sum((one.max - one.min + 1) * (one.width * 5.25 + 3.75) for one in shown)
        smallest = min(cell.font.size for row in sheet.iter_rows() for cell in row if cell.value is not None)
        assert setup.scale in (None, 100)
        sizes[sheet.title] = smallest * min(1, room / width)
    return sizes


def test_the_ledger_prints_twelve_columns(everything: Everything) -> None:
    sheet = load_workbook(io.BytesIO(written(opened(everything.orders["ledger"])))).worksheets[0]
    assert sum(not one.hidden for one in sheet.column_dimensions.values()) == 13  # and their running number


def test_a_place_in_the_ledger_has_no_thousands_mark_and_no_sum(everything: Everything) -> None:
    sheet = load_workbook(io.BytesIO(written(opened(everything.orders["ledger"])))).worksheets[0]
    (title,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Urutan"]
    places = [cell for cell in sheet[title.column_letter][title.row :] if cell.value is not None]
    assert len(places) > 3
    assert {cell.number_format for cell in places if isinstance(cell.value, int)} == {"0"}
    assert not [cell for cell in places if str(cell.value).startswith("=")]


def test_each_book_says_once_why_amounts_look_otherwise_on_another_computer(everything: Everything) -> None:
    for name in ("compliance", "ledger", "year of an OPD", "opd", "statement of a month"):
        sheet = load_workbook(io.BytesIO(written(opened(everything.orders[name]))))["Keterangan"]
        assert [row[0].value for row in sheet.iter_rows()].count("Titik dan koma") == 1, name


def test_people_stand_below_their_opd(everything: Everything) -> None:
    sheet = load_workbook(io.BytesIO(written(opened(everything.orders["compliance"]))))["Rincian pegawai"]
    first = [str(row[0].value) for row in sheet.iter_rows(min_row=8) if isinstance(row[0].value, str)]
    assert first[:3] == ["Dinas Pendidikan", "Jumlah Dinas Pendidikan", "JUMLAH"]
