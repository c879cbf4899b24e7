"""The file of units → the tree. What would break the tree is refused row by row; the rest is taken."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.errors import DemoCityRefusesRoster
from app.directory.queries import UNIT
from app.directory.roster_import.drafts import Refusal
from app.directory.roster_import.write import lock_directory
from app.excel.marks import CellMark
from app.excel.reader import open_table
from app.extensions import db
from app.settings.queries import is_demo
from app.shared.transaction import begin_writing

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
_LONGEST = {"id": 64, "name": 200, "parent": 64}


class UnitLine(NamedTuple):
    """One row of the file; `parent` is empty for the root."""

    row: int
    key: str
    name: str
    parent: str


class Known(NamedTuple):
    """One unit as stored, with its parent's external id."""

    id: int
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


def import_units(
    path: Path, *, actor: Actor, name: str | None = None, allow_demo: bool = False
) -> UnitsOutcome:
    """Insert and update units from a file (ID, NAMA_UNOR, ID_ATASAN). UnusableFile when it is no such table.

    Refused are: no ID or name, an ID named twice, an unknown parent, a second root, circles.
    """
    if is_demo() and not allow_demo:
        raise DemoCityRefusesRoster()
    outcome = UnitsOutcome()
    lines = _read(path, name, outcome)
    begin_writing()
    lock_directory()
    known = _load()
    accepted = _settle(lines, known, outcome)
    _write(accepted, known, outcome)
    outcome.missing = len(known.keys() - {line.key for line in lines})
    outcome.refused.sort(key=lambda refusal: refusal.row)
    record_event("directory.import_units", actor=actor, subject="unit", details=outcome.counts())
    return outcome


def _read(path: Path, name: str | None, outcome: UnitsOutcome) -> list[UnitLine]:
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


def _load() -> dict[str, Known]:
    rows = db.session.execute(select(UNIT.c.id, UNIT.c.external_id, UNIT.c.name, UNIT.c.parent_id)).all()
    keys = {row.id: row.external_id for row in rows}
    return {row.external_id: Known(row.id, row.name, keys.get(row.parent_id, "")) for row in rows}


def _settle(lines: list[UnitLine], known: dict[str, Known], outcome: UnitsOutcome) -> dict[str, UnitLine]:
    """Take out rows until what remains, laid over the stored tree, is one tree."""
    accepted = {line.key: line for line in lines}
    while True:
        parents = {key: unit.parent for key, unit in known.items()}
        parents |= {key: line.parent for key, line in accepted.items()}
        wrong = _find_wrong(parents, accepted, known)
        if not wrong:
            return accepted
        for key, reason in wrong.items():
            line = accepted.pop(key)
            outcome.refused.append(Refusal(line.row, line.name, reason, {"text": line.parent}))


def _find_wrong(
    parents: dict[str, str], accepted: dict[str, UnitLine], known: dict[str, Known]
) -> dict[str, str]:
    """Rows to refuse now, by key: unknown parents first, then second roots, then circles."""
    wrong = {
        key: "unknown_parent" for key, line in accepted.items() if line.parent and line.parent not in parents
    }
    if wrong:
        return wrong
    roots = [key for key, parent in parents.items() if not parent]  # stored ones stand first
    wrong = {key: "two_roots" for key in roots[1:] if key in accepted}
    if wrong:
        return wrong
    return {key: "cycle" for key in accepted if _circles(key, parents)}


def _circles(key: str, parents: dict[str, str]) -> bool:
    """Whether somebody walking up from here comes back here."""
    here, seen = parents[key], set()
    while here and here not in seen:
        if here == key:
            return True
        seen.add(here)
        here = parents[here]
    return False


def _write(accepted: dict[str, UnitLine], known: dict[str, Known], outcome: UnitsOutcome) -> None:
    """New units first without a parent, then names and parents of everything new or changed."""
    new = [line for line in accepted.values() if line.key not in known]
    changed = [
        line
        for line in accepted.values()
        if line.key in known and (known[line.key].name, known[line.key].parent) != (line.name, line.parent)
    ]
    if new:
        db.session.execute(insert(UNIT), [{"external_id": line.key, "name": line.name} for line in new])
    if new or changed:
        ids = {row.external_id: row.id for row in db.session.execute(select(UNIT.c.id, UNIT.c.external_id))}
        statement = update(UNIT).where(UNIT.c.id == bindparam("which"))
        db.session.execute(
            statement.values(name=bindparam("new_name"), parent_id=bindparam("new_parent")),
            [
                {"which": ids[line.key], "new_name": line.name, "new_parent": ids.get(line.parent)}
                for line in (*new, *changed)
            ],
        )
    outcome.created, outcome.changed = len(new), len(changed)
    outcome.unchanged = len(accepted) - len(new) - len(changed)
