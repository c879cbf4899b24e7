"""Reads several sheets of one workbook as one table, with row numbers by sheet and one order of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.excel.header import Header, fold_title

ROWS_OF_A_SHEET = 2**20  # the format's limit


@dataclass
class Tabs:
    """The sheets of one file that were read so far.

    ``titles``: the first sheet's, then additional ones of further sheets; ``ignored``: visible sheets with content but
    without the required header; ``hidden``: hidden sheets with content.
    """

    names: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    _columns: dict[str, int] = field(default_factory=dict)
    _places: list[tuple[int, int]] | None = None

    def begin(self, name: str, header: Header) -> None:
        """Begin the next sheet."""
        self._places = self._find_places(header) if self.names else None
        if not self.names:
            self.titles, self._columns = list(header.titles), dict(header.columns)
        self.names.append(name)

    def _find_places(self, header: Header) -> list[tuple[int, int]]:
        """(index in this sheet, index in ``titles``): recognised columns first, then those with equal titles."""
        places: dict[int, int] = {}
        for name, index in header.columns.items():
            if name not in self._columns:
                self._columns[name] = len(self.titles)
                self.titles.append(header.titles[index])
            places[index] = self._columns[name]
        same = {fold_title(title): place for place, title in enumerate(self.titles) if title}
        for index, title in enumerate(header.titles):
            if not title or index in places:
                continue
            place = same.get(fold_title(title))
            if place is None:
                place = len(self.titles)
                self.titles.append(title)
            if place not in places.values():
                places[index] = place
        return sorted(places.items())

    @property
    def unread(self) -> list[str]:
        """The titles of columns that were not read, in the order of ``titles``."""
        read = set(self._columns.values())
        return [title for place, title in enumerate(self.titles) if title and place not in read]

    def align(self, cells: Sequence[object]) -> Sequence[object]:
        """A row of the present sheet, in the order of ``titles``."""
        if self._places is None:
            return cells
        aligned: list[object] = [None] * len(self.titles)
        for index, place in self._places:
            if index < len(cells):
                aligned[place] = cells[index]
        return aligned


class RowNumber(int):
    """A row's number, unique and increasing over all sheets of a file; formatted with the sheet's name if more than one
    sheet was read."""

    number: int
    sheet: str
    _tabs: Tabs

    def __new__(cls, number: int, tabs: Tabs) -> RowNumber:
        """Row ``number`` (from 1) of the sheet that ``tabs`` began last."""
        made = super().__new__(cls, (len(tabs.names) - 1) * ROWS_OF_A_SHEET + number)
        made.number, made.sheet, made._tabs = number, tabs.names[-1], tabs
        return made

    def __str__(self) -> str:
        return f"{self.number} ({self.sheet})" if len(self._tabs.names) > 1 else str(self.number)

    def __format__(self, spec: str) -> str:
        return format(str(self) if not spec else self.number, spec)


def split_number(row: int) -> tuple[int, str]:
    """(number within the sheet, name of the sheet); the name is empty if the file has only one."""
    return (row.number, row.sheet) if isinstance(row, RowNumber) else (row, "")
