"""Arithmetic of wrong passwords (threats S1, S2): per account strictly, per address with room for a whole
office."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries within `window`; the next one and all others are refused for `pause`."""

    most: int
    window: timedelta
    pause: timedelta


ACCOUNT = Limit(5, timedelta(minutes=1), timedelta(minutes=1))
ADDRESS = Limit(100, timedelta(minutes=10), timedelta(minutes=10))
"""An office of hundreds sits behind one address; only failures count, and familiar accounts pass all the
same."""
FAMILIAR_FOR = timedelta(days=90)
"""An account that signed in from an address within this time is not held up by other people's mistakes
there."""


@dataclass(frozen=True, slots=True)
class Tries:
    """What is remembered of one account or address."""

    count: int
    window_started_at: datetime
    blocked_until: datetime | None


def seconds_blocked(tries: Tries | None, now: datetime) -> int:
    """Whole seconds until the next try is allowed; 0 when it is allowed now."""
    if tries is None or tries.blocked_until is None or tries.blocked_until <= now:
        return 0
    return int((tries.blocked_until - now).total_seconds()) + 1


def add_try(tries: Tries | None, limit: Limit, now: datetime) -> Tries:
    """One more try. It is the caller's to ask `seconds_blocked` first; the try after `most` starts the
    pause."""
    if tries is None or now - tries.window_started_at >= limit.window or _has_served(tries, now):
        tries = Tries(0, now, None)
    count = tries.count + 1
    return Tries(count, tries.window_started_at, now + limit.pause if count > limit.most else None)


def take_back(tries: Tries | None) -> Tries | None:
    """A try that turned out right does not count."""
    if tries is None:
        return None
    return Tries(max(0, tries.count - 1), tries.window_started_at, tries.blocked_until)


def _has_served(tries: Tries, now: datetime) -> bool:
    return tries.blocked_until is not None and tries.blocked_until <= now
