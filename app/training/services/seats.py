"""Services for enrolments and seats: enrol, accept an offer, change seat, cancel, walk in. One writer per course."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select, update

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.queries import get_open_maker
from app.makers.rules import tidy_name
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.training.errors import (
    AlreadyAttended,
    AlreadyEnrolled,
    EnrolmentEnded,
    EventNotOpen,
    EventStarted,
    NoSeatFree,
    OfferEnded,
    PersonMissing,
    SeatKindMissing,
)
from app.training.models import Attendance, Enrolment, TrainingEvent, TrainingSeats, TrainingSession
from app.training.rules import LIVE, WISHES, Request, fill_seats, free_numbers, offer_end, person_key
from app.training.services.events import lock_event

_ROW, _SEATS, _SESSION = table(Enrolment), table(TrainingSeats), table(TrainingSession)
_HAS_SEAT = _ROW.c.state.in_(("offered", "enrolled"))


def enrol(event_id: int, maker_id: int, person: str, wish: str, *, actor: Actor) -> Enrolment:
    """Enrol a person: `enrolled` at once if a seat is free, else `waiting`. `wish`: site, online or any.

    NotFound, EventNotOpen, EventStarted, PersonMissing, AlreadyEnrolled, MakerClosed, SeatKindMissing.
    """
    event, now = _lock_running(event_id)
    if now >= _first_start(event.id):
        raise EventStarted()
    row = _new_row(event, maker_id, person, wish, now, actor)
    if wish != "any" and wish not in _free(event.id):
        raise SeatKindMissing("wish")
    _give_seats(event.id, now)
    db.session.flush()
    requests = [Request(0, row.wish, row.is_first, now)]
    for _id, seat in fill_seats(_free(event.id), requests):
        row.state, row.seat, row.seat_number = "enrolled", seat, _numbers(event.id, seat, 1)[0]
    db.session.add(row)
    return _record(row, "training.enrol", actor)


def take_offer(enrolment_id: int, *, actor: Actor) -> Enrolment:
    """Accept the offered seat before the offer ends. NotFound, OfferEnded, EventNotOpen."""
    row = _lock_enrolment(enrolment_id)
    if row.state != "offered":
        raise OfferEnded()
    row.state = "enrolled"
    return _record(row, "training.take_offer", actor)


def take_seat(enrolment_id: int, seat: str, *, actor: Actor) -> Enrolment:
    """Give a waiting person a free seat of the other kind.

    NotFound, EnrolmentEnded, NoSeatFree, EventNotOpen, EventStarted.
    """
    row = _lock_enrolment(enrolment_id)
    _ensure_live(row)
    if clock.now() >= _first_start(row.event_id):
        raise EventStarted()
    if row.state != "waiting" or _free(row.event_id).get(seat, 0) < 1:
        raise NoSeatFree()
    row.state, row.seat, row.seat_number = "enrolled", seat, _numbers(row.event_id, seat, 1)[0]
    return _record(row, "training.take_seat", actor)


def give_up(enrolment_id: int, *, actor: Actor) -> Enrolment:
    """Cancel an enrolment; its seat is offered to the next person.

    NotFound, EnrolmentEnded, AlreadyAttended, EventNotOpen.
    """
    row = _lock_enrolment(enrolment_id)
    _ensure_live(row)
    if db.session.scalar(select(Attendance.id).filter_by(enrolment_id=row.id).limit(1)) is not None:
        raise AlreadyAttended()
    row.state, row.ended_at = "cancelled", clock.now()
    _record(row, "training.give_up", actor)
    _give_seats(row.event_id, clock.now())
    return row


def walk_in(event_id: int, maker_id: int, person: str, *, actor: Actor) -> Enrolment:
    """Enrol a person who came without an enrolment, as a walk-in without a seat; uses an existing live enrolment.

    NotFound, EventNotOpen, PersonMissing, MakerClosed.
    """
    event, now = _lock_running(event_id)
    enrolment = find_live(event.id, person_key(maker_id, _tidy_person(person)))
    if enrolment is not None and enrolment.state == "enrolled":
        return enrolment
    row = enrolment or _new_row(event, maker_id, person, "site", now, actor)
    row.state, row.seat, row.seat_number, row.is_walk_in = "enrolled", "site", None, True
    db.session.add(row)
    return _record(row, "training.walk_in", actor)


def settle_offers(*, actor: Actor) -> int:
    """End expired offers and offer free seats to the queue, in all future courses; returns the number of offers."""
    running = select(TrainingEvent.id).where(TrainingEvent.state == "open").order_by(TrainingEvent.id)
    made = 0
    for event_id in list(db.session.scalars(running)):
        event, now = _lock_running(event_id)
        made += _give_seats(event.id, now)
    if made:
        record_event("training.offer", actor=actor, subject="training", details={"offers": made})
    return made


def find_live(event_id: int, key: str) -> Enrolment | None:
    """The live enrolment of a person in a course, or None."""
    query = select(Enrolment).where(
        Enrolment.event_id == event_id, Enrolment.person_key == key, Enrolment.state.in_(LIVE)
    )
    return db.session.scalar(query)


def _new_row(
    event: TrainingEvent, maker_id: int, person: str, wish: str, now: datetime, actor: Actor
) -> Enrolment:
    business, name = get_open_maker(maker_id), _tidy_person(person)
    key = person_key(business.id, name)
    if wish not in WISHES:
        raise NotFound()
    if find_live(event.id, key) is not None:
        raise AlreadyEnrolled("person", person=name)
    return Enrolment(
        event_id=event.id, maker_id=business.id, person_name=name, person_key=key, wish=wish, seat="",
        state="waiting", is_first=not _was_trained(business.id), is_walk_in=False, asked_at=now,
        asked_by=actor.id,
    )  # fmt: skip


def _tidy_person(person: str) -> str:
    name = tidy_name(person)[:100].strip()
    if not name:
        raise PersonMissing("person")
    return name


def _was_trained(maker_id: int) -> bool:
    query = (
        select(Attendance.id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Enrolment.maker_id == maker_id)
        .limit(1)
    )
    return db.session.scalar(query) is not None


def _lock_running(event_id: int) -> tuple[TrainingEvent, datetime]:
    """A course, locked, and the time at which the lock was obtained."""
    event = lock_event(event_id)
    if event.state != "open":
        raise EventNotOpen()
    return event, clock.now()


def _lock_enrolment(enrolment_id: int) -> Enrolment:
    """An enrolment with its course locked, after expired offers were passed on. NotFound, EventNotOpen."""
    event_id = db.session.scalar(select(_ROW.c.event_id).where(_ROW.c.id == enrolment_id))
    if event_id is None:
        raise NotFound()
    event, now = _lock_running(event_id)
    _give_seats(event.id, now)
    return db.session.get_one(Enrolment, enrolment_id, populate_existing=True)


def _ensure_live(row: Enrolment) -> None:
    if row.state not in LIVE:
        raise EnrolmentEnded()


def _give_seats(event_id: int, now: datetime) -> int:
    """End expired offers and offer free seats to the queue; returns the number of offers. The caller has the lock."""
    ended = (_ROW.c.event_id == event_id, _ROW.c.state == "offered", _ROW.c.offer_until <= now)
    db.session.execute(update(_ROW).where(*ended).values(state="lapsed", ended_at=now))
    until = offer_end(now, _first_start(event_id))
    free = _free(event_id)
    if until is None or not any(free.values()):
        return 0
    rows = db.session.execute(
        select(_ROW.c.id, _ROW.c.wish, _ROW.c.is_first, _ROW.c.asked_at).where(
            _ROW.c.event_id == event_id, _ROW.c.state == "waiting"
        )
    )
    given = fill_seats(free, (Request(*row) for row in rows))
    numbers = {
        seat: iter(_numbers(event_id, seat, count)) for seat, count in Counter(s for _i, s in given).items()
    }
    for enrolment_id, seat in given:
        db.session.execute(
            update(_ROW).where(_ROW.c.id == enrolment_id).values(
                state="offered", seat=seat, seat_number=next(numbers[seat]), offered_at=now, offer_until=until
            )
        )  # fmt: skip
    _tell_offers(event_id, [enrolment_id for enrolment_id, _seat in given], until)
    return len(given)


def _tell_offers(event_id: int, enrolment_ids: list[int], until: datetime) -> None:
    """Leave a notice with the maker of each offered seat: which course, and until when."""
    title = db.session.scalar(select(TrainingEvent.title).where(TrainingEvent.id == event_id))
    facts = {"event": event_id, "title": title, "until": f"{clock.local(until):%d-%m-%Y %H.%M}"}
    makers = db.session.execute(select(_ROW.c.id, _ROW.c.maker_id).where(_ROW.c.id.in_(enrolment_ids)))
    send_notices(
        Message(maker(maker_id), "training_offer", f"offer:{enrolment_id}", facts)
        for enrolment_id, maker_id in makers
    )


def _free(event_id: int) -> dict[str, int]:
    """Kind of seat → number of seats that are neither taken nor offered. Two statements."""
    query = (
        select(_ROW.c.seat, func.count())
        .where(_ROW.c.event_id == event_id, _HAS_SEAT, _ROW.c.is_walk_in.is_(False))
        .group_by(_ROW.c.seat)
    )
    reserved = {seat: count for seat, count in db.session.execute(query)}
    seats = db.session.execute(select(_SEATS.c.kind, _SEATS.c.capacity).where(_SEATS.c.event_id == event_id))
    return {kind: capacity - reserved.get(kind, 0) for kind, capacity in seats}


def _numbers(event_id: int, seat: str, count: int) -> list[int]:
    """The lowest free seat numbers of a kind."""
    mine = (_ROW.c.event_id == event_id, _ROW.c.seat == seat, _HAS_SEAT)
    last, reserved = db.session.execute(
        select(func.max(_ROW.c.seat_number), func.count(_ROW.c.seat_number)).where(*mine)
    ).one()
    if (last or 0) == reserved:  # no gap: the usual case needs no list
        return list(range(reserved + 1, reserved + count + 1))
    taken = db.session.scalars(select(_ROW.c.seat_number).where(*mine, _ROW.c.seat_number.is_not(None)))
    return free_numbers(taken, count)


def _first_start(event_id: int) -> datetime:
    query = select(_SESSION.c.starts_at).where(_SESSION.c.event_id == event_id).order_by(_SESSION.c.starts_at)
    starts_at: datetime = db.session.execute(query.limit(1)).scalar_one()
    return starts_at


def _record(row: Enrolment, action: str, actor: Actor) -> Enrolment:
    """Record the event of an act on an enrolment."""
    db.session.flush()
    details = {"event": row.event_id, "state": row.state, "seat": row.seat, "number": row.seat_number}
    record_event(action, actor=actor, subject="enrolment", subject_id=row.id, details=details)
    return row
