"""Changes of the tree by form, each from a day on: a new unit, a rename, a move, a merger, an end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.errors import (
    TreeWouldBreak,
    UnitEnded,
    UnitInUse,
    UnitIsTop,
    UnitKeyTaken,
    UnitNotFound,
    UnitUnchanged,
)
from app.directory.lookups import POSTING, UNIT, load_tree_history, postings_on
from app.directory.models import UnitAct
from app.directory.roster_import.write import lock_directory
from app.directory.rules import PostingValue, TreeError, TreeHistory, UnitChange, UnitRow, UnitTree
from app.directory.services.dates import ensure_in_reach
from app.directory.services.unit_record import record_act
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing

NEW = -1
"""The id of a unit that is only planned."""


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A requested change. `unit_id` None: a new unit. `other_id`: the new parent, or the unit to merge into."""

    kind: str
    unit_id: int | None
    effective_from: date
    letter: str
    name: str = ""
    other_id: int | None = None
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class UnitActPlan:
    """The effect of a draft: changes, the trees before and after, and the number of people posted there that day."""

    draft: UnitDraft
    changes: list[UnitChange]
    before: TreeHistory
    after: TreeHistory
    people: int
    units: int


def plan_unit_act(draft: UnitDraft) -> UnitActPlan:
    """Compute the effect of a change of the tree. Changes nothing.

    Raises DateOutOfReach, UnitNotFound, UnitEnded, UnitIsTop, UnitUnchanged, UnitKeyTaken, UnitInUse,
    TreeWouldBreak.
    """
    ensure_in_reach(draft.effective_from, "effective_from")
    history = load_tree_history()
    tree = history.on(draft.effective_from)
    _ensure_there(draft, tree)
    rows: list[UnitRow] = []
    if draft.kind == "add":
        rows = [UnitRow(NEW, draft.external_id, draft.name, draft.other_id)]
        changes: list[UnitChange] = []
    else:
        changes = _changes(draft, tree)
    people, units = _count_there(draft, tree)
    if draft.kind == "end" and (people or units):
        raise UnitInUse("unit_id", people=people, units=units)
    after = history.with_changes(changes, rows)
    try:
        after.ensure_trees(draft.effective_from)
    except TreeError:
        raise TreeWouldBreak("other_id") from None
    return UnitActPlan(draft, changes, history, after, people, units)


def _ensure_there(draft: UnitDraft, tree: UnitTree) -> None:
    """Check that each named unit is in the tree of that day and not ended; the root can only be renamed."""
    for unit_id, field in ((draft.unit_id, "unit_id"), (draft.other_id, "other_id")):
        if unit_id is None:
            continue
        if unit_id not in tree:
            raise UnitNotFound(field)
        if tree.is_ended(unit_id):
            raise UnitEnded(field, unit=tree.name(unit_id))
    if draft.kind in ("add", "move", "merge") and draft.other_id is None:
        raise UnitNotFound("other_id")
    if draft.kind != "add" and draft.unit_id is None:
        raise UnitNotFound("unit_id")
    if draft.kind in ("move", "merge", "end") and draft.unit_id == tree.root:
        raise UnitIsTop("unit_id")
    if draft.kind == "add" and draft.external_id.upper() in tree.by_external_id:
        raise UnitKeyTaken("external_id")


def _changes(draft: UnitDraft, tree: UnitTree) -> list[UnitChange]:
    unit, day = draft.unit_id or 0, draft.effective_from
    row = tree.rows[unit]
    if draft.kind == "rename":
        if draft.name == row.name:
            raise UnitUnchanged("name")
        return [UnitChange(unit, day, name=draft.name)]
    if draft.kind == "move":
        if draft.other_id == row.parent_id:
            raise UnitUnchanged("other_id")
        return [UnitChange(unit, day, parent_id=draft.other_id)]
    if draft.kind == "merge":
        if draft.other_id == unit or draft.other_id in tree.below(unit):
            raise TreeWouldBreak("other_id")
        below = [UnitChange(child, day, parent_id=draft.other_id) for child in tree.children(unit)]
        return [*below, UnitChange(unit, day, is_ended=True, successor_id=draft.other_id)]
    return [UnitChange(unit, day, is_ended=True)]


def _count_there(draft: UnitDraft, tree: UnitTree) -> tuple[int, int]:
    """(people in service posted at the unit itself on the day or later, child units)."""
    if draft.unit_id is None:
        return 0, 0
    current_postings = postings_on(draft.effective_from)
    now = select(func.count()).where(
        current_postings.c.unit_id == draft.unit_id, current_postings.c.service == "active"
    )
    later = select(func.count()).where(
        POSTING.c.unit_id == draft.unit_id,
        POSTING.c.effective_from > draft.effective_from,
        POSTING.c.service == "active",
    )
    people = db.session.execute(now).scalar_one() + db.session.execute(later).scalar_one()
    return people, len(tree.children(draft.unit_id))


def apply_unit_act(draft: UnitDraft, *, actor: Actor) -> UnitAct:
    """Apply the change. A merger also posts everybody of the old unit to the new one, with the same letter.

    Raises what `plan_unit_act` raises.
    """
    begin_writing()
    lock_directory()
    plan = plan_unit_act(draft)
    before = plan.before.on(draft.effective_from)
    details: dict[str, Any] = {}
    if draft.kind == "add":
        details = {"created": [_insert_unit(draft)]}
    elif draft.kind == "merge":
        details = _post_to_successor(draft)
    act = record_act(
        draft.kind,
        draft.effective_from,
        plan.changes,
        before,
        actor=actor,
        letter=draft.letter,
        details=details,
    )
    if draft.kind == "add":
        record_event(
            "directory.add_unit", actor=actor, subject="unit", subject_id=details["created"][0],
            details={"unit": draft.name, "parent_after": before.name(draft.other_id), "letter": draft.letter},
        )  # fmt: skip
    return act


def _insert_unit(draft: UnitDraft) -> int:
    values = {"external_id": draft.external_id, "name": draft.name, "parent_id": draft.other_id}
    return int(db.session.execute(insert(UNIT).values(**values).returning(UNIT.c.id)).scalar_one())


def _post_to_successor(draft: UnitDraft) -> dict[str, Any]:
    """Move all postings at the old unit to its successor from the day on; returns the data for undoing it."""
    current_postings = postings_on(draft.effective_from)
    fields = [current_postings.c[name] for name in PostingValue._fields]
    rows = db.session.execute(
        select(current_postings.c.employee_id, *fields).where(
            current_postings.c.unit_id == draft.unit_id,
            current_postings.c.effective_from < draft.effective_from,
        )
    ).all()
    at_or_after = (POSTING.c.unit_id == draft.unit_id, POSTING.c.effective_from >= draft.effective_from)
    moved = list(db.session.scalars(select(POSTING.c.id).where(*at_or_after)))
    if moved:
        db.session.execute(update(POSTING).where(*at_or_after).values(unit_id=draft.other_id))
    last = db.session.execute(select(func.coalesce(func.max(POSTING.c.id), 0))).scalar_one()
    if rows:
        since, letter, now = draft.effective_from, draft.letter, clock.now()
        values = [
            dict(zip(PostingValue._fields, row[1:], strict=True))
            | {"employee_id": row[0], "unit_id": draft.other_id}
            | {"effective_from": since, "letter": letter, "recorded_at": now}
            for row in rows
        ]
        db.session.execute(insert(POSTING), values)
    inserted = list(db.session.scalars(select(POSTING.c.id).where(POSTING.c.id > last)))
    return {"inserted": inserted, "moved": moved, "from": draft.unit_id, "into": draft.other_id}
