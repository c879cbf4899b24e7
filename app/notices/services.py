"""Sends notices: each once per reader and event, however often the timer runs."""

from collections import Counter
from collections.abc import Collection, Iterable

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.notices.models import Notice
from app.notices.registry import Morning, get_kind, list_kinds
from app.notices.rules import Message
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_NOTICE = table(Notice)
_AT_ONCE = 1_000
_INSERTS = {
    engine: dialect.insert(_NOTICE).on_conflict_do_nothing(index_elements=["reader", "event"])
    for engine, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def send_notices(messages: Iterable[Message]) -> Counter[str]:
    """Store messages, except those the reader already got; returns the number of new ones by kind. No audit event.

    ValueError for a kind that is not registered, or not for such a reader.
    """
    rows = [
        {
            "reader": message.reader,
            "kind": get_kind(message).slug,
            "event": message.event,
            "facts": message.facts,
            "made_at": clock.now(),
        }
        for message in messages
    ]
    connection, new = db.session.connection(), Counter[str]()
    statement = _INSERTS[connection.dialect.name].returning(_NOTICE.c.kind)
    for start in range(0, len(rows), _AT_ONCE):
        new.update(connection.execute(statement, rows[start : start + _AT_ONCE]).scalars())
    return new


def remind(*, actor: Actor, days: int | None = None) -> dict[str, int]:
    """Send the messages of all kinds that are due today; returns the number of new ones by figure.

    `days`: days before a month's end, by default the setting. Calling it again on the same day sends nothing twice.
    """
    today, kinds = clock.today(), list_kinds()
    morning = Morning(today, days)
    new = send_notices(message for kind in kinds if kind.due for message in kind.due(morning))
    figures = {kind.figure: 0 for kind in kinds if kind.figure}
    for kind in kinds:
        if kind.figure:
            figures[kind.figure] += new[kind.slug]
    details = {"period": str(Period.of(today)), **figures}
    record_event("notices.remind", actor=actor, subject="notice", details=details)
    return figures


def mark_seen(notice_id: int, readers: Collection[str]) -> bool:
    """Mark a notice as read; False if none of these readers has one with this id. No audit event."""
    mine = (_NOTICE.c.id == notice_id, _NOTICE.c.reader.in_(readers))
    seen = update(_NOTICE).where(*mine).values(seen_at=func.coalesce(_NOTICE.c.seen_at, clock.now()))
    return db.session.execute(seen.returning(_NOTICE.c.id)).first() is not None
