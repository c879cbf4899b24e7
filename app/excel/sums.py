"""The rows of sums of a table: below all of it, and below each group of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openpyxl.utils import get_column_letter

from app.excel.cells import Encoder, sum_cell, text_encoder
from app.excel.column_widths import Column
from app.excel.styles import GROUP, TOTAL_LABEL, CellStyle, StyleBook, body_look

_SUMMED = ("rupiah", "integer")


class ColumnSums:
    """Sums the columns of amounts and counts while they are written.

    If a given sum equals that of the cells above it, it is written as a formula that reacts to a filter; any other
    value (people counted once, a share) is written as a number.
    """

    def __init__(self, columns: Sequence[Column], styles: StyleBook, encoder: Callable[..., Encoder]) -> None:
        """`encoder(index, column, total=True)` encodes a cell of a row of sums."""
        self._columns = columns
        self._styles = styles
        self._encoder = encoder
        self._data = [i for i, column in enumerate(columns) if column.kind != "number_no"]
        self._added = dict.fromkeys((i for i in self._data if columns[i].kind in _SUMMED), 0.0)
        self._group = dict(self._added)
        self._first_row = 0
        self._parts = 0
        self.merges: list[str] = []

    def begin(self, first_row: int) -> None:
        """Begin the next worksheet; a sum over several worksheets cannot be a formula."""
        self._first_row = first_row
        self._parts += 1
        self.merges = []

    def add(self, columns: Sequence[Sequence[object]]) -> None:
        """Add rows, given as columns, without the running number."""
        for index, values in zip(self._data, columns, strict=True):
            if index in self._added:
                more = sum(value for value in values if value.__class__ in (int, float))  # type: ignore[misc]
                self._added[index] += more
                self._group[index] += more

    def heading(self, row: int, title: str) -> str:
        """The XML of the heading row above a group, over the whole width."""
        style = self._styles.number(GROUP)
        quoted = self._styles.number(CellStyle(**{**GROUP.__dict__, "quoted": True}))
        cells = [text_encoder("A", style, quoted)(title, str(row))]
        letters = map(get_column_letter, range(2, len(self._columns) + 1))
        cells += [f'<c r="{letter}{row}" s="{style}"/>' for letter in letters]
        self.merges.append(f"A{row}:{get_column_letter(len(self._columns))}{row}")
        return f'<row r="{row}">{"".join(cells)}</row>'

    def row(self, row: int, label: str, values: Sequence[object], first_row: int, last_row: int) -> str:
        """The XML of the sums below a group; resets the group's sums."""
        xml = self._row(row, label, values, self._group, f"{first_row}", f"{last_row}", height="")
        self._group = dict.fromkeys(self._group, 0.0)
        return xml

    def total(self, row: int, label: str, values: Sequence[object], last_row: int) -> str:
        """The XML of the sums below the whole table."""
        added = self._added if self._parts == 1 and last_row >= self._first_row else {}
        return self._row(
            row, label, values, added, f"{self._first_row}", f"{last_row}", height=' ht="18" customHeight="1"'
        )

    def _row(
        self, row: int, label: str, values: Sequence[object], added: dict[int, float], first_row: str,
        last_row: str, *, height: str,
    ) -> str:  # fmt: skip
        if len(values) != len(self._data):
            raise ValueError(f"the sums have {len(values)} values for {len(self._data)} columns")
        by_column = dict(zip(self._data, values, strict=True))
        first = min((i for i, value in by_column.items() if value is not None), default=len(self._columns))
        style = self._styles.number(TOTAL_LABEL)
        quoted = self._styles.number(CellStyle(**{**TOTAL_LABEL.__dict__, "quoted": True}))
        cells: list[str] = []
        for index, column in enumerate(self._columns):
            letter, value = get_column_letter(index + 1), by_column.get(index)
            if index < first:
                cells.append(text_encoder(letter, style, quoted)(label if index == 0 else None, str(row)))
            elif index in added and isinstance(value, int) and added[index] == value:
                look = self._styles.number(body_look(column.kind, total=True))
                cells.append(
                    sum_cell(f"{letter}{row}", look, f"{letter}{first_row}:{letter}{last_row}", value)
                )
            else:
                cells.append(self._encoder(index, column, total=True)(value, str(row)))
        if first > 1:
            self.merges.append(f"A{row}:{get_column_letter(first)}{row}")
        return f'<row r="{row}"{height}>{"".join(cells)}</row>'
