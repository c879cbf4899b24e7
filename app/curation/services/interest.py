"""Checks for conflicts of interest: a login with an interest in a maker decides nothing about it (makers 4)."""

from sqlalchemy import select

from app.audit.rules import Actor
from app.curation.errors import ConflictOfInterest
from app.curation.models import CurationInterest
from app.extensions import db
from app.makers.members import has_acted_for
from app.shared.columns import table

_INTEREST = table(CurationInterest)


def is_bound(user_id: int | None, maker_id: int) -> bool:
    """Whether a login acts or acted for the maker, or declared an interest in it (makers 4)."""
    if user_id is None:
        return False
    stored = select(_INTEREST.c.id).where(_INTEREST.c.user_id == user_id, _INTEREST.c.maker_id == maker_id)
    return has_acted_for(user_id, maker_id) or db.session.scalar(stored) is not None


def ensure_unbound(actor: Actor, maker_id: int) -> None:
    """Raise ConflictOfInterest if the actor has an interest in the maker."""
    if is_bound(actor.id, maker_id):
        raise ConflictOfInterest()
