"""The file of units → the tree. What would break the tree is refused row by row; the rest is taken."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from app.audit.rules import Actor, digest
from app.audit.services import record_event
from app.directory.errors import DemoCityRefusesRoster, TreeWouldBreak, UnitsChangedMeanwhile
from app.directory.queries import UNIT, load_tree_history
from app.directory.roster_import.drafts import Refusal
from app.directory.roster_import.write import lock_directory
from app.directory.rules import TreeError, TreeHistory, UnitChange, UnitRow, UnitTree
from app.directory.services.dates import ensure_in_reach
from app.directory.services.unit_file import UnitLine, UnitsOutcome, read_units
from app.directory.services.unit_record import record_act
from app.extensions import db
from app.settings.queries import is_demo
from app.shared import clock
from app.shared.transaction import begin_writing


class StoredUnit(NamedTuple):
    """One unit as it stands on the day, with its parent's external id."""

    id: int
    name: str
    parent: str


@dataclass(frozen=True)
class UnitsPlan:
    """What a file would do: new units, changes of units from `as_of` on, and the trees before and after.

    New units have negative ids here, in the order of `new`; they get theirs when they are written.
    """

    as_of: date
    outcome: UnitsOutcome
    new: list[UnitLine]
    changes: list[UnitChange]
    before: TreeHistory
    after: TreeHistory
    promise: str
    """A hash of what the preview said; the confirmation repeats it."""


def plan_units(
    path: Path, as_of: date | None = None, *, name: str | None = None, allow_demo: bool = False
) -> UnitsPlan:
    """Compare a file (ID, NAMA_UNOR, ID_ATASAN) with the tree of a day (default: the 1st of the month). Changes
    nothing. UnusableFile when it is no such table, TreeWouldBreak when a later change does not fit any more.

    Refused rows: no ID or name, an ID named twice, an unknown parent, a second root, circles.
    """
    if is_demo() and not allow_demo:
        raise DemoCityRefusesRoster()
    outcome = UnitsOutcome()
    return _compare(read_units(path, name, outcome), outcome, as_of)


def _compare(lines: list[UnitLine], outcome: UnitsOutcome, as_of: date | None) -> UnitsPlan:
    day = as_of or clock.this_period().first_day
    ensure_in_reach(day, "as_of")
    before = load_tree_history()
    tree = before.on(day)
    known = _load(tree)
    accepted = _settle(lines, known, outcome)
    new = [line for line in accepted.values() if line.key not in known]
    ids = {key: one.id for key, one in known.items()} | {line.key: -at for at, line in enumerate(new, 1)}
    changes = [
        change
        for line in accepted.values()
        if line.key in known and (change := _change(line, known[line.key], tree, ids, day))
    ]
    rows = [UnitRow(ids[line.key], line.key, line.name, ids.get(line.parent)) for line in new]
    outcome.created, outcome.changed = len(new), len(changes)
    outcome.unchanged = len(accepted) - len(new) - len(changes)
    outcome.missing = len(known.keys() - {line.key for line in lines})
    outcome.refused.sort(key=lambda refusal: refusal.row)
    after = before.with_changes(changes, rows)
    try:
        after.ensure_trees(day)
    except TreeError:
        raise TreeWouldBreak() from None
    said = [day, outcome.counts(), [list(one) for one in changes], [list(one) for one in new]]
    return UnitsPlan(day, outcome, new, changes, before, after, digest({"said": said}))


def _change(
    line: UnitLine, unit: StoredUnit, tree: UnitTree, ids: dict[str, int], day: date
) -> UnitChange | None:
    """What the file says otherwise of a stored unit; one that had ended and is in the file again is back."""
    name = line.name if line.name != unit.name else None
    parent = ids.get(line.parent) if line.parent != unit.parent else None
    back = False if tree.is_ended(unit.id) and tree.successor(unit.id) is None else None
    if name is None and parent is None and back is None:
        return None
    return UnitChange(unit.id, day, name, parent, back)


def import_units(
    path: Path,
    *,
    actor: Actor,
    as_of: date | None = None,
    letter: str = "",
    promise: str | None = None,
    name: str | None = None,
    allow_demo: bool = False,
) -> UnitsOutcome:
    """Carry a file of units out, all or nothing: new units, and changes of known ones from `as_of` on.

    `promise` binds it to a preview. Raises what `plan_units` raises, and UnitsChangedMeanwhile.
    """
    if is_demo() and not allow_demo:
        raise DemoCityRefusesRoster()
    outcome = UnitsOutcome()
    lines = read_units(path, name, outcome)
    begin_writing()
    lock_directory()
    plan = _compare(lines, outcome, as_of)
    if promise is not None and promise != plan.promise:
        raise UnitsChangedMeanwhile()
    _write(plan, letter, name or path.name, actor)
    record_event("directory.import_units", actor=actor, subject="unit", details=plan.outcome.counts())
    return plan.outcome


def _load(tree: UnitTree) -> dict[str, StoredUnit]:
    keys = {row.id: row.external_id for row in tree.rows.values()}
    return {
        row.external_id: StoredUnit(row.id, row.name, keys.get(row.parent_id or 0, ""))
        for row in tree.rows.values()
    }


def _settle(
    lines: list[UnitLine], known: dict[str, StoredUnit], outcome: UnitsOutcome
) -> dict[str, UnitLine]:
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
    parents: dict[str, str], accepted: dict[str, UnitLine], known: dict[str, StoredUnit]
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


def _write(plan: UnitsPlan, letter: str, file_name: str, actor: Actor) -> None:
    """New units first without a parent, then their parents; then the changes, as one act."""
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
        one._replace(parent_id=real.get(one.parent_id or 0, one.parent_id)) if one.parent_id else one
        for one in plan.changes
    ]
    record_act(
        "import", plan.as_of, changes, plan.before.on(plan.as_of),
        actor=actor, letter=letter, file_name=file_name, details={"created": list(real.values())},
    )  # fmt: skip
