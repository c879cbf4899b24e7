"""The workbook of refused rows that goes back to whoever sent the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from app.excel.layout import Column, Properties, Sheet
from app.excel.writer import write_workbook

RejectedRow = tuple[int, str, Sequence[object]]


def write_rejects(
    target: str | Path | BinaryIO,
    titles: Sequence[str],
    rows: Iterable[RejectedRow],
    *,
    properties: Properties | None = None,
) -> None:
    """Write refused rows: BARIS (row number in the file sent), ALASAN (why), then the file's own columns
    as text.

    ``titles`` are the file's header (``Header.titles``); ``rows`` are (number, reason, cells), cells as
    read. All is text: what was a formula says so, and nothing in it can run. After correction the file can
    be sent again as it is.
    """
    width = len(titles)
    columns = (
        Column("BARIS", 8, "integer"),
        Column("ALASAN", 60),
        *(Column(title or f"KOLOM {i}", _width(title), "nip") for i, title in enumerate(titles, 1)),
    )
    lines = ((number, reason, *_as_text(cells, width)) for number, reason, cells in rows)
    write_workbook(target, [Sheet("Ditolak", columns, lines)], properties=properties)


def _width(title: str) -> float:
    return float(min(40, max(12, len(title) + 4)))


def _as_text(cells: Sequence[object], width: int) -> list[str | None]:
    texts = [_text(cell) for cell in cells[:width]]
    return texts + [None] * (width - len(texts))


def _text(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.strftime("%d-%m-%Y %H:%M") if cell.hour or cell.minute else cell.strftime("%d-%m-%Y")
    if isinstance(cell, date):
        return cell.strftime("%d-%m-%Y")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
