"""The shared steps of every decision, locking and closing rows, and the decision that all kinds share: dismissing."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, select, update

from app.audit.rules import Actor
from app.audit.sealing import hold_sealing
from app.audit.services import record_event
from app.decisions.errors import AlreadyDecided, NothingChosen
from app.extensions import db
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing

Scope = frozenset[int] | None
"""Ids of the booths whose items somebody may decide; None: all booths."""


def lock_open(source: Table, ids: Collection[int], scope: Scope) -> list[Any]:
    """These rows of a table of `Decidable` rows, locked, in order of id; begins the writing transaction.

    NothingChosen; NotFound for one that is missing or of another booth; AlreadyDecided if one is decided.
    """
    if not ids:
        raise NothingChosen()
    begin_writing()
    hold_sealing(db.session(), len(ids))
    statement = select(source).where(source.c.id.in_(ids)).order_by(source.c.id).with_for_update()
    rows = list(db.session.connection().execute(statement))
    foreign = [row for row in rows if scope is not None and row.booth_id not in scope]
    if len(rows) != len(set(ids)) or foreign:
        raise NotFound()
    decided = sum(row.decided_at is not None for row in rows)
    if decided:
        raise AlreadyDecided(count=decided, of=len(rows))
    return rows


def close_open(
    source: Table, rows: Collection[Any], decision: str, reason: str, actor: Actor, **values: Any
) -> None:
    """Write decision, actor, time and reason to these rows, and the table's own `values`."""
    values |= {
        "decision": decision,
        "decision_reason": reason,
        "decided_by": actor.id,
        "decided_at": clock.now(),
    }
    ids = [row.id for row in rows]
    db.session.connection().execute(update(source).where(source.c.id.in_(ids)).values(values))


def dismiss(
    source: Table, ids: Collection[int], reason: str, *, action: str, actor: Actor, scope: Scope = None
) -> int:
    """Close these rows without any further effect; returns their number. `action`: the name of the audit event.

    ReasonMissing, and the errors of `lock_open`.
    """
    reason = read_reason(reason)
    rows = lock_open(source, ids, scope)
    close_open(source, rows, "dismissed", reason, actor)
    details = {"decision": "dismissed", "ids": [row.id for row in rows]}
    record_event(action, actor=actor, subject=source.name, details=details)
    return len(rows)
