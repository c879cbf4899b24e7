"""Where to buy, in words: each booth with its address, its hours, and whether it is open today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from app.booths.queries import BoothRow, list_booths
from app.booths.rules import OpeningHours
from app.shared import clock


@dataclass(frozen=True, slots=True)
class BoothPlace:
    """A booth for a buyer's eyes. `today` says whether it is open now; both texts are empty where hours are unknown."""

    name: str
    address: str
    hours: str
    today: str
    is_open_today: bool


def list_booth_places() -> list[BoothPlace]:
    """Every booth in use: those open today first, then by name."""
    today = clock.today()
    places = [_place(booth, today) for booth in list_booths(active_only=True)]
    return sorted(places, key=lambda place: not place.is_open_today)


def _place(booth: BoothRow, today: date) -> BoothPlace:
    address = ", ".join(part for part in (booth.unit or "", booth.address) if part)
    if booth.hours is None:
        return BoothPlace(booth.name, address, "", "", False)
    return BoothPlace(
        booth.name,
        address,
        hours_text(booth.hours),
        _today_text(booth.hours, today),
        booth.hours.is_open_on(today),
    )


def _today_text(hours: OpeningHours, today: date) -> str:
    if hours.is_open_on(today):
        if clock.local(clock.now()).time() < hours.closes:
            return _("Buka hari ini sampai %(time)s", time=_clock_text(hours.closes))
        return _("Hari ini sudah tutup")
    day = day_name(hours.next_open_day(today).weekday())
    return _("Hari ini tutup, buka lagi %(day)s", day=day)


def hours_text(hours: OpeningHours) -> str:
    """The hours as one reads them on a door: `Senin–Jumat, 08.00–15.00`."""
    days = ", ".join(_range_text(first, last) for first, last in _ranges(sorted(hours.weekdays)))
    return f"{days}, {_clock_text(hours.opens)}–{_clock_text(hours.closes)}"


def day_name(weekday: int) -> str:
    """The name of a weekday (0 is Monday) in the reader's language."""
    return str(get_day_names("wide", locale=get_locale() or "id")[weekday])


def _range_text(first: int, last: int) -> str:
    if first == last:
        return day_name(first)
    return f"{day_name(first)}{'–' if last > first + 1 else ', '}{day_name(last)}"


def _ranges(weekdays: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for day in weekdays:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _clock_text(at: time) -> str:
    return f"{at:%H.%M}"
