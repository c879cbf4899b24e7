"""A sheet is looked through once, however its tags are spelled: growing ones cost linearly more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from app.excel.errors import UnusableFile
from app.excel.exact_numbers import ExactScan
from app.excel.scan import scan_sheet
from app.excel.zip_parts import Refusing
from tests.costs import grows_linearly
from tests.excel.packages import DECLARATION, MAIN, pack, parts, shared_strings, sheet

SHEET = "xl/worksheets/sheet1.xml"
START = f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
FEW = shared_strings("x" * 5_000)
LONG = shared_strings("x" * 30_000)
BODIES: dict[str, Callable[[int], str]] = {
    "one tag of errors": lambda n: START + '<c r="A1"' + ' t="e"' * (n // 6),
    "one closed tag of errors": lambda n: START + '<c r="A1"' + ' t="e"' * (n // 6) + ">",
    "errors in open tags": lambda n: START + '<c r="A1" t="e" ' * (n // 16),
    "errors with blanks": lambda n: START + '<c r="A1"' + " " * (n // 2) + 't="e"' + " t" * (n // 4),
    "shared in one tag": lambda n: START + '<c r="A1"' + ' t="s"' * (n // 6) + "<v>" * 9,
    "shared in open tags": lambda n: START + '<c r="A1" t="s"<v>' * (n // 18),
    "shared cells": lambda n: sheet('<row r="1">' + '<c r="A1" t="s"><v>0</v></c>' * (n // 28) + "</row>"),
    "odd kinds": lambda n: START + "<c " + " t = " * (n // 5),
    "odd kinds in open tags": lambda n: START + "<c t " * (n // 5),
    "formulas in open tags": lambda n: START + '<c r="A1"<f ' * (n // 12),
    "formulas and blanks": lambda n: START + '<c r="A1"><f ' + " " * n,
    "blanks before a formula": lambda n: START + ('<c r="A1">' + " " * 90) * (n // 100) + "<f>",
    "names without a colon": lambda n: START + "<" + "a" * n,
    "prefixed cells": lambda n: START + "<a:c " * (n // 5),
    "only angle brackets": lambda n: START + "<" * n,
    "a long declaration": lambda n: "<?xml " + " encoding = " * (n // 12) + "?>",
    "a comment": lambda n: START + "<!--" + "- " * (n // 2),
    "an attribute": lambda n: START + '<!-- --><a x="' + "a>" * (n // 2),
}


def _look(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, suppress(UnusableFile), Refusing():
        strings = [name for name in archive.namelist() if "sharedStrings" in name]
        scan_sheet(archive, SHEET, strings)


@pytest.mark.parametrize("strings", [FEW, LONG], ids=["few strings", "long strings"])
@pytest.mark.parametrize("name", BODIES)
def test_a_sheet_costs_what_it_is_long(name: str, strings: str) -> None:
    def make(n: int) -> bytes:
        return pack(parts(BODIES[name](n), xl__sharedStrings__xml="") | {"xl/sharedStrings.xml": strings})

    assert grows_linearly(_look, make, 200_000)


@pytest.mark.parametrize("start", ["<sst", "<sst ", "<a:sst", '<sst count="', "<sst" + ' count = "1"'])
def test_shared_strings_cost_what_they_are_long(start: str) -> None:
    def make(n: int) -> bytes:
        body = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
        return pack(parts(body) | {"xl/sharedStrings.xml": DECLARATION + start * (n // len(start))})

    assert grows_linearly(_look, make, 200_000)


def test_a_tag_of_megabytes_is_refused_and_not_read_again_with_each_piece() -> None:
    scan = ExactScan()
    scan.feed(b'<worksheet><a x="')
    with pytest.raises(UnusableFile):
        for _ in range(4):
            scan.feed(b"a " * (1 << 19))


def test_an_error_cell_is_marked_whatever_stands_beside_its_kind() -> None:
    cells = '<c r="A1" s="3" t="e"><v>#N/A</v></c><c r="B1" t="e" s="3"><v>#N/A</v></c><c r="C1"><v>1</v></c>'
    with zipfile.ZipFile(io.BytesIO(pack(parts(sheet(f'<row r="1">{cells}</row>'))))) as archive:
        marks = scan_sheet(archive, SHEET).marks
    row: list[object] = [0, 0, 1]
    marks.put(1, row)
    assert [str(cell) for cell in row] == ["(galat)", "(galat)", "1"]
