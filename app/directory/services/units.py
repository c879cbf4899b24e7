"""Imports a file of units into the tree. Rows that would break the tree are refused; the others are applied."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from app.audit.rules import Actor, digest
from app.directory.errors import DemoCityRefusesRoster, TreeWouldBreak
from app.directory.queries import UNIT, load_tree_history
from app.directory.rules import TreeError, TreeHistory, UnitChange, UnitRow, UnitTree
from app.directory.services.dates import ensure_in_reach
from app.directory.services.unit_file import UnitLine, read_units
from app.directory.services.unit_record import record_act
from app.extensions import db
from app.imports.effect import ImportEffect
from app.imports.faults import RowFault
from app.imports.sheet import SheetFile
from app.settings.queries import is_demo
from app.shared import clock


class StoredUnit(NamedTuple):
    """One unit on the day, with its parent's external id."""

    id: int
    name: str
    parent: str


@dataclass
class UnitsPlan(ImportEffect):
    """The changes a file would make: new units, changes of units from `as_of` on, and the trees before and after.

    New units have negative ids until they are written, in the order of `new`. `missing`: stored units that are not in
    the file.
    """

    as_of: date
    new: list[UnitLine]
    changes: list[UnitChange]
    before: TreeHistory
    after: TreeHistory
    file_name: str
    missing: int = 0

    def further_counts(self) -> dict[str, int]:
        """The number of stored units that are not in the file."""
        return {"missing": self.missing}


def read_unit_file(path: Path, name: str | None = None, *, allow_demo: bool = False) -> SheetFile[UnitLine]:
    """Read a file (ID, NAMA_UNOR, ID_ATASAN). UnusableFile, DemoCityRefusesRoster.

    Refused rows: no ID or name, an ID named twice.
    """
    if is_demo() and not allow_demo:
        raise DemoCityRefusesRoster()
    return read_units(path, name)


def plan_units(file: SheetFile[UnitLine], as_of: date | None = None) -> UnitsPlan:
    """Compare a file with the tree of a day (default: the 1st of the month). Changes nothing.

    Refused rows: an unknown parent, a second root, cycles. TreeWouldBreak if a later change would no longer be valid.
    """
    day = as_of or clock.this_period().first_day
    ensure_in_reach(day, "as_of")
    before = load_tree_history()
    tree = before.on(day)
    stored = _load(tree)
    accepted, refused = _settle(file.rows, stored)
    new = [line for line in accepted.values() if line.key not in stored]
    ids = {key: one.id for key, one in stored.items()} | {line.key: -at for at, line in enumerate(new, 1)}
    changes = [
        change
        for line in accepted.values()
        if line.key in stored and (change := _change(line, stored[line.key], tree, ids, day))
    ]
    rows = [UnitRow(ids[line.key], line.key, line.name, ids.get(line.parent)) for line in new]
    after = before.with_changes(changes, rows)
    try:
        after.ensure_trees(day)
    except TreeError:
        raise TreeWouldBreak() from None
    plan = UnitsPlan.of(
        file, as_of=day, new=new, changes=changes, before=before, after=after, file_name=file.name or file.path.name,
        created=len(new), changed=len(changes), unchanged=len(accepted) - len(new) - len(changes),
        missing=len(stored.keys() - {line.key for line in file.rows}),
    )  # fmt: skip
    plan.refused = sorted([*plan.refused, *refused], key=lambda fault: fault.row)
    promised = [day, plan.counts(), [list(one) for one in changes], [list(one) for one in new]]
    plan.promise = digest({"said": promised})
    return plan


def _change(
    line: UnitLine, unit: StoredUnit, tree: UnitTree, ids: dict[str, int], day: date
) -> UnitChange | None:
    """The change of a stored unit by the file, None if there is none. An ended unit in the file is reopened."""
    name = line.name if line.name != unit.name else None
    parent = ids.get(line.parent) if line.parent != unit.parent else None
    back = False if tree.is_ended(unit.id) and tree.successor(unit.id) is None else None
    if name is None and parent is None and back is None:
        return None
    return UnitChange(unit.id, day, name, parent, back)


def apply_units(plan: UnitsPlan, *, actor: Actor, letter: str = "") -> UnitsPlan:
    """Write a plan made in the same transaction, after `lock_directory`: new units, and changes from its day on."""
    _write(plan, letter, actor)
    return plan


def _load(tree: UnitTree) -> dict[str, StoredUnit]:
    keys = {row.id: row.external_id for row in tree.rows.values()}
    return {
        row.external_id: StoredUnit(row.id, row.name, keys.get(row.parent_id or 0, ""))
        for row in tree.rows.values()
    }


def _settle(
    lines: list[UnitLine], stored: dict[str, StoredUnit]
) -> tuple[dict[str, UnitLine], list[RowFault]]:
    """Refuse rows until the remaining ones, merged with the stored tree, form one tree."""
    accepted = {line.key: line for line in lines}
    refused: list[RowFault] = []
    while True:
        parents = {key: unit.parent for key, unit in stored.items()}
        parents |= {key: line.parent for key, line in accepted.items()}
        wrong = _find_wrong(parents, accepted, stored)
        if not wrong:
            return accepted, refused
        for key, reason in wrong.items():
            line = accepted.pop(key)
            refused.append(RowFault(line.row, reason, "parent", line.name, {"text": line.parent}))


def _find_wrong(
    parents: dict[str, str], accepted: dict[str, UnitLine], stored: dict[str, StoredUnit]
) -> dict[str, str]:
    """The reasons of the rows to refuse next, by key: unknown parents first, then second roots, then cycles."""
    wrong = {
        key: "unknown_parent" for key, line in accepted.items() if line.parent and line.parent not in parents
    }
    if wrong:
        return wrong
    roots = [key for key, parent in parents.items() if not parent]  # stored ones come first
    wrong = {key: "two_roots" for key in roots[1:] if key in accepted}
    if wrong:
        return wrong
    return {key: "cycle" for key in accepted if _circles(key, parents)}


def _circles(key: str, parents: dict[str, str]) -> bool:
    """Whether walking up from this unit leads back to it."""
    here, seen = parents[key], set()
    while here and here not in seen:
        if here == key:
            return True
        seen.add(here)
        here = parents[here]
    return False


def _write(plan: UnitsPlan, letter: str, actor: Actor) -> None:
    """Write new units without parents, then their parents, then the changes, as one act."""
    if not plan.new and not plan.changes:
        return
    ids = {row.external_id: row.id for row in plan.before.rows}
    if plan.new:
        db.session.execute(insert(UNIT), [{"external_id": line.key, "name": line.name} for line in plan.new])
        ids = {row.external_id: row.id for row in db.session.execute(select(UNIT.c.id, UNIT.c.external_id))}
        db.session.execute(
            update(UNIT).where(UNIT.c.id == bindparam("which")).values(parent_id=bindparam("new_parent")),
            [{"which": ids[line.key], "new_parent": ids.get(line.parent)} for line in plan.new],
        )
    real = {-at: ids[line.key] for at, line in enumerate(plan.new, 1)}
    changes = [
        change._replace(parent_id=real.get(change.parent_id or 0, change.parent_id))
        if change.parent_id
        else change
        for change in plan.changes
    ]
    record_act(
        "import", plan.as_of, changes, plan.before.on(plan.as_of),
        actor=actor, letter=letter, file_name=plan.file_name, details={"created": list(real.values())},
    )  # fmt: skip
