"""The duration of a login session, in all and without use. The strictest of a login's roles applies."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.accounts.rules.roles import LONG, ROLES, SessionLimits

TOUCH_EVERY = timedelta(minutes=5)
"""How exactly the last request is remembered: one write per this time, not per request."""


def session_limits(roles: Iterable[str]) -> SessionLimits:
    """The strictest limits of some roles."""
    limits = [ROLES[role].limits for role in roles if role in ROLES] or [LONG]
    return SessionLimits(min(limit.idle for limit in limits), min(limit.whole for limit in limits))


def is_over(created_at: datetime, last_seen_at: datetime, roles: Iterable[str], now: datetime) -> bool:
    """Whether a session has expired; at the exact instant of the limit it has."""
    life = session_limits(roles)
    return now - last_seen_at >= life.idle or now - created_at >= life.whole


def needs_touch(last_seen_at: datetime, now: datetime) -> bool:
    """Whether the last recorded request is so old that this one must be recorded."""
    return now - last_seen_at >= TOUCH_EVERY


def has_ended(valid_until: date | None, today: date) -> bool:
    """Whether an account's last day has passed; it works until the end of that day. None: no end."""
    return valid_until is not None and today > valid_until
