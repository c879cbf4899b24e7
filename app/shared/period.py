"""A calendar month in the city's zone, as a value."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_READ = range(2000, 2200)
"""Years a month may be read from: a file, a form, an address, a sale."""
_COUNTED = range(1900, 2300)
"""Years arithmetic may reach from there, so that the first and last month have neighbours."""
_SPELLING = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One calendar month, e.g. `Period(2026, 11)`; text form `2026-11`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        """Raise ValueError if it is no month."""
        if not 1 <= self.month <= 12 or self.year not in _COUNTED:
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `YYYY-MM` (ASCII digits only); ValueError for anything else."""
        match = _SPELLING.fullmatch(text)
        if not match or int(match[1]) not in _READ:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Period":
        """The month a local date falls in; ValueError outside the years that are read."""
        if day.year not in _READ:
            raise ValueError(f"no such month: {day.year}-{day.month}")
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The first local date of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last local date of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def day(self, number: int) -> date:
        """The date of day `number` (1-28) of this month."""
        return date(self.year, self.month, number)

    def shift(self, months: int) -> "Period":
        """The month so many months later (negative: earlier)."""
        count = self.year * 12 + self.month - 1 + months
        return Period(count // 12, count % 12 + 1)

    def next(self) -> "Period":
        """The following month."""
        return self.shift(1)

    def previous(self) -> "Period":
        """The month before."""
        return self.shift(-1)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __lt__(self, other: "Period") -> bool:
        return (self.year, self.month) < (other.year, other.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
