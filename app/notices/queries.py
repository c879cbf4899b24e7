"""Reading notices."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.notices.models import Notice
from app.shared.columns import table

_NOTICE = table(Notice)
_MOST = 20
_NAMES = ("id", "reader", "kind", "event", "facts", "made_at")
_ROWS = select(*(_NOTICE.c[name] for name in _NAMES)).order_by(_NOTICE.c.id.desc())


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A stored message."""

    id: int
    reader: str
    kind: str
    event: str
    facts: dict[str, Any]
    made_at: datetime


def list_unseen(readers: Collection[str]) -> list[NoticeRow]:
    """The unread messages of these readers, newest first, at most 20."""
    unseen = _ROWS.where(_NOTICE.c.reader.in_(readers), _NOTICE.c.seen_at.is_(None))
    return [NoticeRow(*row) for row in db.session.execute(unseen.limit(_MOST))]


def list_latest(readers: Collection[str], most: int) -> list[NoticeRow]:
    """The latest messages of these readers, read or not, newest first."""
    rows = _ROWS.where(_NOTICE.c.reader.in_(readers)).limit(most)
    return [NoticeRow(*row) for row in db.session.execute(rows)]


def list_all_of(reader: str) -> list[NoticeRow]:
    """Every stored message of this reader, read or not, newest first."""
    return [NoticeRow(*row) for row in db.session.execute(_ROWS.where(_NOTICE.c.reader == reader))]
