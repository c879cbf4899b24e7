"""Coming events of the demo city: a course, and the makers' turns on the next 7th."""

from datetime import time, timedelta

from app.audit.rules import SYSTEM
from app.demo.makers import find_best_seller
from app.shared import clock
from app.tills.queries.booths import list_booths
from app.training.rules import SEATS
from app.training.services.events import EventDraft, announce_event
from app.training.services.seats import enrol
from app.turns.rules import next_event_day
from app.turns.services import fill_turns

DAYS_AHEAD = 14
INVITED = 4


def announce_course() -> None:
    """Announce a course in two weeks, and enrol the best seller."""
    day = clock.today() + timedelta(days=DAYS_AHEAD)
    seats = dict.fromkeys(SEATS, 20)
    draft = EventDraft(
        title="Kemasan dan label yang benar (contoh)", topic="Kemasan", starts_on=day, ends_on=day,
        begins=time(9), ends=time(12), seats=seats, organizer="Dinas UMKM", place="Balai Kota, lantai 2 (contoh)",
        link="https://contoh.example/kelas",
    )  # fmt: skip
    event = announce_event(draft, actor=SYSTEM)
    enrol(event.id, find_best_seller(), "Pemilik usaha (contoh)", "any", actor=SYSTEM)


def invite_makers() -> None:
    """Invite makers to the first booth for the next 7th."""
    booth = list_booths()[0]
    fill_turns(next_event_day(clock.today()), booth.id, INVITED, actor=SYSTEM)
