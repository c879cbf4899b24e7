"""How to reach makers who have not sold for the archive period. Their names stay: the ledger says whose goods."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select, update

from app.extensions import db
from app.makers.models import Maker
from app.shared import clock


def count_contacts(before: date, selling: Collection[int]) -> int:
    """Inactive makers made before this day, not among those selling since, who still have a contact."""
    return db.session.scalar(select(func.count(Maker.id)).where(*_gone(before, selling))) or 0


def erase_contacts(before: date, selling: Collection[int]) -> int:
    """Those contacts go. How many."""
    done = db.session.execute(update(Maker).where(*_gone(before, selling)).values(contact=""))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _gone(before: date, selling: Collection[int]):  # type: ignore[no-untyped-def]
    made = Maker.created_at < clock.at_local(before, 0, 0)
    return Maker.is_active.is_(False), Maker.contact != "", made, Maker.id.not_in(selling)
