"""Erases pictures of findings closed before the archive period. Their files are deleted with the unused ones."""

from sqlalchemy import Select, delete, select

from app.extensions import db
from app.privacy.registry import PURGING, Due, PurgePart
from app.shared import clock
from app.shared.columns import table
from app.visits.models import Finding, FindingPhoto

_PHOTO, _FINDING = table(FindingPhoto), table(Finding)


def _old(due: Due) -> Select[tuple[int]]:
    ended = _FINDING.c.closed_at < clock.at_local(due.before, 0, 0)
    return select(_PHOTO.c.id).join_from(_PHOTO, _FINDING).where(ended)


def _count(due: Due) -> int:
    return len(db.session.scalars(_old(due)).all())


def _erase(due: Due) -> int:
    """Delete the pictures, but not the findings; returns the number of pictures."""
    gone = list(db.session.scalars(_old(due)))
    db.session.execute(delete(_PHOTO).where(_PHOTO.c.id.in_(gone)))
    return len(gone)


PURGING.register(PurgePart("finding_photos", 74, "", _count, _erase))
