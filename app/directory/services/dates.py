"""The dates from which a change may take effect (decisions 9)."""

from datetime import date, timedelta

from app.directory.errors import DateOutOfReach
from app.shared import clock

EARLIEST = date(2000, 1, 1)
FURTHEST = timedelta(days=366)


def default_as_of() -> date:
    """The first day of the current month (decisions 9)."""
    return clock.this_period().first_day


def ensure_in_reach(day: date, field: str) -> date:
    """Return the date if it is between 2000 and a year ahead; DateOutOfReach otherwise."""
    if not EARLIEST <= day <= clock.today() + FURTHEST:
        raise DateOutOfReach(field)
    return day
