"""All settings of a city: type, default, bounds, and whether they are dated. Pure."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from app.settings.errors import UnusableSetting
from app.shared.period import Period

_SIGNER_FIELDS = ("role", "position", "name", "rank", "nip")
_LONGEST_LINE = 120
_LONGEST_TEXT = 600
LONGEST_HOLIDAY = 80
MOST_HOLIDAYS = 60
"""So many holidays may one calendar year have."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature block: `role` is the line above ("Mengetahui,"), `nip` 18 digits or empty."""

    role: str = ""
    position: str = ""
    name: str = ""
    rank: str = ""
    nip: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether the block can be printed for signing."""
        return bool(self.position and self.name)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of the whole city with its name."""

    day: date
    name: str


def find_workday_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The `count`-th working day after a date: Monday to Friday, without the city's holidays."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY and day not in holidays
    return day


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of a setting: `read` converts the stored JSON value to the Python value and refuses unusable ones;
    `field`: the kind of its form field.

    `least` and `most` limit a whole number; for a text, `most` is the highest number of characters.
    """

    field: Literal["text", "paragraph", "lines", "whole", "yes_no", "month", "signer", "own_page"]
    read: Callable[[Any], Any]
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One setting. `is_dated`: it applies from a month on. `is_shown`: the settings page shows it."""

    key: str
    default: Any
    shape: Shape
    is_dated: bool = False
    is_shown: bool = True

    def read(self, value: Any) -> Any:
        """Convert the stored JSON value to the Python value. UnusableSetting."""
        return self.shape.read(value)


def _whole(least: int, most: int) -> Shape:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise UnusableSetting("value", least=least, most=most)
        return value

    return Shape("whole", read, least, most)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnusableSetting("value")
    return value


def _text(longest: int, *, lines: bool = False) -> Shape:
    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or ("\n" in value and not lines):
            raise UnusableSetting("value", most=longest)
        return value.strip()

    return Shape("paragraph" if lines else "text", read, most=longest)


_read_line = _text(_LONGEST_LINE).read
_read_holiday_name = _text(LONGEST_HOLIDAY).read


def _lines(value: Any) -> list[str]:
    if not isinstance(value, list) or not 0 < len(value) <= 5:
        raise UnusableSetting("value")
    return [_read_line(line) for line in value]


def _month(value: Any) -> Period | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnusableSetting("value")
    try:
        return Period.parse(value)
    except ValueError as error:
        raise UnusableSetting("value") from error


def _signer(value: Any) -> Signer:
    if not isinstance(value, dict) or set(value) - set(_SIGNER_FIELDS):
        raise UnusableSetting("value")
    signer = Signer(**{name: _read_line(value.get(name, "")) for name in _SIGNER_FIELDS})
    if signer.nip and not re.fullmatch(r"[0-9]{18}", signer.nip, re.ASCII):
        raise UnusableSetting("nip")
    return signer


def _holidays(value: Any) -> tuple[Holiday, ...]:
    if not isinstance(value, list):
        raise UnusableSetting("value")
    try:
        holidays = [Holiday(date.fromisoformat(one["day"]), _read_holiday_name(one["name"])) for one in value]
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableSetting("value") from error
    return tuple(sorted(holidays, key=lambda one: one.day))


def format_value(value: Any) -> Any:
    """Convert the Python value to the stored JSON value."""
    if isinstance(value, tuple):
        return [{"day": one.day.isoformat(), "name": one.name} for one in value]
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, Signer):
        return {name: getattr(value, name) for name in _SIGNER_FIELDS}
    return value


_SIGNER = Shape("signer", _signer)
_YES_NO = Shape("yes_no", _truth)
KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("city_name", "", _text(80)),
        Kind("letterhead", [], Shape("lines", _lines)),
        Kind("signer_left", {"role": "Mengetahui,"}, _SIGNER),
        Kind("signer_right", {}, _SIGNER),
        Kind("reference_day", 1, _whole(1, 28), is_dated=True),
        Kind("recording_start", None, Shape("month", _month)),
        Kind("closing_workday", 5, _whole(1, 23)),
        Kind("reminder_days", 5, _whole(1, 28)),
        Kind("dispute_workdays", 5, _whole(1, 60)),
        Kind("code_days", 30, _whole(1, 365)),
        Kind("retention_years", 5, _whole(2, 30)),
        Kind("public_percentages", False, _YES_NO),
        Kind("public_least_people", 10, _whole(10, 1_000)),
        Kind(
            "receipt_footer", "Terima kasih sudah berbelanja produk UMKM.", _text(_LONGEST_TEXT, lines=True)
        ),
        Kind("public_welcome", "", _text(_LONGEST_TEXT, lines=True)),
        Kind("help_contact", "Bagian keuangan kota", _text(200)),
        Kind("payout_limit", 5_000_000, _whole(0, 999_999_999_999)),
        Kind("share_warning", 25, _whole(0, 50)),
        Kind("curation_workdays", 10, _whole(1, 60)),
        Kind("holidays", [], Shape("own_page", _holidays), is_shown=False),
        Kind("demo", False, _YES_NO, is_shown=False),
    )
}
"""Empty defaults of city name and letterhead are worked out by `app/settings/queries.py`; what each is called stands
in `app/web/admin/labels.py`."""


def in_force(rows: list[tuple[Period, Any]], period: Period) -> Any:
    """The value in force in a month, of rows (first month, value); None if there is none."""
    begun = [(start, value) for start, value in rows if start <= period]
    return max(begun, key=lambda row: row[0])[1] if begun else None
