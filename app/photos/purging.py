"""Erases pictures of makers who stopped long ago, and unreferenced pictures. Files are deleted after the commit."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from app.extensions import db
from app.photos.models import ProductPhoto, Upload
from app.photos.queries import is_unused, list_gone
from app.privacy.registry import PURGING, PurgePart
from app.shared import clock
from app.shared.columns import table

_UPLOAD, _PHOTO = table(Upload), table(ProductPhoto)
_WAITS = timedelta(days=1)
"""A picture sent alone may wait so long for the form that will point to it."""


def count_gone(before: date, selling: Collection[int]) -> int:
    """The number of pictures of products of inactive makers created before this day and not among `selling`."""
    return len(list_gone(before, selling))


def erase_gone(before: date, selling: Collection[int]) -> int:
    """Remove these pictures from their products; returns their number."""
    gone = list_gone(before, selling)
    db.session.execute(delete(_PHOTO).where(_PHOTO.c.id.in_(gone)))
    return len(gone)


def count_unused() -> int:
    """The number of pictures without a reference for a day."""
    return db.session.scalar(select(func.count()).select_from(_select_unused().subquery())) or 0


def erase_unused() -> int:
    """Delete their rows; returns the number."""
    gone = list(db.session.scalars(_select_unused()))
    db.session.execute(delete(_UPLOAD).where(_UPLOAD.c.id.in_(gone)))
    return len(gone)


def _select_unused() -> Any:
    return select(_UPLOAD.c.id).where(is_unused(), _UPLOAD.c.made_at < clock.now() - _WAITS)


PURGING.register(
    PurgePart("unused_photos", 76, "unused_photos", lambda _due: count_unused(), lambda _due: erase_unused())
)
