"""Writes an act on units: its row, its changes, and an audit event per unit with its old and new values."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.lookups import UNIT_CHANGE
from app.directory.models import UnitAct
from app.directory.rules import UnitChange, UnitTree
from app.extensions import db
from app.shared import clock


def record_act(
    kind: str,
    effective_from: date,
    changes: Sequence[UnitChange],
    before: UnitTree,
    *,
    actor: Actor,
    letter: str = "",
    file_name: str = "",
    details: dict[str, Any] | None = None,
) -> UnitAct:
    """Store the act with its changes; `before`: the tree of that day without them. One event per changed unit."""
    act = UnitAct(
        kind=kind,
        effective_from=effective_from,
        letter=letter,
        file_name="".join(one for one in file_name if one.isprintable())[-200:],
        details=details or {},
        actor_id=actor.id if actor.kind == "user" else None,
        recorded_at=clock.now(),
    )
    db.session.add(act)
    db.session.flush()
    if changes:
        db.session.execute(insert(UNIT_CHANGE), [change._asdict() | {"act_id": act.id} for change in changes])
    names = {unit: row.name for unit, row in before.rows.items()}
    for one in changes:
        record_event(
            "directory.change_unit",
            actor=actor,
            subject="unit",
            subject_id=one.unit_id,
            details=_payload(kind, one, before, names) | ({"letter": letter} if letter else {}),
        )
    return act


def _payload(kind: str, change: UnitChange, before: UnitTree, names: dict[int, str]) -> dict[str, Any]:
    """The details of the event: the unit's name, and the old and new values by name."""
    row = before.rows[change.unit_id]
    payload: dict[str, Any] = {
        "kind": kind,
        "unit": row.name,
        "effective_from": change.effective_from.isoformat(),
    }
    if change.name is not None:
        payload |= {"name_before": row.name, "name_after": change.name}
    if change.parent_id is not None:
        payload |= {
            "parent_before": names.get(row.parent_id or 0, ""),
            "parent_after": names.get(change.parent_id, ""),
        }
    if change.successor_id is not None:
        payload |= {"merged_into": names.get(change.successor_id, "")}
    return payload
