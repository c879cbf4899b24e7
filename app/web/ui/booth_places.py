"""The booths as text for buyers: address, hours, and whether each is open today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from app.booths.rules import OpeningHours
from app.settings.queries import list_holidays
from app.settings.rules import Holiday
from app.shared import clock
from app.tills.queries.booths import BoothRow, list_booths
from app.web.ui.filters import tanggal

WEEK = 7


@dataclass(frozen=True, slots=True)
class BoothPlace:
    """A booth for buyers. `today` says whether it is open today; `hours` and `today` are empty if it has no hours.

    `is_open_today`: it opens today and has not closed yet.
    """

    name: str
    address: str
    hours: str
    today: str
    is_open_today: bool
    booth_id: int


def list_booth_places() -> list[BoothPlace]:
    """Return every active booth: those open today first, then by name."""
    today, holidays = clock.today(), list_holidays()
    places = [_place(booth, today, holidays) for booth in list_booths(active_only=True)]
    return sorted(places, key=lambda place: not place.is_open_today)


def _place(booth: BoothRow, today: date, holidays: Sequence[Holiday]) -> BoothPlace:
    address = ", ".join(part for part in (booth.unit or "", booth.address) if part)
    if booth.hours is None:
        return BoothPlace(booth.name, address, "", "", False, booth.id)
    return BoothPlace(
        booth.name,
        address,
        hours_text(booth.hours),
        _today_text(booth.hours, today, holidays),
        booth.hours.is_open_on(today, {one.day for one in holidays}) and not _is_over(booth.hours),
        booth.id,
    )


def _today_text(hours: OpeningHours, today: date, holidays: Sequence[Holiday]) -> str:
    days = {one.day: one.name for one in holidays}
    if hours.is_open_on(today, days):
        if not _is_over(hours):
            return _("Buka hari ini sampai %(time)s", time=_clock_text(hours.closes))
        return _("Hari ini sudah tutup")
    next_day = hours.next_open_day(today, days)
    again = (
        _("buka lagi %(day)s", day=_day_text(next_day, today))
        if next_day
        else _("belum tentu kapan buka lagi")
    )
    if hours.is_open_on(today):
        return _("Hari ini libur (%(holiday)s), %(again)s", holiday=days[today], again=again)
    return _("Hari ini tutup, %(again)s", again=again)


def _is_over(hours: OpeningHours) -> bool:
    """Whether it is past the closing time of today."""
    return clock.local(clock.now()).time() >= hours.closes


def _day_text(day: date, today: date) -> str:
    """Return the weekday, with its date from a week ahead, because the weekday alone could be misread."""
    name = day_name(day.weekday())
    return name if (day - today).days < WEEK else f"{name}, {tanggal(day)}"


def hours_text(hours: OpeningHours) -> str:
    """Return opening hours, e.g. `Senin–Jumat, 08.00–15.00`."""
    days = ", ".join(_range_text(first, last) for first, last in _ranges(sorted(hours.weekdays)))
    return f"{days}, {_clock_text(hours.opens)}–{_clock_text(hours.closes)}"


def day_name(weekday: int) -> str:
    """Return the name of a weekday (0 is Monday) in the reader's language."""
    return str(get_day_names("wide", locale=get_locale() or "id")[weekday])


def _range_text(first: int, last: int) -> str:
    if first == last:
        return day_name(first)
    return f"{day_name(first)}{'–' if last > first + 1 else ', '}{day_name(last)}"


def _ranges(weekdays: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for day in weekdays:
        if ranges and ranges[-1][1] == day - 1:
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return ranges


def _clock_text(at: time) -> str:
    return f"{at:%H.%M}"
