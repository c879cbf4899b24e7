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


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A message that was not put away yet."""

    id: int
    reader: str
    kind: str
    event: str
    facts: dict[str, Any]
    made_at: datetime


def list_unseen(readers: Collection[str]) -> list[NoticeRow]:
    """The messages of these readers, the newest first, up to a bearable number."""
    wanted = (
        select(
            _NOTICE.c.id,
            _NOTICE.c.reader,
            _NOTICE.c.kind,
            _NOTICE.c.event,
            _NOTICE.c.facts,
            _NOTICE.c.made_at,
        )
        .where(_NOTICE.c.reader.in_(readers), _NOTICE.c.seen_at.is_(None))
        .order_by(_NOTICE.c.id.desc())
        .limit(_MOST)
    )
    return [NoticeRow(*row) for row in db.session.execute(wanted)]
