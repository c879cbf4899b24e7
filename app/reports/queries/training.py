"""Reads the data of a course's two workbooks: its participants and their attendance."""

from dataclasses import dataclass
from datetime import date

from app.makers.queries import list_profiles
from app.makers.rules import fold_name, mask_phone
from app.training.queries.attendance import SessionRow, list_sessions, list_sources
from app.training.queries.events import (
    EnrolmentRow,
    EventRow,
    get_event,
    list_enrolments,
    list_same_topic,
)
from app.training.rules import TOPIC_MONTHS


@dataclass(frozen=True, slots=True)
class Participant:
    """A person with an enrolment in a course, or who attended one of its sessions.

    `phone` is masked; `sources`: session id → how the attendance was recorded; `repeated_on`: when the person last
    attended the same topic in the twelve months before.
    """

    row: EnrolmentRow
    village: str
    phone: str
    sources: dict[int, str]
    repeated_on: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its sessions in order of time and its participants by name."""

    event: EventRow
    sessions: list[SessionRow]
    people: list[Participant]


def get_course(event_id: int) -> Course:
    """Read a course for its papers. People who cancelled without attending a session are left out. NotFound."""
    event, sources = get_event(event_id), list_sources(event_id)
    attended: dict[int, dict[int, str]] = {}
    for (enrolment_id, session_id), source in sources.items():
        attended.setdefault(enrolment_id, {})[session_id] = source
    rows = [
        enrolment
        for enrolment in list_enrolments(event_ids=[event_id])
        if enrolment.state == "enrolled" or enrolment.id in attended
    ]
    profiles = list_profiles({one.maker_id for one in rows})
    repeated = list_same_topic(event_id, TOPIC_MONTHS)
    people = []
    for one in sorted(rows, key=lambda row: (fold_name(row.person), fold_name(row.maker), row.id)):
        stored = profiles.get(one.maker_id)
        village, phone = (stored.values["village"], stored.values["phone"]) if stored else ("", "")
        people.append(
            Participant(one, village, mask_phone(phone), attended.get(one.id, {}), repeated.get(one.key))
        )
    return Course(event, list_sessions(event_id), people)


def count_attendance_rows(event_id: int) -> int:
    """An estimate of the number of rows of the attendance lists of all sessions. NotFound."""
    return (get_event(event_id).enrolled + 10) * len(list_sessions(event_id))
