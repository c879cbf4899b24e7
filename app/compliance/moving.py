"""Moves exemptions from a merged employee record to the other one (ADR 0023)."""

from collections.abc import Collection

from sqlalchemy import update

from app.audit.state_seal import seal_states
from app.compliance.models import Exemption
from app.extensions import db


def move_exemptions(from_id: int, to_id: int, *, only: Collection[int] | None = None) -> list[int]:
    """Move one record's exemptions to another (`only`: these ids); the moved ids. The caller records the audit
    event."""
    statement = update(Exemption).where(Exemption.employee_id == from_id)
    if only is not None:
        statement = statement.where(Exemption.id.in_(list(only)))
    moved = sorted(db.session.scalars(statement.values(employee_id=to_id).returning(Exemption.id)))
    seal_states("exemption", moved)
    return moved
