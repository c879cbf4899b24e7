"""Erases contacts and accounts of makers who have not sold for the archive period. Their names stay in the ledger."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select, update

from app.extensions import db
from app.makers.models import Maker, MakerProfile
from app.shared import clock

_PERSONAL = ("owner_name", "phone", "bank", "account_number", "account_name")
_EMPTY: dict[str, Any] = dict.fromkeys(_PERSONAL, "")


def count_contacts(before: date, selling: Collection[int]) -> int:
    """The number of inactive makers created before this day, not among `selling`, with a contact or account."""
    return db.session.scalar(select(func.count()).select_from(_gone(before, selling).subquery())) or 0


def erase_contacts(before: date, selling: Collection[int]) -> int:
    """Erase their contact, owner, phone and account; returns the number of makers."""
    gone = list(db.session.scalars(_gone(before, selling)))
    db.session.execute(update(Maker).where(Maker.id.in_(gone)).values(contact=""))
    db.session.execute(update(MakerProfile).where(MakerProfile.maker_id.in_(gone)).values(_EMPTY))
    return len(gone)


def _gone(before: date, selling: Collection[int]) -> Any:
    made = Maker.created_at < clock.at_local(before, 0, 0)
    has_personal = or_(Maker.contact != "", *(getattr(MakerProfile, name) != "" for name in _PERSONAL))
    return (
        select(Maker.id)
        .outerjoin(MakerProfile, MakerProfile.maker_id == Maker.id)
        .where(Maker.is_active.is_(False), made, has_personal, Maker.id.not_in(selling))
    )
