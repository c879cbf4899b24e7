"""Telling: each message once per reader and event, however often the timer runs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.rules import Actor
from app.audit.services import record_event
from app.closing.queries import get_closing_day, list_readiness, list_standings_of_month
from app.compliance.queries import is_recorded_month
from app.extensions import db
from app.months.queries import get_month
from app.notices.models import Notice
from app.notices.rules import Message, is_due, readiness, reminders
from app.settings.queries import get_reminder_days
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_NOTICE = table(Notice)
_AT_ONCE = 1_000
_INSERTS = {
    engine: dialect.insert(_NOTICE).on_conflict_do_nothing(index_elements=["reader", "event"])
    for engine, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many new messages of each kind were left; those told before are not counted again."""

    period: Period
    people: int = 0
    units: int = 0
    finance: int = 0


def send_notices(messages: Iterable[Message]) -> int:
    """Leave messages, skipping what this reader was told before; how many were new. No event of its own."""
    rows = [
        {
            "reader": one.reader,
            "kind": one.kind,
            "event": one.event,
            "facts": one.facts,
            "made_at": clock.now(),
        }
        for one in messages
    ]
    connection, new = db.session.connection(), 0
    statement = _INSERTS[connection.dialect.name].returning(_NOTICE.c.id)
    for start in range(0, len(rows), _AT_ONCE):
        new += len(connection.execute(statement, rows[start : start + _AT_ONCE]).all())
    return new


def remind(*, actor: Actor, days: int | None = None) -> Reminded:
    """What is due today: in the last days of a month those who fall short and their OPDs; after it, finance.

    `days` before the month's end, else the setting. Calling it again the same month tells nobody twice.
    """
    today = clock.today()
    period, before = Period.of(today), Period.of(today).previous()
    people = units = 0
    if is_due(period, today, get_reminder_days() if days is None else days):
        found = reminders(period, list_standings_of_month(period))
        people = send_notices(one for one in found if one.kind == "short")
        units = send_notices(one for one in found if one.kind == "recap")
    finance = send_notices(_of_last_month(before))
    details = {"period": str(period), "people": people, "units": units, "finance": finance}
    record_event("notices.remind", actor=actor, subject="notice", details=details)
    return Reminded(period, people, units, finance)


def remind_unit(period: Period, unit_ids: Collection[int], *, actor: Actor) -> int:
    """Leave a message to everybody of these units who falls short in this open month; how many were new.

    Once a day and person, however often it is pressed. `unit_ids` are all units of the sender's scope.
    """
    rows = list_standings_of_month(period, unit_ids=unit_ids)
    day = clock.today()
    people = send_notices(
        replace(one, event=f"asked:{period}:{day}") for one in reminders(period, rows) if one.kind == "short"
    )
    record_event(
        "notices.remind_unit",
        actor=actor,
        subject="notice",
        details={"period": str(period), "people": people},
    )
    return people


def _of_last_month(period: Period) -> list[Message]:
    if get_month(period).is_closed or not is_recorded_month(period):
        return []
    points = {point.code: point.count for point in list_readiness(period)}
    return [readiness(period, points, get_closing_day(period))]


def mark_seen(notice_id: int, readers: Collection[str]) -> bool:
    """Put a message away; False when none of these readers has one of that number. No event of its own."""
    mine = (_NOTICE.c.id == notice_id, _NOTICE.c.reader.in_(readers))
    seen = update(_NOTICE).where(*mine).values(seen_at=func.coalesce(_NOTICE.c.seen_at, clock.now()))
    return db.session.execute(seen.returning(_NOTICE.c.id)).first() is not None
