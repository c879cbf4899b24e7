"""Counts wrong passwords: few per account, more per address, which a whole office may share."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` attempts within `window`, then none for `pause`. A sliding window restarts with every attempt, so that no
    period of that length has more than `most`; a fixed one resets after its length, for addresses in constant use."""

    most: int
    window: timedelta
    pause: timedelta
    slides: bool


ACCOUNT = Limit(5, timedelta(minutes=1), timedelta(minutes=1), slides=True)
ADDRESS = Limit(100, timedelta(minutes=10), timedelta(minutes=10), slides=False)
"""Hundreds of people may share one address; only failures count, and familiar accounts are exempt."""
FAMILIAR_FOR = timedelta(days=90)
"""An account that signed in from an address within this time is not blocked by other people's failures there."""


@dataclass(frozen=True, slots=True)
class FailedAttempts:
    """The stored wrong attempts of one account or address."""

    count: int
    window_started_at: datetime
    blocked_until: datetime | None


def seconds_blocked(tries: FailedAttempts | None, now: datetime) -> int:
    """Whole seconds until the next attempt is allowed; 0 if it is allowed now."""
    if tries is None or tries.blocked_until is None or tries.blocked_until <= now:
        return 0
    return int((tries.blocked_until - now).total_seconds()) + 1


def add_try(tries: FailedAttempts | None, limit: Limit, now: datetime) -> FailedAttempts:
    """Add one attempt, which `seconds_blocked` allowed. With the last one of `most` the pause begins."""
    if tries is None or now - tries.window_started_at >= limit.window or tries.blocked_until is not None:
        tries = FailedAttempts(0, now, None)
    count = tries.count + 1
    started_at = now if limit.slides else tries.window_started_at
    return FailedAttempts(count, started_at, now + limit.pause if count >= limit.most else None)


def undo_attempt(tries: FailedAttempts, limit: Limit) -> FailedAttempts:
    """Remove a successful attempt, and the pause it began."""
    count = max(0, tries.count - 1)
    return FailedAttempts(
        count, tries.window_started_at, tries.blocked_until if count >= limit.most else None
    )
