"""Requests without a rate limit: health probes, static files, and those with a till's token, because a till must be
able to send a full outbox. Enrolling and the API's description need no token, so they have the limit.

Wrong passwords and codes are counted in the database instead (`app/accounts/services/tries.py`).
"""

import threading
import time
from collections import Counter
from functools import cache

from flask import Flask, abort, current_app, request
from limits import RateLimitItem, parse

from app.extensions import limiter
from app.shared.addresses import network_of
from app.web.http.policy import TILL, rule_for

EXEMPT = frozenset({"static", "api.check_health", "api.check_readiness"})


@limiter.request_filter
def is_exempt() -> bool:
    """Whether this request has no rate limit."""
    endpoint = request.endpoint
    return endpoint is not None and (endpoint in EXEMPT or rule_for(endpoint) is TILL)


class StrangerCount:
    """Counts requests by network in the current window of a limit.

    The library takes a third of a stored page's processor time: in each request its hook works out the limits of the
    view, and its storage starts a thread a hundred times a second.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = -1
        self._counts: Counter[str] = Counter()

    def add(self, key: str, limit: RateLimitItem) -> int:
        """Count one request; return how many there were in this window."""
        window = int(time.monotonic() // limit.get_expiry())
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, Counter()
            self._counts[key] += 1
            return self._counts[key]


def count_stranger() -> None:
    """Count a request for which the library's hook does not run; 429 above the same limit."""
    if exceeds_limit(current_app, request.remote_addr):
        abort(429)


def exceeds_limit(app: Flask, address: str | None) -> bool:
    """Count a stranger's request; return whether its network has exceeded the limit for requests without account."""
    count: StrangerCount = app.extensions.setdefault("stranger_count", StrangerCount())
    limit = _limit(str(app.config["FLOOD_LIMIT_ADDRESS"]))
    return count.add(network_of(address), limit) > limit.amount


@cache
def _limit(text: str) -> RateLimitItem:
    return parse(text)
