"""The validity of a certificate on a day, and the days of notices before its end (makers 17)."""

from datetime import date
from typing import Literal

Validity = Literal["valid", "expiring", "lapsed", "no_end"]
VALIDITIES: tuple[Validity, ...] = ("lapsed", "expiring", "valid", "no_end")
"""In the order of the lists: what lapsed stands first."""
HOLDING: frozenset[Validity] = frozenset({"valid", "expiring", "no_end"})
SOON_DAYS = 90
STEPS = (90, 30, 7, 0)
"""Days before the end on which a notice is sent, once each."""


def validity_on(expires_on: date | None, day: date) -> Validity:
    """The validity of a certificate on a local date; its last day is included."""
    if expires_on is None:
        return "no_end"
    left = (expires_on - day).days
    if left < 0:
        return "lapsed"
    return "expiring" if left <= SOON_DAYS else "valid"


def add_months(day: date, months: int) -> date:
    """The last day of a term of so many months: the day before the same date that many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            later = date(year, month + 1, last)
            break
        except ValueError:
            continue
    return date.fromordinal(later.toordinal() - 1)
