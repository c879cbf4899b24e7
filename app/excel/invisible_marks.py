"""Marks of cells without a usable value (formulas and errors), and the limits of a sheet's extent."""

from __future__ import annotations

import re
from enum import Enum

from app.excel import limits
from app.excel.errors import UnusableFile

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576


class CellMark(Enum):
    """Replaces the value of a formula or error. The cached value is dropped on purpose: it may be anything."""

    FORMULA = "formula"
    ERROR = "error"

    def __str__(self) -> str:
        return "(rumus)" if self is CellMark.FORMULA else "(galat)"


SPELLED_MARKS = {str(mark): mark for mark in CellMark}
"""A mark that came back as text, from a workbook of refused rows for instance, is no more a value than before."""


def read_column(letters: bytes | str) -> int:
    """The number of a column: 1 for A, 256 for IV."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


def read_reference(text: str) -> tuple[int, int]:
    """(row, column), both from 1, of "B7". UnusableFile if it is no cell of a sheet."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise UnusableFile("damaged", part="sheet")
    row, column = int(match[2]), read_column(match[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise UnusableFile("damaged", part="sheet")
    return row, column


def ensure_extent(last_row: int, last_column: int) -> None:
    """Refuse a sheet with too large an extent, before the fast reader allocates its bounding rectangle."""
    if last_row > limits.MAX_ROWS:
        raise UnusableFile("too_large", limit=limits.MAX_ROWS, unit="rows")
    if last_column > limits.MAX_COLUMNS:
        raise UnusableFile("too_large", limit=limits.MAX_COLUMNS, unit="columns")
    if last_row * last_column > limits.MAX_AREA:
        raise UnusableFile("too_large", limit=limits.MAX_AREA, unit="cells")


class Marks:
    """Marked cells by row, limited in number; array formulas are stored as rectangles."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, CellMark]] = {}
        self._areas: list[tuple[int, int, int, int]] = []
        self._count = 0
        self.last_row = 0

    def __bool__(self) -> bool:
        return bool(self._count)

    def add(self, row: int, column: int, mark: CellMark) -> None:
        """Mark one cell (row and column from 1). A formula takes precedence over an error."""
        self._count += 1
        if self._count > limits.MAX_MARKS:
            raise UnusableFile("too_many_formulas", limit=limits.MAX_MARKS)
        self.last_row = max(self.last_row, row)
        cells = self._rows.setdefault(row, {})
        if mark is CellMark.FORMULA or column not in cells:
            cells[column] = mark

    def add_area(self, corners: tuple[bytes | str | None, ...]) -> None:
        """Mark the cells of an array formula: (column, row, column, row) as written, perhaps only the first two."""
        left, top, right, bottom = corners
        if left is None or top is None or right is None or bottom is None:
            return
        self._count += 1
        if len(self._areas) >= 1000:
            raise UnusableFile("too_many_formulas", limit=1000)
        self._areas.append((int(top), read_column(left), int(bottom), read_column(right)))

    def put(self, row: int, cells: list[object]) -> None:
        """Replace the marked cells of one row in place; a mark beyond its end extends the row."""
        for column, mark in self._rows.get(row, {}).items():
            if column > len(cells):
                cells.extend([None] * (column - len(cells)))
            cells[column - 1] = mark
        for top, left, bottom, right in self._areas:
            if top <= row <= bottom:
                for column in range(left, min(right, len(cells)) + 1):
                    cells[column - 1] = CellMark.FORMULA
