"""Rules for the order of turns, and for the days on which outcomes of contacts are due (makers 23). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.shared.lot import draw_lot

EVENT_DAY = 7
MOST_SEATS = 50
"""Makers that may stand at one booth on one day."""
FOLLOW_UPS = (30, 90)
"""Days after which a contact's outcome is asked for."""
OUTCOMES = ("ordered", "talking", "nothing")
ANSWERS = ("accepted", "passed")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A maker that may be invited, and the last day it was present at any booth; None: never."""

    maker_id: int
    last_day: date | None


def order_turns(candidates: Iterable[Candidate], day: date) -> list[int]:
    """The makers' ids, longest absent first: those who were never present, then by their last day.

    Equals are ordered by lot, with a hash of day and maker, so that everybody computes the same order.
    """
    return [
        one.maker_id
        for one in sorted(
            candidates,
            key=lambda candidate: (
                candidate.last_day or date.min,
                draw_lot(day, "maker", candidate.maker_id),
                candidate.maker_id,
            ),
        )
    ]


def next_event_day(today: date) -> date:
    """The next 7th of a month, today included."""
    if today.day <= EVENT_DAY:
        return today.replace(day=EVENT_DAY)
    return (today.replace(day=28) + timedelta(days=7)).replace(day=EVENT_DAY)


def follow_up_due(made_on: date, recorded: Iterable[int], today: date) -> int | None:
    """The days (30 or 90) after which an outcome of the contact is due now; None if none is due."""
    done = set(recorded)
    return next(
        (days for days in FOLLOW_UPS if days not in done and made_on + timedelta(days=days) <= today), None
    )
