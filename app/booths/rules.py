"""Rules about booths: opening hours, and whether cash is counted. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

CASH, RECORD = "cash", "record"
"""`cash` takes money and counts it in shifts; `record` ("catat saja") only notes sales (decisions 15)."""
DEFAULT_MODE = RECORD
_DAYS_AHEAD = 56


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A booth's opening hours: the weekdays (0 is Monday), and opening and closing time in the city's zone."""

    weekdays: frozenset[int]
    opens: time
    closes: time

    def is_open_on(self, day: date, holidays: Collection[date] = ()) -> bool:
        """Whether the booth sells on this day: on its weekdays, not on the city's holidays."""
        return day.weekday() in self.weekdays and day not in holidays

    def next_open_day(self, day: date, holidays: Collection[date] = ()) -> date | None:
        """The first open day after this one; None if there is none in the next eight weeks."""
        ahead = (day + timedelta(days=count) for count in range(1, _DAYS_AHEAD + 1))
        return next((one for one in ahead if self.is_open_on(one, holidays)), None)

    def as_stored(self) -> dict[str, Any]:
        """The value of the column `booth.hours`; `read_hours` is its inverse."""
        return {
            "weekdays": sorted(self.weekdays),
            "opens": self.opens.isoformat("minutes"),
            "closes": self.closes.isoformat("minutes"),
        }


def read_hours(stored: Mapping[str, Any] | None) -> OpeningHours | None:
    """The column `booth.hours` as a value; None if nobody has entered opening hours."""
    if stored is None:
        return None
    opens, closes = time.fromisoformat(stored["opens"]), time.fromisoformat(stored["closes"])
    return OpeningHours(frozenset(stored["weekdays"]), opens, closes)


def takes_cash(mode: str) -> bool:
    """Whether a booth of this mode handles money: tills then ask for the cash given and for a float."""
    return mode == CASH
