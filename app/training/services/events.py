"""Services for courses: announce with sessions and seats, add a session, cancel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.rules import fold_name, tidy_name
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.shared import clock
from app.shared.errors import NotFound
from app.training.errors import (
    EventNotOpen,
    EventUnusable,
    EventWithoutSeats,
    LinkUnusable,
    SessionOutsideEvent,
    SessionUnusable,
)
from app.training.models import Enrolment, TrainingEvent, TrainingSeats, TrainingSession
from app.training.rules import LIVE, MOST_DAYS, SEATS


@dataclass(frozen=True, slots=True)
class EventDraft:
    """A course as typed by an officer; `seats`: kind → number. Each day has a session at these hours."""

    title: str
    topic: str
    starts_on: date
    ends_on: date
    begins: time
    ends: time
    seats: Mapping[str, int]
    organizer: str = ""
    place: str = ""
    link: str = ""
    step: str = ""
    share_percent: int = 80


def announce_event(draft: EventDraft, *, actor: Actor) -> TrainingEvent:
    """Create a course open for enrolment, with a session on each of its days.

    EventUnusable, EventWithoutSeats, LinkUnusable, SessionUnusable.
    """
    title, topic = tidy_name(draft.title), tidy_name(draft.topic)
    days = (draft.ends_on - draft.starts_on).days + 1
    if not title or not topic or not 1 <= days <= MOST_DAYS or not 1 <= draft.share_percent <= 100:
        raise EventUnusable("ends_on" if title and topic else "title")
    seats = {kind: draft.seats.get(kind, 0) for kind in SEATS}
    if not any(seats.values()):
        raise EventWithoutSeats("site_seats")
    link = draft.link.strip()
    if link and not link.startswith(("https://", "http://")):
        raise LinkUnusable("link")
    event = TrainingEvent(
        title=title, topic=topic, topic_key=fold_name(topic)[:80], organizer=tidy_name(draft.organizer),
        place=tidy_name(draft.place), link=link, step=tidy_name(draft.step),
        share_percent=draft.share_percent, starts_on=draft.starts_on, ends_on=draft.ends_on, state="open",
        created_at=clock.now(), created_by=actor.id,
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    db.session.add_all(
        TrainingSeats(event_id=event.id, kind=kind, capacity=count) for kind, count in seats.items() if count
    )
    for offset in range(days):
        _add_session(event, draft.starts_on + timedelta(days=offset), draft.begins, draft.ends)
    details = {"sessions": days, **seats}
    record_event("training.announce", actor=actor, subject="training", subject_id=event.id, details=details)
    return event


def add_session(event_id: int, day: date, begins: time, ends: time, *, actor: Actor) -> TrainingSession:
    """Add a session on a day of the course. NotFound, EventNotOpen, SessionOutsideEvent, SessionUnusable."""
    event = lock_event(event_id)
    if event.state != "open":
        raise EventNotOpen()
    session = _add_session(event, day, begins, ends)
    details = {"session": session.id}
    record_event(
        "training.add_session", actor=actor, subject="training", subject_id=event.id, details=details
    )
    return session


def cancel_event(event_id: int, *, actor: Actor) -> None:
    """Cancel a course and end its enrolments. NotFound, EventNotOpen."""
    event = lock_event(event_id)
    if event.state != "open":
        raise EventNotOpen()
    event.state = "cancelled"
    live = update(Enrolment).where(Enrolment.event_id == event.id, Enrolment.state.in_(LIVE))
    ended = db.session.execute(
        live.values(state="cancelled", ended_at=clock.now()).returning(Enrolment.maker_id),
        execution_options={"synchronize_session": False},
    )
    makers = list(ended.scalars())
    facts = {"title": event.title}
    send_notices(
        Message(maker(one), "training_cancelled", f"course:{event.id}:cancelled", facts) for one in makers
    )
    details = {"enrolments": len(makers)}
    record_event("training.cancel", actor=actor, subject="training", subject_id=event.id, details=details)


def lock_event(event_id: int) -> TrainingEvent:
    """A course, locked, so that one writer at a time counts and assigns its seats. NotFound."""
    event = db.session.get(TrainingEvent, event_id, with_for_update=True, populate_existing=True)
    if event is None:
        raise NotFound()
    return event


def _add_session(event: TrainingEvent, day: date, begins: time, ends: time) -> TrainingSession:
    if not event.starts_on <= day <= event.ends_on:
        raise SessionOutsideEvent("day", first=event.starts_on, last=event.ends_on)
    starts_at, ends_at = _instant(day, begins), _instant(day, ends)
    taken = db.session.query(TrainingSession.id).filter_by(event_id=event.id, starts_at=starts_at).first()
    if not starts_at < ends_at or taken is not None:
        raise SessionUnusable("begins")
    session = TrainingSession(event_id=event.id, starts_at=starts_at, ends_at=ends_at)
    db.session.add(session)
    db.session.flush()
    return session


def _instant(day: date, at: time) -> datetime:
    return clock.at_local(day, at.hour, at.minute)
