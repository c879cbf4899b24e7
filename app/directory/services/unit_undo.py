"""Undoes an act on units, as long as no other record depends on it."""

from collections.abc import Collection

from sqlalchemy import Table, delete, func, or_, select, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.errors import UndoPrevented, UnitActNotFound
from app.directory.lookups import POSTING, UNIT, UNIT_ACT, UNIT_CHANGE, load_tree_history
from app.directory.models import UnitAct
from app.directory.references import referencing_columns
from app.directory.roster_import.write import lock_directory
from app.directory.rules import TreeError, TreeHistory
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing


def undo_unit_act(act_id: int, *, actor: Actor) -> UnitAct:
    """Undo an act as a whole: its changes, the units it created, the postings of a merger.

    UnitActNotFound; UndoPrevented with `why`: undone, later_act, unit_used, postings_changed, tree.
    """
    begin_writing()
    lock_directory()
    act = db.session.get(UnitAct, act_id, populate_existing=True)
    if act is None:
        raise UnitActNotFound()
    why = find_obstacle(act)
    if why:
        raise UndoPrevented(why=why)
    _take_postings_back(act)
    db.session.execute(delete(UNIT_CHANGE).where(UNIT_CHANGE.c.act_id == act.id))
    created = act.details.get("created", [])
    if created:
        db.session.execute(update(UNIT).where(UNIT.c.id.in_(created)).values(parent_id=None))
        db.session.execute(delete(UNIT).where(UNIT.c.id.in_(created)))
    act.undone_at = clock.now()
    db.session.flush()
    record_event(
        "directory.undo_unit_act", actor=actor, subject="unit_act", subject_id=act.id,
        details={"kind": act.kind, "effective_from": act.effective_from.isoformat()},
    )  # fmt: skip
    return act


def find_obstacle(act: UnitAct) -> str:
    """The code of the reason why an act cannot be undone; empty if it can."""
    if act.undone_at is not None:
        return "undone"
    units = set(db.session.scalars(select(UNIT_CHANGE.c.unit_id).where(UNIT_CHANGE.c.act_id == act.id)))
    created = set(act.details.get("created", []))
    if _is_changed_later(act.id, units | created):
        return "later_act"
    if created and is_referenced(UNIT, created, within=created):
        return "unit_used"
    if not _are_postings_as_left(act):
        return "postings_changed"
    history = load_tree_history()
    own = _own_changes(act.id)
    rest = TreeHistory(
        [row for row in history.rows if row.id not in created],
        [change for change in history.changes if (change.unit_id, change.effective_from) not in own],
    )
    try:
        rest.ensure_trees(act.effective_from)
    except TreeError:
        return "tree"
    return ""


def _own_changes(act_id: int) -> set[tuple[int, object]]:
    rows = db.session.execute(
        select(UNIT_CHANGE.c.unit_id, UNIT_CHANGE.c.effective_from).where(UNIT_CHANGE.c.act_id == act_id)
    )
    return {(unit_id, day) for unit_id, day in rows}


def _is_changed_later(act_id: int, units: Collection[int]) -> bool:
    if not units:
        return False
    named = or_(
        UNIT_CHANGE.c.unit_id.in_(units),
        UNIT_CHANGE.c.parent_id.in_(units),
        UNIT_CHANGE.c.successor_id.in_(units),
    )
    later = select(func.count()).select_from(UNIT_CHANGE).where(UNIT_CHANGE.c.act_id > act_id, named)
    return bool(db.session.execute(later).scalar_one())


def is_referenced(target: Table, ids: Collection[int], within: Collection[int] = ()) -> bool:
    """Whether a row of any table refers to one of these rows; rows of the same table in `within` do not count."""
    for table, column in referencing_columns(target):
        found = select(func.count()).select_from(table).where(column.in_(ids))
        if table is target:
            found = found.where(target.c.id.not_in(within))
        if db.session.execute(found).scalar_one():
            return True
    return False


def _are_postings_as_left(act: UnitAct) -> bool:
    """Whether the postings of a merger are still as it wrote them."""
    ids = [*act.details.get("inserted", []), *act.details.get("moved", [])]
    if not ids:
        return True
    unchanged = select(func.count()).where(
        POSTING.c.id.in_(ids),
        POSTING.c.unit_id == act.details["into"],
        POSTING.c.recorded_at <= act.recorded_at,
    )
    return db.session.execute(unchanged).scalar_one() == len(ids)


def _take_postings_back(act: UnitAct) -> None:
    inserted, moved = act.details.get("inserted", []), act.details.get("moved", [])
    if inserted:
        db.session.execute(delete(POSTING).where(POSTING.c.id.in_(inserted)))
    if moved:
        statement = update(POSTING).where(POSTING.c.id.in_(moved))
        db.session.execute(statement.values(unit_id=act.details["from"]))


def list_unit_acts(limit: int = 50) -> list[UnitAct]:
    """Acts on units, newest first."""
    statement = select(UnitAct).order_by(UNIT_ACT.c.id.desc()).limit(limit)
    return list(db.session.scalars(statement))
