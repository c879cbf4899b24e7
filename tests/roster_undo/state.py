"""The directory as plain rows, to compare before and after."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.audit.rules import SYSTEM
from app.directory.lookups import CHANGE, EMPLOYEE, FORMER, LISTING, POSTING, UNIT, UNIT_CHANGE
from app.directory.services import apply_roster
from app.extensions import db
from app.roster_undo.services import undo_roster
from app.shared.transaction import commit, rollback
from tests.directory.files import Cells, roster

TABLES = (EMPLOYEE, POSTING, FORMER, LISTING, UNIT, UNIT_CHANGE)


def directory() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the directory by table, in order of their keys."""
    found = {
        one.name: [tuple(row) for row in db.session.execute(select(one).order_by(*one.primary_key.columns))]
        for one in TABLES
    }
    rollback()
    return found


def bring_in(folder: Path, *lines: Cells, as_of: date, absent: int | None = None, **named: Any) -> int:
    """Apply a list; the id of the import."""
    outcome = apply_roster(roster(folder, *lines), actor=SYSTEM, as_of=as_of, absent=absent, **named)
    commit()
    return outcome.upload_id


def undo(upload_id: int) -> None:
    """Undo it; a refusal leaves nothing behind."""
    try:
        undo_roster(upload_id, "berkas bulan lalu", actor=SYSTEM)
        commit()
    finally:
        rollback()


def changed_ids(upload_id: int) -> set[int]:
    """Whom an import added or changed."""
    found = set(db.session.scalars(select(CHANGE.c.employee_id).where(CHANGE.c.upload_id == upload_id)))
    rollback()
    return found
