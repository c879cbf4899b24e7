"""Reads of sessions and their attendance."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.shared.columns import table
from app.training.models import Attendance, TrainingSession

_SESSION, _ATTENDED = table(TrainingSession), table(Attendance)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of a course; `attended`: the number of people who attended."""

    id: int
    event_id: int
    starts_at: datetime
    ends_at: datetime
    word: str
    word_at: datetime | None
    attended: int


def list_sessions(event_id: int) -> list[SessionRow]:
    """The sessions of a course in order of time. One statement."""
    query = (
        select(
            *_SESSION.c["id", "event_id", "starts_at", "ends_at", "word", "word_at"],
            func.count(_ATTENDED.c.id),
        )
        .outerjoin(_ATTENDED, _ATTENDED.c.session_id == _SESSION.c.id)
        .where(_SESSION.c.event_id == event_id)
        .group_by(_SESSION.c.id)
        .order_by(_SESSION.c.starts_at)
    )
    return [SessionRow(*tuple(row)) for row in db.session.execute(query)]


def count_attended(event_id: int) -> dict[int, int]:
    """Enrolment id → number of attended sessions of a course; enrolments without any are left out."""
    query = (
        select(_ATTENDED.c.enrolment_id, func.count())
        .where(_ATTENDED.c.event_id == event_id)
        .group_by(_ATTENDED.c.enrolment_id)
    )
    return {enrolment_id: count for enrolment_id, count in db.session.execute(query)}


def list_sources(event_id: int) -> dict[tuple[int, int], str]:
    """(enrolment id, session id) → how the attendance was recorded."""
    query = select(_ATTENDED.c.enrolment_id, _ATTENDED.c.session_id, _ATTENDED.c.source).where(
        _ATTENDED.c.event_id == event_id
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}
