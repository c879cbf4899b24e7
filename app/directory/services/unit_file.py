"""Reads a file of units (ID, NAMA_UNOR, ID_ATASAN) row by row; what a row means for the tree comes later."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from app.directory.roster_import.drafts import Refusal
from app.excel.invisible_marks import CellMark
from app.excel.reader import open_table

SYNONYMS = {
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
}
REQUIRED = ({"id", "name", "parent"},)


class UnitLine(NamedTuple):
    """One row of the file; `parent` is empty for the root."""

    row: int
    key: str
    name: str
    parent: str


@dataclass
class UnitsOutcome:
    """`rows = created + changed + unchanged + refused + blank`; `missing`: stored units not in the file."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    blank: int = 0
    missing: int = 0
    refused: list[Refusal] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Visible sheets with something in them and no header: nothing was read from there."""
    hidden: list[str] = field(default_factory=list)
    """Hidden sheets with something in them: they are never read."""

    def counts(self) -> dict[str, int]:
        """The figures of the closing JSON line."""
        return {
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "blank": self.blank,
            "missing": self.missing,
        }


def read_units(path: Path, name: str | None, outcome: UnitsOutcome) -> list[UnitLine]:
    """The readable rows; what is blank or refused goes to the outcome. UnusableFile."""
    lines: dict[str, UnitLine] = {}
    with open_table(path, REQUIRED, SYNONYMS, name=name) as table:
        for number, cells in table.rows:
            if table.header is None:
                raise RuntimeError("open_table gives a header or raises")
            outcome.rows += 1
            values = {key: table.header.get(cells, key) for key in SYNONYMS}
            if all(value is None or not str(value).strip() for value in cells):
                outcome.blank += 1
                continue
            line = UnitLine(number, *(_text(values[key]) for key in ("id", "name", "parent")))
            reason = _refuse_line(line, values, lines)
            if reason:
                facts: dict[str, object] = {
                    "text": line.key,
                    "first": lines[line.key].row if line.key in lines else 0,
                    "column": _marked_column(values),
                }
                outcome.refused.append(Refusal(number, line.name, reason, facts))
            else:
                lines[line.key] = line
        outcome.ignored, outcome.hidden = table.tabs.ignored, table.tabs.hidden
    return list(lines.values())


def _text(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).lstrip("'’")
    return "" if text in ("-", "–") else text


def _marked_column(values: dict[str, object]) -> str:
    return next((SYNONYMS[key][0] for key, value in values.items() if isinstance(value, CellMark)), "")


def _refuse_line(line: UnitLine, values: dict[str, object], lines: dict[str, UnitLine]) -> str:
    if any(isinstance(value, CellMark) for value in values.values()):
        return "formula"
    if not line.key:
        return "no_unit_id"
    if not line.name:
        return "no_unit_name"
    if len(line.key) > 64 or len(line.parent) > 64 or len(line.name) > 200:
        return "unit_too_long"
    if not (line.key + line.name + line.parent).isprintable():
        return "characters"
    return "duplicate_unit" if line.key in lines else ""
