"""What must be settled before a month closes, and when it may. Pure (decisions 16-19)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.months.errors import MonthAlreadyClosed
from app.shared.errors import Refused
from app.shared.period import Period


class MonthNotOver(Refused):
    """The running month, or a later one, cannot be closed."""


class MonthNotRecorded(Refused):
    """Nothing was recorded in this month: there is nothing to freeze (decisions 5)."""


class ReadinessOpen(Refused):
    """Something is still open, and no override reason was given."""


@dataclass(frozen=True, slots=True)
class ReadinessPoint:
    """One thing still open: its code, how many, and details of counts only (no names)."""

    code: str
    count: int

    def as_json(self) -> dict[str, Any]:
        """As kept with the closing."""
        return asdict(self)


def ensure_may_close(period: Period, *, today: date, is_closed: bool) -> None:
    """MonthNotOver until the month's last day has passed in the city; MonthAlreadyClosed when it is closed."""
    if is_closed:
        raise MonthAlreadyClosed(period=str(period))
    if today <= period.last_day:
        raise MonthNotOver(period=str(period))


def ensure_settled(points: list[ReadinessPoint], override: str) -> None:
    """ReadinessOpen unless nothing is open or somebody says in words why it closes all the same."""
    if points and not override.strip():
        raise ReadinessOpen(count=len(points))


def closing_day(period: Period, workday: int, holidays: frozenset[date] = frozenset()) -> date:
    """The date on which a month closes: the `workday`-th working day (Monday to Friday) of the month after it."""
    month = period.next()
    day, left = month.first_day, workday
    while True:
        if day.weekday() < 5 and day not in holidays:
            left -= 1
            if left <= 0:
                return day
        day = date.fromordinal(day.toordinal() + 1)
