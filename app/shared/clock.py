"""The only source of the present time. Days and months begin in the city's time zone, not in UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.shared.period import Period

FAR_AHEAD = 12
"""Months ahead."""


class _Clock:
    """The city's zone, and in tests a fixed instant."""

    zone = ZoneInfo("Asia/Jayapura")
    fixed: datetime | None = None


def set_clock(zone_name: str, fixed: datetime | None = None) -> None:
    """Set the city's zone (IANA name) and, in testing only, a fixed instant (APP_CLOCK)."""
    _Clock.zone = ZoneInfo(zone_name)
    _Clock.fixed = fixed


def zone() -> ZoneInfo:
    """The city's time zone."""
    return _Clock.zone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _Clock.fixed or datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """An aware instant as the city's wall clock shows it. ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("a naive time has no place on the city's clock")
    return instant.astimezone(_Clock.zone)


def local_date(instant: datetime) -> date:
    """The city's calendar date of an aware instant."""
    return local(instant).date()


def at_local(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    """The aware UTC instant of a wall-clock time in the city."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_Clock.zone).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last whole second of a local date."""
    return at_local(day + timedelta(days=1), 0, 0) - timedelta(seconds=1)


def today() -> date:
    """The city's calendar date of this moment."""
    return local_date(now())


def this_period() -> Period:
    """The running calendar month in the city."""
    return Period.of(today())


def is_far_ahead(period: Period) -> bool:
    """Whether a month lies more than FAR_AHEAD months in the future, so that it must be a typing error."""
    return period > this_period().shift(FAR_AHEAD)
