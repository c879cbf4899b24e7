"""What one sale through the JSON API costs, counted: calls of Python functions and SQL statements at the driver.

A shared machine's clock drifts by a factor of three; these two counts are the same in every run.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

MOST_CALLS, MOST_STATEMENTS, MOST_WITH_TRIGGERS = 900, 13, 15
"""The ceilings of one sale (docs/adr/0026-a-lighter-sale.md)."""


@dataclass
class Counts:
    """`calls`: Python functions entered, generators resumed included; `statements`: texts the driver was given,
    BEGIN and COMMIT included; `triggered`: SQLite's own steps within them that ran a trigger."""

    answer: dict[str, Any] = field(default_factory=dict)
    calls: int = 0
    statements: list[str] = field(default_factory=list)
    triggered: list[str] = field(default_factory=list)
    by_function: Counter[str] = field(default_factory=Counter)

    @property
    def with_triggers(self) -> int:
        """All that SQLite ran."""
        return len(self.statements) + len(self.triggered)


def count_request(app: Flask, token: str, sale: dict[str, Any]) -> Counts:
    """Send one batch of one sale into the WSGI application, and count. Warm it up with a sale before."""
    counts = Counts()

    def enter(frame: FrameType, what: str, _argument: Any) -> None:
        code = frame.f_code
        if what == "call" and code.co_filename != __file__:
            counts.calls += 1
            counts.by_function[f"{code.co_filename.rpartition('/')[2]}:{code.co_qualname}"] += 1

    def note(text: str) -> None:
        """SQLite tells a statement again for each trigger it fires, in the same words."""
        is_again = counts.statements[-1:] == [text] and not text.startswith("COMMIT")
        (counts.triggered if is_again else counts.statements).append(text)

    environ, told = _environ(token, sale), []
    with _traced(note):
        sys.setprofile(enter)
        try:
            body = app.wsgi_app(environ, lambda status, _headers: told.append(status))
            said = b"".join(body)
            getattr(body, "close", lambda: None)()
        finally:
            sys.setprofile(None)
    counts.answer = {"status": int(told[0][:3]), **json.loads(said)}
    return counts


class _traced:
    """Every connection that is given out meanwhile tells its statements."""

    def __init__(self, note: Any) -> None:
        self.note = note
        self.seen: list[Any] = []

    def __enter__(self) -> None:
        event.listen(Engine, "checkout", self._checkout)

    def __exit__(self, *_error: object) -> None:
        event.remove(Engine, "checkout", self._checkout)
        for one in self.seen:
            one.set_trace_callback(None)

    def _checkout(self, driver: Any, *_rest: Any) -> None:
        driver.set_trace_callback(self.note)
        self.seen.append(driver)


def _environ(token: str, sale: dict[str, Any]) -> dict[str, Any]:
    body = json.dumps({"sales": [sale], "sent_at": sale["sold_at"]}).encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/sales",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
