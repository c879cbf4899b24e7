"""A course of two days with few seats, and makers who ask for them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from app.audit.rules import SYSTEM
from app.makers.services import create_maker
from app.training.models import TrainingEvent
from app.training.queries.attendance import list_sessions
from app.training.services.attendance import attend, finish_event
from app.training.services.events import EventDraft, announce_event


def make_course(
    site: int = 2, online: int = 1, *, day: date = date(2026, 11, 20), days: int = 2, **more: Any
) -> TrainingEvent:
    """A course that begins at 09.00 on this day and has a session on each day."""
    values: dict[str, Any] = {
        "title": "Kemasan dan label", "topic": "Kemasan", "organizer": "Dinas Koperasi", "place": "Balai Kota",
        "link": "https://rapat.example/kemasan", "step": "Label baru dipakai", "share_percent": 80,
    }  # fmt: skip
    last = date.fromordinal(day.toordinal() + days - 1)
    draft = EventDraft(
        starts_on=day, ends_on=last, begins=time(9), ends=time(12), seats={"site": site, "online": online},
        **(values | more),
    )  # fmt: skip
    return announce_event(draft, actor=SYSTEM)


def make_makers(count: int, name: str = "Dapur") -> list[int]:
    """So many makers; their ids."""
    return [create_maker(f"{name} {number:04d}", actor=SYSTEM).id for number in range(1, count + 1)]


def hold_course(event_id: int, enrolment_ids: list[int], clock: Any, *, until: str) -> int:
    """Everybody attends every session, then the course is finished; how many certificates."""
    for session in list_sessions(event_id):
        clock.move_to(f"{session.starts_at:%Y-%m-%d} 09:30")
        for one in enrolment_ids:
            attend(session.id, one, "list", actor=SYSTEM)
    clock.move_to(until)
    return finish_event(event_id, actor=SYSTEM)
