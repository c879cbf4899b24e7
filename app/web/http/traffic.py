"""Gives each request a number, writes a line in the log, and counts the answers of this process for /metrics.

The line contains method, route (its rule, so no number of a person), status and time; no query, name or address.
It costs nothing while this log is off (`app/logs.py` turns it on for a server).
"""

import logging
import re
import secrets
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.globals import app_ctx

from config import Settings

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram, in seconds."""
_QUIET = frozenset({"static", "api.check_health", "api.check_readiness", "api.show_metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)


class Traffic:
    """Counters of one process since its start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.answers: Counter[tuple[str, str]] = Counter()
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def count(self, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self.answers[method, f"{status // 100}xx"] += 1
            self.buckets[bisect_left(BOUNDS, seconds)] += 1
            self.seconds += seconds

    def record(self, method: str, status: int, seconds: float, rule: str, number: str) -> None:
        """Count one answer, and log it under its route and the number of its request."""
        self.count(method, status, seconds)
        if log.isEnabledFor(logging.INFO):
            ms = round(seconds * 1000, 1)
            facts = {"request": number, "route": rule, "status": status, "ms": ms}
            log.info("%s %s %d", method, rule, status, extra=facts)


def register_traffic(app: Flask) -> None:
    """Number each request and count each answer; register it before every other hook."""
    app.extensions["traffic"] = Traffic()
    app.before_request(_begin)
    app.after_request(_end)


def request_number() -> str:
    """Return the number of this request: the trusted proxy's if it sent one, else a random one."""
    store = g._get_current_object()  # type: ignore[attr-defined]
    number: str | None = store.get("request_number")
    if number is None:
        number = store.request_number = number_for(request.environ, current_app.config["SETTINGS"])
    return number


def number_for(environ: Mapping[str, Any], settings: Settings) -> str:
    """Return the number that a trusted proxy gave this request; a random one without a proxy, or if its number is
    malformed."""
    given = environ.get("HTTP_X_REQUEST_ID", "") if settings.proxy_count else ""
    return given if _NUMBER.fullmatch(given) else secrets.token_hex(4)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    number = request_number()
    here = app_ctx._get_current_object()  # type: ignore[attr-defined]
    current_request = request._get_current_object()  # type: ignore[attr-defined]
    response.headers[HEADER] = number
    now = time.perf_counter()
    seconds = now - here.g.get("began", now)
    method = current_request.method if current_request.method in _METHODS else "OTHER"
    traffic: Traffic = here.app.extensions["traffic"]
    if current_request.endpoint in _QUIET:
        traffic.count(method, response.status_code, seconds)
    else:
        rule = current_request.url_rule.rule if current_request.url_rule else "-"
        traffic.record(method, response.status_code, seconds, rule, number)
    return response
