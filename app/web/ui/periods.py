"""The month a page shows, and the months it offers."""

from flask import abort, request

from app.compliance.queries import find_first_recorded_month
from app.shared import clock
from app.shared.period import Period

YEAR = 12


def list_shown_periods() -> list[Period]:
    """Return the months a page may show, newest first: from the first recorded month, and at least the last twelve."""
    this = clock.this_period()
    start = find_first_recorded_month() or this
    first = min(start, this.shift(1 - YEAR))
    months = [this]
    while months[-1] > first:
        months.append(months[-1].previous())
    return months


def chosen_period(months: list[Period]) -> Period:
    """Return the month of `?bulan=`, by default the newest. 404 for one that the page does not have."""
    text = request.args.get("bulan", "")
    return ensure_shown(text, months) if text else months[0]


def ensure_shown(text: str, months: list[Period]) -> Period:
    """Read one of these months, else 404."""
    for month in months:
        if str(month) == text:
            return month
    abort(404)


def year_around(period: Period, this_period: Period) -> list[Period]:
    """Return twelve months in order that include this one: the last twelve if it is among them, else from it on."""
    first = min(period, this_period.shift(1 - YEAR))
    return [first.shift(step) for step in range(YEAR)]
