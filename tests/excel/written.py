"""Writes workbooks in memory and reads them back."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineWorkbook

from app.excel.column_widths import Bars, Column, FactSheet, Sheet, Signature
from app.excel.writer import write_workbook

LEFT = Signature("", ("Mengetahui,", "Wali Kota"), "Ani")
RIGHT = Signature(
    "Ambon, 7 November 2026", ("Kepala Dinas",), "Beni", "Pembina, IV/a", "NIP. 197001011990011001"
)


def write(*sheets: Sheet | FactSheet, **options: object) -> bytes:
    out = io.BytesIO()
    write_workbook(out, sheets, **options)  # type: ignore[arg-type]
    return out.getvalue()


def read_back(content: bytes, name: str | int = 0) -> list[list[object]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheet = workbook.get_sheet_by_name(name) if isinstance(name, str) else workbook.get_sheet_by_index(name)
    return sheet.to_python(skip_empty_area=False)


def member(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def texts(*values: str | None) -> Sheet:
    return Sheet("S", (Column("Teks"), Column("NIP", kind="nip")), [(value, value) for value in values])


def full_sheet(rows: list[tuple[object, ...]], name: str = "Rekap") -> Sheet:
    columns = (
        Column("No.", 6, "number_no"),
        Column("OPD", 40),
        Column("Jumlah", kind="integer"),
        Column("%", kind="percent"),
    )
    return Sheet(
        name,
        columns,
        rows,
        ("PEMERINTAH KOTA", "DINAS"),
        ("REKAPITULASI", "KOTA", "BULAN"),
        total=lambda: (None, sum(row[1] for row in rows), None),  # type: ignore[misc]
        notes=("Catatan.",),
        signatures=(LEFT, RIGHT),
        chart=Bars("Per OPD", 1, 3),
    )
