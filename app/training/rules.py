"""Rules for seats, the queue, offers, certificates and follow-ups. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.makers.rules import fold_name
from app.shared.period import Period

SEATS = ("site", "online")
WISHES = ("site", "online", "any")
LIVE = ("waiting", "offered", "enrolled")
SOURCES = ("card", "list", "word")
ANSWERS = ("done", "partly", "not_yet")
FOLLOW_UP_MONTHS = (3, 6)
TOPIC_MONTHS = 12
"""So long the same topic for the same person is pointed out."""
OFFER_FOR = timedelta(hours=24)
WORD_FOR = timedelta(minutes=10)
ENTER_BEFORE = timedelta(hours=1)
"""So long before a session begins the door is open."""
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Request:
    """One request in the queue of a course."""

    id: int
    wish: str
    is_first: bool
    asked_at: datetime


def person_key(maker_id: int, name: str) -> str:
    """The key of a participant: the maker's id and the folded name."""
    return f"{maker_id}:{fold_name(name)[:100]}"


def in_queue_order(requests: Iterable[Request]) -> list[Request]:
    """Sort requests: people of makers never trained before first, then by time of request."""
    return sorted(requests, key=lambda request: (not request.is_first, request.asked_at, request.id))


def fill_seats(free: Mapping[str, int], requests: Iterable[Request]) -> list[tuple[int, str]]:
    """(id, seat) of the requests that get a free seat, in queue order; `any` gets a seat on site if one is free."""
    left, filled = dict(free), list[tuple[int, str]]()
    for one in in_queue_order(requests):
        kinds = SEATS if one.wish == "any" else (one.wish,)
        seat = next((kind for kind in kinds if left.get(kind, 0) > 0), None)
        if seat is not None:
            left[seat] -= 1
            filled.append((one.id, seat))
    return filled


def offer_end(now: datetime, starts_at: datetime) -> datetime | None:
    """The end of an offer made now: a day later, but not after the start; None once the course has started."""
    return min(now + OFFER_FOR, starts_at) if now < starts_at else None


def free_numbers(taken: Iterable[int], count: int) -> list[int]:
    """The lowest `count` free seat numbers."""
    numbers, free, number = set(taken), list[int](), 0
    while len(free) < count:
        number += 1
        if number not in numbers:
            free.append(number)
    return free


def has_earned(attended: int, sessions: int, share_percent: int) -> bool:
    """Whether so many attended sessions earn a certificate."""
    return sessions > 0 and attended * 100 >= share_percent * sessions


def is_word_valid(word: str, word_at: datetime | None, typed: str, now: datetime) -> bool:
    """Whether the typed text is the session's word and at most ten minutes old."""
    if not word or word_at is None or not word_at <= now < word_at + WORD_FOR:
        return False
    return fold_name(typed) == fold_name(word)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    later = Period.of(day).shift(months)
    return min(later.first_day + timedelta(days=day.day - 1), later.last_day)


def due_follow_ups(ended_on: date, today: date, answered: Iterable[int]) -> list[int]:
    """The months (3, 6) of follow-ups that are due and not answered."""
    done = set(answered)
    return [
        follow_up_month
        for follow_up_month in FOLLOW_UP_MONTHS
        if follow_up_month not in done and months_after(ended_on, follow_up_month) <= today
    ]


def certificate_number(year: int, sequence: int) -> str:
    """The number of a certificate: `PLT-2026-00042`."""
    return f"PLT-{year}-{sequence:05d}"
