"""Reads rows out of .xlsx and .csv with one interface, fast, and without believing the file.

A row is ``(number, cells)``: the number as the person sees it in Excel or the text editor (from 1, blank
rows counted, blank rows given out as rows of None). A cell is one of

* ``str`` (never empty, blanks at its ends kept), ``bool``, ``date``, ``datetime``, ``time``, ``None``;
* ``int`` or ``float``: it was a *number*: a NIP found so has lost digits, must be refused (reliability E3);
* ``CellMark.FORMULA``, ``CellMark.ERROR``: nobody typed this value (reliability E2); its result is withheld.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from python_calamine import CalamineSheet, CalamineWorkbook

from app.excel.errors import UnusableFile
from app.excel.header import Header, find_header
from app.excel.marks import CellMark
from app.excel.parts import Refusing
from app.excel.preflight import inspect_upload
from app.excel.scan import Scan, scan_sheet
from app.excel.text_table import read_text_table
from app.excel.workbook_map import SheetPart, list_sheets, list_string_parts

Cell = object
Row = tuple[int, list[Cell]]

__all__ = ["Cell", "CellMark", "Row", "Rows", "is_number", "open_rows", "open_table"]


def is_number(cell: Cell) -> bool:
    """Whether the cell was a number in the file (a boolean is not)."""
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


@dataclass
class Rows:
    """Rows to iterate once, and the sheet they come from ("" for text). Close it, or use it in ``with``."""

    kind: str
    sheet: str
    rows: Iterator[Row]
    header: Header | None = None
    _open: list[CalamineWorkbook] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return self.rows

    def __enter__(self) -> Rows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go (needed on Windows before it can be removed)."""
        while self._open:
            self._open.pop().close()


def open_rows(path: str | Path, *, sheet: str | None = None, name: str | None = None) -> Rows:
    """Open a file and give all its rows. ``sheet``: that tab, else the first visible one.

    ``name`` is the name the person gave the upload. Raises UnusableFile, here or while iterating.
    """
    path = Path(path)
    if inspect_upload(path, name) == "csv":
        return Rows("csv", "", _guarded(read_text_table(path)))
    with Refusing(), zipfile.ZipFile(path) as archive:
        part = _choose(list_sheets(archive), sheet)
        return _open_sheet(path, archive, part)


def open_table(
    path: str | Path,
    required: Collection[Collection[str]],
    synonyms: Mapping[str, Collection[str]],
    *,
    sheet: str | None = None,
    name: str | None = None,
) -> Rows:
    """Open the first visible sheet whose first rows hold a header with the wanted columns (see
    ``find_header``).

    The result's ``header`` is set and its rows are those below the header. UnusableFile ``no_header`` (facts:
    ``missing``) when no sheet has one, ``doubled_header`` when a wanted column stands there twice.
    """
    path = Path(path)
    if inspect_upload(path, name) == "csv":
        return _below_header(Rows("csv", "", _guarded(read_text_table(path))), required, synonyms)
    with Refusing(), zipfile.ZipFile(path) as archive:
        sheets = list_sheets(archive)
        wanted = [_choose(sheets, sheet)] if sheet else [part for part in sheets if part.visible]
        refusal = UnusableFile("no_sheet")
        for part in wanted[:20]:
            rows = _open_sheet(path, archive, part)
            try:
                return _below_header(rows, required, synonyms)
            except UnusableFile as error:
                rows.close()
                if error.reason != "no_header":
                    raise
                refusal = error
        raise refusal


def _below_header(
    rows: Rows, required: Collection[Collection[str]], synonyms: Mapping[str, Collection[str]]
) -> Rows:
    rows.header = find_header(rows.rows, required, synonyms)
    return rows


def _choose(sheets: list[SheetPart], wanted: str | None) -> SheetPart:
    for part in sheets:
        if part.name == wanted or (wanted is None and part.visible):
            return part
    raise UnusableFile("no_sheet", sheet=wanted)


def _open_sheet(path: Path, archive: zipfile.ZipFile, part: SheetPart) -> Rows:
    scan = scan_sheet(archive, part.member, list_string_parts(archive))
    workbook = CalamineWorkbook.from_path(str(path))
    sheet = workbook.get_sheet_by_name(part.name)
    return Rows("xlsx", part.name, _guarded(_sheet_rows(sheet, scan)), None, [workbook])


def _guarded(rows: Iterable[Row]) -> Iterator[Row]:
    with Refusing():
        yield from rows


def _sheet_rows(sheet: CalamineSheet, scan: Scan) -> Iterator[Row]:
    number = 0
    # The reader starts at the first used column but at row 1: what is left of it is put back, so that
    # columns keep their letters.
    left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    if sheet.start:
        for number, values in enumerate(sheet.iter_rows(), 1):
            cells = left + [_clean(v) if v.__class__ is not str else v or None for v in values]
            if scan.marks:
                scan.marks.put(number, cells)
            yield number, cells
    while number < scan.marks.last_row:  # formulas below the last value, saved without a result
        number += 1
        cells = []
        scan.marks.put(number, cells)
        yield number, cells


def _clean(value: Cell) -> Cell:
    """Whole floats become ints: the format has only one kind of number."""
    if value.__class__ is float and value.is_integer() and abs(value) < 1e15:  # type: ignore[attr-defined]
        return int(value)  # type: ignore[call-overload, no-any-return]
    return value
