"""The logo beside the letterhead of a workbook."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook
from PIL import Image

from app.excel.column_widths import Bars, Column, FactSheet, Properties, Sheet
from app.excel.writer import write_workbook

HEAD = ("PEMERINTAH KOTA", "SEKRETARIAT DAERAH", "Jalan Contoh 1")
TABLE = Sheet(
    "Tabel", (Column("OPD", 30), Column("Nilai", 12, "integer")), [("A", 1), ("B", 2)], letterhead=HEAD
)


def png(size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "#0b5560").save(target, "PNG")
    return target.getvalue()


def written(logo: bytes | None, *sheets: Sheet | FactSheet) -> bytes:
    target = io.BytesIO()
    write_workbook(target, sheets, properties=Properties(logo=logo))
    return target.getvalue()


def test_each_sheet_with_a_letterhead_carries_it_once() -> None:
    logo = png((360, 240))
    drawn = replace(TABLE, name="Grafik", chart=Bars("Nilai", category=0, value=1))
    bare = replace(TABLE, name="Polos", letterhead=())
    facts = FactSheet("Keterangan", [("Isi", "uji")], letterhead=HEAD)
    book = load_workbook(io.BytesIO(written(logo, TABLE, drawn, bare, facts)))
    found = {sheet.title: [image._data() for image in sheet._images] for sheet in book}
    assert found == {"Tabel": [logo], "Grafik": [logo], "Polos": [], "Keterangan": [logo]}
    assert [len(sheet._charts) for sheet in book] == [0, 1, 0, 0]


def test_it_is_never_higher_than_the_letterhead() -> None:
    for size in ((360, 240), (240, 360), (12, 12)):
        (image,) = load_workbook(io.BytesIO(written(png(size), TABLE))).active._images
        ext = image.anchor.ext
        assert max(ext.width, ext.height) / 12_700 <= 48 + 1, size
        assert abs(ext.width / ext.height - size[0] / size[1]) < 0.05, size


def test_the_same_input_gives_the_same_bytes_and_no_logo_leaves_no_trace() -> None:
    assert written(png((60, 60)), TABLE) == written(png((60, 60)), TABLE)
    assert not load_workbook(io.BytesIO(written(None, TABLE))).active._images
    assert b"drawing" not in written(None, TABLE)
