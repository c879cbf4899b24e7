"""Reads rows of .xlsx and .csv files with one interface, fast, and without trusting the file.

A row is ``(number, cells)``: the number as in Excel or the text editor (from 1; blank rows are counted and returned as
rows of None). A cell is one of

* ``str`` (never empty, with blanks at its ends), ``bool``, ``date``, ``datetime``, ``time``, ``None``;
* ``int`` or ``float``: a *number* cell; a NIP read like this has lost digits and must be refused;
* ``CellMark.FORMULA``, ``CellMark.ERROR``: nobody typed this value; its result is not returned.

People come on one sheet per status, products on one per maker: ``open_table`` reads every visible sheet
that has the required header.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from types import TracebackType

from python_calamine import CalamineSheet, CalamineWorkbook

from app.excel import limits
from app.excel.errors import UnusableFile
from app.excel.header import Header, find_header
from app.excel.invisible_marks import SPELLED_MARKS, CellMark
from app.excel.scan import Scan, scan_sheet
from app.excel.sheet_split import RowNumber, Tabs
from app.excel.text_table import read_text_table
from app.excel.upload_guard import inspect_upload
from app.excel.workbook_map import SheetPart, list_sheets, list_string_parts
from app.excel.zip_parts import Refusing

Cell = object
Row = tuple[int, list[Cell]]
MOST_SHEETS = 20
"""So many sheets are looked at; the rest is named as not read."""

__all__ = ["Cell", "CellMark", "Row", "Rows", "open_rows", "open_table"]


@dataclass
class Rows:
    """Rows to iterate once, and their sheet ("" for text). Close it, or use it in ``with``.

    For a table ``sheet`` and ``header`` are those of the last returned row: each sheet has its own. After the last row
    ``tabs`` has all sheets' titles, and the sheets that were not read.
    """

    kind: str
    sheet: str
    rows: Iterator[Row]
    header: Header | None = None
    tabs: Tabs = field(default_factory=Tabs)
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
        """Close the file (needed on Windows before it can be removed)."""
        while self._open:
            self._open.pop().close()


def open_rows(path: str | Path, *, sheet: str | None = None, name: str | None = None) -> Rows:
    """Open a file to read all its rows. ``sheet``: that tab, else the first visible one.

    ``name``: the uploaded file's name. Raises UnusableFile, here or while iterating.
    """
    path = Path(path)
    if inspect_upload(path, name) == "csv":
        return Rows("csv", "", _guard_rows(read_text_table(path)))
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
    """Open all visible sheets with a header that has the required columns (see ``find_header``), one after the other;
    with ``sheet`` only that tab.

    ``header`` is set, and the rows are those below each sheet's header. If a file has several visible sheets, the
    numbers are ``RowNumber``. UnusableFile ``no_header`` (facts: ``missing``) if no sheet has one, ``doubled_header``
    if a required column occurs twice in one.
    """
    path = Path(path)
    if inspect_upload(path, name) == "csv":
        rows = Rows("csv", "", _guard_rows(read_text_table(path)))
        rows.header = find_header(rows.rows, required, synonyms)
        rows.tabs.begin("", rows.header)
        return rows
    with Refusing(), zipfile.ZipFile(path) as archive:
        sheets = list_sheets(archive)
    parts = [_choose(sheets, sheet)] if sheet else [part for part in sheets if part.visible]
    tabs = Tabs(hidden=[] if sheet else [part.name for part in sheets if _is_hidden_data(path, part)])
    tables = _tables(path, parts, tabs, lambda rows: find_header(rows, required, synonyms))
    first = next(tables)
    found = Rows("xlsx", first.sheet, iter(()), first.header, tabs, first._open)
    found.rows = _below_headers(found, chain([first], tables), is_alone=len(parts) == 1)
    return found


def _tables(
    path: Path, parts: list[SheetPart], tabs: Tabs, find: Callable[[Iterator[Row]], Header]
) -> Iterator[Rows]:
    """The rows of each sheet with the required header, opened one after the other. UnusableFile if there is none."""
    refusal = UnusableFile("no_sheet")
    is_found = False
    for part in parts[:MOST_SHEETS]:
        with Refusing(), zipfile.ZipFile(path) as archive:
            table = _open_sheet(path, archive, part)
        watched = _WatchedRows(table.rows)
        try:
            table.header = find(watched)
        except UnusableFile as error:
            table.close()
            if error.reason not in ("no_header", "empty"):
                raise
            if watched.has_data:
                tabs.ignored.append(part.name)
            if refusal.reason != "no_header":
                refusal = error
            continue
        is_found = True
        yield table
    tabs.ignored += [part.name for part in parts[MOST_SHEETS:]]
    if not is_found:
        raise refusal


def _is_hidden_data(path: Path, part: SheetPart) -> bool:
    """Whether a hidden sheet has content in its first rows; unreadable ones count as content."""
    if part.visible:
        return False
    try:
        with Refusing(), zipfile.ZipFile(path) as archive:
            table = _open_sheet(path, archive, part)
        with table:
            first = islice(table.rows, limits.HEADER_ROWS)
            return any(cell is not None for _number, cells in first for cell in cells)
    except UnusableFile:
        return True


class _WatchedRows:
    """An iterator of rows that records whether any row so far has content."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.has_data = False

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.has_data = self.has_data or row[0] >= limits.HEADER_ROWS or any(c is not None for c in row[1])
        return row


def _below_headers(found: Rows, tables: Iterable[Rows], *, is_alone: bool) -> Iterator[Row]:
    """The rows of all sheets, one sheet after the other; sets ``sheet`` and ``header`` of ``found`` for each."""
    given = 0
    for table in tables:
        if table.header is None:
            raise TypeError("a table without a header")
        found.sheet, found.header, found._open = table.sheet, table.header, table._open
        found.tabs.begin(table.sheet, table.header)
        for number, cells in table.rows:
            given += 1
            if given > limits.MAX_ROWS:
                raise UnusableFile("too_large", limit=limits.MAX_ROWS, unit="rows")
            yield number if is_alone else RowNumber(number, found.tabs), cells
        table.close()


def _choose(sheets: list[SheetPart], title: str | None) -> SheetPart:
    for part in sheets:
        if part.name == title or (title is None and part.visible):
            return part
    raise UnusableFile("no_sheet", sheet=title)


def _open_sheet(path: Path, archive: zipfile.ZipFile, part: SheetPart) -> Rows:
    scan = scan_sheet(archive, part.member, list_string_parts(archive))
    workbook = CalamineWorkbook.from_path(str(path))
    sheet = workbook.get_sheet_by_name(part.name)
    return Rows("xlsx", part.name, _guard_rows(_sheet_rows(sheet, scan)), None, [workbook])


def _guard_rows(rows: Iterable[Row]) -> Iterator[Row]:
    with Refusing():
        yield from rows


def _sheet_rows(sheet: CalamineSheet, scan: Scan) -> Iterator[Row]:
    number = 0
    # The reader starts at the first used column but at row 1: empty cells are added on the left, so that columns keep
    # their letters.
    left: list[Cell] = [None] * (sheet.start[1] if sheet.start else 0)
    if sheet.start:
        for number, values in enumerate(sheet.iter_rows(), 1):
            cells = left + [
                _clean(v) if v.__class__ is not str else v if v and "(" not in v else _parse_text(v)  # type: ignore[operator]
                for v in values
            ]
            if scan.marks:
                scan.marks.put(number, cells)
            yield number, cells
    while number < scan.marks.last_row:  # formulas below the last value, saved without a result
        number += 1
        cells = []
        scan.marks.put(number, cells)
        yield number, cells


def _parse_text(text: str) -> Cell:
    """The text unchanged; None for empty text; the mark for a text like "(rumus)"."""
    return SPELLED_MARKS.get(text.strip(), text) or None


def _clean(value: Cell) -> Cell:
    """Convert whole floats to ints, because the format has only one kind of number."""
    if value.__class__ is float and value.is_integer() and abs(value) < 1e15:  # type: ignore[attr-defined]
        return int(value)  # type: ignore[call-overload, no-any-return]
    return value
