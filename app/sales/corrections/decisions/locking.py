"""The common beginning and end of every decision: lock rows that are open, and write what was decided on them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Table, select, update

from app.audit.rules import Actor
from app.extensions import db
from app.sales.errors import AlreadyDecided, NothingChosen
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing

Scope = frozenset[int] | None
"""Ids of the booths whose items somebody may decide; None: all booths."""


def lock_open(source: Table, end: str, ids: Collection[int], scope: Scope) -> list[Any]:
    """These rows, locked, in order of id; begins the writing transaction. `end`: the column that is NULL while a row
    is open.

    NothingChosen; NotFound for one that is missing or of another booth; AlreadyDecided if one is decided.
    """
    if not ids:
        raise NothingChosen()
    begin_writing()
    statement = select(source).where(source.c.id.in_(ids)).order_by(source.c.id).with_for_update()
    rows = list(db.session.connection().execute(statement))
    foreign = [row for row in rows if scope is not None and row.booth_id not in scope]
    if len(rows) != len(set(ids)) or foreign:
        raise NotFound()
    decided = sum(row._mapping[end] is not None for row in rows)
    if decided:
        raise AlreadyDecided(count=decided, of=len(rows))
    return rows


def close_open(source: Table, end: str, rows: Collection[Any], actor: Actor, **decision: Any) -> None:
    """Write who decided these rows, when (in the column `end`), and the columns of `decision`."""
    values = {**decision, "decided_by": actor.id, end: clock.now()}
    ids = [row.id for row in rows]
    db.session.connection().execute(update(source).where(source.c.id.in_(ids)).values(values))
