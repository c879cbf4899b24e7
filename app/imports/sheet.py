"""A file as read: its accepted rows, refused rows, and ignored columns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, NamedTuple, Self, TypeVar

from app.excel.header import Header
from app.excel.reader import open_table
from app.imports.faults import RowFault, RowRefused
from app.shared.text import normalize

Row = TypeVar("Row")
MOST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of file: `synonyms` maps each name to its accepted titles, best first.

    `required`: alternative sets of names; the header is the row that has one of these sets in full. `label`: the
    column that identifies a row for a person. Columns that are not in this table are never read.
    """

    synonyms: Mapping[str, Sequence[str]]
    required: Collection[Collection[str]]
    label: str = ""

    def title(self, name: str) -> str:
        """The best title of a column."""
        return next(iter(self.synonyms.get(name, ())), name)


class SheetRow(NamedTuple):
    """One row below its sheet's header; `number`: its number in the spreadsheet."""

    number: int
    header: Header
    cells: Sequence[object]
    warnings: list[RowFault]

    def get(self, column: str) -> object:
        """The cell of a column; None if it is empty or the file has no such column."""
        return self.header.get(self.cells, column)

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.header.columns

    def warn(self, reason: str, column: str = "", **facts: object) -> None:
        """Add a warning about this row, which is accepted nevertheless."""
        self.warnings.append(RowFault(self.number, reason, column, facts=facts))


@dataclass
class SheetFile(Generic[Row]):
    """The content of a file. `count`: all rows below the headers, i.e. `rows`, `refused` and `blank` ones."""

    columns: Columns
    rows: list[Row] = field(default_factory=list)
    refused: list[RowFault] = field(default_factory=list)
    warnings: list[RowFault] = field(default_factory=list)
    count: int = 0
    blank: int = 0
    titles: Sequence[str] = ()
    unread: Sequence[str] = ()
    """Titles of columns that were deliberately not read."""
    sheets: Sequence[str] = ()
    ignored: Sequence[str] = ()
    """Visible sheets with something in them and no header: nothing was read from there."""
    hidden: Sequence[str] = ()
    """Hidden sheets with something in them: they are never read."""
    path: Path = Path()
    name: str | None = None
    sha256: str = ""

    def read(self, path: Path, read_row: Callable[[SheetRow], Row | None], name: str | None = None) -> Self:
        """Read all rows, without the database; `name`: the user's name for the file. UnusableFile.

        `read_row` returns a row's values, or None to count it as blank, or raises RowRefused.
        """
        self.path, self.name, self.sha256 = path, name, file_hash(path)
        with open_table(path, self.columns.required, self.columns.synonyms, name=name) as table:
            for number, cells in table.rows:
                if table.header is None:
                    raise TypeError("a table without a header")
                self.count += 1
                self._take(SheetRow(number, table.header, cells, self.warnings), read_row)
            tabs = table.tabs
            self.titles, self.unread, self.sheets = tabs.titles, tabs.unread, tabs.names
            self.ignored, self.hidden = tabs.ignored, tabs.hidden
        return self

    def _take(self, row: SheetRow, read_row: Callable[[SheetRow], Row | None]) -> None:
        try:
            values = read_row(row) if any(map(_is_filled, row.cells)) else None
        except RowRefused as refused:
            self.refused.append(refused.at(row.number, tidy_label(row.get(self.columns.label))))
            return
        if values is None:
            self.blank += 1
        else:
            self.rows.append(values)


def file_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def tidy_label(cell: object) -> str:
    """A text cell on one line, printable characters only; "" for anything else."""
    text = " ".join(normalize(cell).split())[:MOST_LABEL] if isinstance(cell, str) else ""
    return text if text.isprintable() else ""


def _is_filled(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and (not cell or cell.isspace()))
