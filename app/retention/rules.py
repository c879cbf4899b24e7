"""The rule for the retention of personal data. Pure."""

from datetime import date

from app.shared.period import Period

GONE = ("pension", "death", "dismissed", "left")
"""Services somebody does not come back from; unpaid leave ends one day."""


def cutoff(today: date, years: int) -> date:
    """The day `years` before today (for 29 February: the 28th); data from before it are past their retention."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def is_past(period: Period, before: date) -> bool:
    """Whether a month ended before this day, so that its archive period is over."""
    return period.last_day < before
