"""Reads of courses with their seats, and of enrolments in the order of the queue."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from app.extensions import db
from app.makers.models import Maker
from app.shared.columns import table
from app.shared.errors import NotFound
from app.training.models import Attendance, Enrolment, TrainingCertificate, TrainingEvent, TrainingSeats
from app.training.rules import Request, certificate_number, in_queue_order, months_after

_EVENT, _SEATS, _ROW = table(TrainingEvent), table(TrainingSeats), table(Enrolment)
_MAKER, _CERT, _ATTENDED = table(Maker), table(TrainingCertificate), table(Attendance)

MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class SeatCount:
    """Seats of one kind: their number, and the number of those taken or offered."""

    kind: str
    capacity: int
    reserved: int

    @property
    def free(self) -> int:
        """The number of free seats."""
        return self.capacity - self.reserved


@dataclass(frozen=True, slots=True)
class EventRow:
    """A course in a list; `in_queue`: the number of people in its queue."""

    id: int
    title: str
    topic: str
    organizer: str
    place: str
    link: str
    step: str
    share_percent: int
    starts_on: date
    ends_on: date
    state: str
    seats: list[SeatCount] = field(default_factory=list)
    in_queue: int = 0
    enrolled: int = 0


_EVENT_COLUMNS = (
    "id", "title", "topic", "organizer", "place", "link", "step", "share_percent", "starts_on", "ends_on", "state",
)  # fmt: skip


def list_events(*, ids: Collection[int] | None = None, open_from: date | None = None) -> list[EventRow]:
    """Courses, latest first; `open_from`: only those that are not cancelled and end on this day or later.

    Three statements.
    """
    query = select(*(_EVENT.c[name] for name in _EVENT_COLUMNS)).order_by(
        _EVENT.c.starts_on.desc(), _EVENT.c.id.desc()
    )
    if ids is not None:
        query = query.where(_EVENT.c.id.in_(ids))
    if open_from is not None:
        query = query.where(_EVENT.c.state == "open", _EVENT.c.ends_on >= open_from)
    rows: list[Any] = list(db.session.execute(query.limit(MOST_EVENTS)))
    counts = _count_rows([row[0] for row in rows])
    seats = select(_SEATS.c.event_id, _SEATS.c.kind, _SEATS.c.capacity).where(
        _SEATS.c.event_id.in_([row[0] for row in rows])
    )
    kinds: dict[int, list[SeatCount]] = {}
    for event_id, kind, capacity in db.session.execute(seats.order_by(_SEATS.c.id)):
        kinds.setdefault(event_id, []).append(
            SeatCount(kind, capacity, counts.get((event_id, "reserved", kind), 0))
        )
    return [
        EventRow(
            *(
                *row,
                kinds.get(row[0], []),
                counts.get((row[0], "waiting", ""), 0),
                counts.get((row[0], "enrolled", ""), 0),
            )
        )
        for row in rows
    ]


def _count_rows(event_ids: Collection[int]) -> dict[tuple[int, str, str], int]:
    """(event id, `reserved`, `waiting` or `enrolled`, kind of seat or "") → number of enrolments."""
    query = (
        select(_ROW.c.event_id, _ROW.c.state, _ROW.c.seat, _ROW.c.is_walk_in, func.count())
        .where(_ROW.c.event_id.in_(event_ids), _ROW.c.state.in_(("waiting", "offered", "enrolled")))
        .group_by(_ROW.c.event_id, _ROW.c.state, _ROW.c.seat, _ROW.c.is_walk_in)
    )
    counts: dict[tuple[int, str, str], int] = {}
    for event_id, state, seat, is_walk_in, count in db.session.execute(query):
        keys = [("waiting", "")] if state == "waiting" else [] if is_walk_in else [("reserved", seat)]
        if state == "enrolled":
            keys.append(("enrolled", ""))
        for name, kind in keys:
            counts[event_id, name, kind] = counts.get((event_id, name, kind), 0) + count
    return counts


def get_event(event_id: int) -> EventRow:
    """One course. NotFound."""
    for row in list_events(ids=[event_id]):
        return row
    raise NotFound()


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """One person's enrolment in a course; `certificate`: its number, "" without one."""

    id: int
    event_id: int
    maker_id: int
    maker: str
    person: str
    key: str
    wish: str
    seat: str
    seat_number: int | None
    state: str
    is_first: bool
    is_walk_in: bool
    asked_at: datetime
    offer_until: datetime | None
    certificate: str = ""
    certificate_token: str = ""


def list_enrolments(
    *,
    event_ids: Collection[int] | None = None,
    maker_ids: Collection[int] | None = None,
    states: Collection[str] | None = None,
) -> list[EnrolmentRow]:
    """Enrolments in order of request. One statement."""
    names = (
        "wish", "seat", "seat_number", "state", "is_first", "is_walk_in", "asked_at", "offer_until",
    )  # fmt: skip
    query = (
        select(
            *_ROW.c["id", "event_id", "maker_id"], _MAKER.c.name, *_ROW.c["person_name", "person_key"],
            *(_ROW.c[name] for name in names), _CERT.c.year, _CERT.c.sequence, _CERT.c.token,
        )
        .join(_MAKER, _MAKER.c.id == _ROW.c.maker_id)
        .outerjoin(_CERT, _CERT.c.enrolment_id == _ROW.c.id)
        .order_by(_ROW.c.asked_at, _ROW.c.id)
    )  # fmt: skip
    for column, among in ((_ROW.c.event_id, event_ids), (_ROW.c.maker_id, maker_ids), (_ROW.c.state, states)):
        if among is not None:
            query = query.where(column.in_(among))
    rows: list[Any] = list(db.session.execute(query))
    return [
        EnrolmentRow(*(*row[:-3], certificate_number(row[-3], row[-2]) if row[-3] else "", row[-1] or ""))
        for row in rows
    ]


def list_queue(event_id: int) -> list[EnrolmentRow]:
    """The enrolments waiting for a seat in a course, next one first."""
    rows = {
        enrolment.id: enrolment for enrolment in list_enrolments(event_ids=[event_id], states=["waiting"])
    }
    requests = (Request(row.id, row.wish, row.is_first, row.asked_at) for row in rows.values())
    return [rows[one.id] for one in in_queue_order(requests)]


def list_same_topic(event_id: int, months: int) -> dict[str, date]:
    """Person key → date of the last attended course of the same topic, within so many months before this one."""
    this = db.session.get(TrainingEvent, event_id)
    if this is None:
        raise NotFound()
    since = months_after(this.starts_on, -months)
    query = (
        select(_ROW.c.person_key, func.max(_EVENT.c.ends_on))
        .join(_EVENT, _EVENT.c.id == _ROW.c.event_id)
        .join(_ATTENDED, _ATTENDED.c.enrolment_id == _ROW.c.id)
        .where(
            _EVENT.c.topic_key == this.topic_key,
            _EVENT.c.id != this.id,
            _EVENT.c.ends_on >= since,
            or_(_EVENT.c.starts_on < this.starts_on, _EVENT.c.id < this.id),
        )
        .group_by(_ROW.c.person_key)
    )
    return {key: day for key, day in db.session.execute(query)}
