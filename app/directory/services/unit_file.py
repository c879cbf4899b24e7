"""Reads a file of units (ID, NAMA_UNOR, ID_ATASAN), each row by itself; `units.py` compares it with the tree."""

from pathlib import Path
from typing import NamedTuple

from app.excel.invisible_marks import CellMark
from app.imports.faults import RowRefused
from app.imports.sheet import Columns, SheetFile, SheetRow

COLUMNS = Columns(
    {
        "id": ["ID", "UNOR ID", "ID UNOR", "KODE UNOR", "KODE UNIT"],
        "name": ["NAMA_UNOR", "UNOR NAMA", "NAMA UNIT", "NAMA UNIT KERJA", "UNIT KERJA", "NAMA"],
        "parent": [
            "ID_ATASAN",
            "ATASAN ID",
            "UNOR ATASAN ID",
            "ID UNOR ATASAN",
            "DIATASAN ID",
            "ID INDUK",
            "INDUK",
        ],
    },
    required=({"id", "name", "parent"},),
    label="name",
)


class UnitLine(NamedTuple):
    """One row of the file; `parent` is empty for the root."""

    row: int
    key: str
    name: str
    parent: str


def read_units(path: Path, name: str | None = None) -> SheetFile[UnitLine]:
    """The rows of a file of units, read without the database. UnusableFile."""
    first: dict[str, int] = {}

    def read(row: SheetRow) -> UnitLine:
        line = _read_line(row)
        if line.key in first:
            raise RowRefused("duplicate_unit", "id", text=line.key, first=first[line.key])
        first[line.key] = row.number
        return line

    return SheetFile[UnitLine](COLUMNS).read(path, read, name)


def _read_line(row: SheetRow) -> UnitLine:
    line = UnitLine(row.number, *(_text(row, column) for column in ("id", "name", "parent")))
    if not line.key:
        raise RowRefused("no_unit_id", "id")
    if not line.name:
        raise RowRefused("no_unit_name", "name")
    if len(line.key) > 64 or len(line.parent) > 64 or len(line.name) > 200:
        raise RowRefused("unit_too_long")
    if not (line.key + line.name + line.parent).isprintable():
        raise RowRefused("characters")
    return line


def _text(row: SheetRow, column: str) -> str:
    value = row.get(column)
    if isinstance(value, CellMark):
        raise RowRefused("formula", column)
    text = "" if value is None else " ".join(str(value).split()).lstrip("'’")
    return "" if text in ("-", "–") else text
