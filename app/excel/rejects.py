"""Writes the workbook of refused rows for the sender of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from app.excel.column_widths import Column, Properties, Sheet
from app.excel.header import fold_title
from app.excel.invisible_marks import CellMark
from app.excel.sheet_split import split_number
from app.excel.writer import write_workbook

RejectedRow = tuple[int, str, Sequence[object]]


def write_rejects(
    target: str | Path | BinaryIO,
    titles: Sequence[str],
    rows: Iterable[RejectedRow],
    *,
    properties: Properties | None = None,
    several_sheets: bool = False,
) -> None:
    """Write refused rows: BARIS (row number in the file sent), LEMBAR KERJA (its sheet, if the file has several),
    ALASAN (the reason), then the file's own columns as text.

    ``titles`` are the file's header (``Tabs.titles``); ``rows`` are (number, reason, cells), cells as read. All cells
    are text, without formulas; formulas and errors are left empty, to be filled in. The corrected file can be sent
    again: if it has its own column BARIS, ours is called BARIS BERKAS.
    """
    width = len(titles)
    own = {fold_title(title) for title in titles}
    columns = (
        Column("BARIS BERKAS" if fold_title("BARIS") in own else "BARIS", 8, "integer"),
        *([Column("LEMBAR KERJA", 16)] if several_sheets else []),
        Column("ALASAN", 60),
        *(Column(title or f"KOLOM {i}", _width(title), "nip") for i, title in enumerate(titles, 1)),
    )
    lines = (
        (*split_number(number)[: 1 + several_sheets], reason, *_as_text(cells, width))
        for number, reason, cells in rows
    )
    write_workbook(target, [Sheet("Ditolak", columns, lines)], properties=properties)


def is_rejects_header(titles: Sequence[str]) -> bool:
    """Whether these titles are those of a workbook of refused rows."""
    first = [fold_title(title) for title in titles[:3]]
    return (
        first[:1] in ([fold_title("BARIS")], [fold_title("BARIS BERKAS")]) and fold_title("ALASAN") in first
    )


def _width(title: str) -> float:
    return float(min(40, max(12, len(title) + 4)))


def _as_text(cells: Sequence[object], width: int) -> list[str | None]:
    texts = [_text(cell) for cell in cells[:width]]
    return texts + [None] * (width - len(texts))


def _text(cell: object) -> str | None:
    if cell is None or isinstance(cell, CellMark):
        return None
    if isinstance(cell, datetime):
        return cell.strftime("%d-%m-%Y %H:%M") if cell.hour or cell.minute else cell.strftime("%d-%m-%Y")
    if isinstance(cell, date):
        return cell.strftime("%d-%m-%Y")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
