"""What one sale through the JSON API costs, counted: calls of Python functions and SQL statements at the driver.

A shared machine's clock drifts by a factor of three; these two counts are the same in every run.
"""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app import create_app
from app.extensions import db
from app.shared import clock
from tests.bench.figures import Figure
from tests.ledger import a_sale, make_city

ROOT = Path(__file__).resolve().parents[2]

MOST_CALLS, MOST_STATEMENTS, MOST_WITH_TRIGGERS = 870, 12, 15
"""The ceilings of one sale (docs/adr/0026-a-lighter-sale.md)."""
MOST_ON_POSTGRESQL = 15
"""Statements of a sale there, its sealing included (docs/adr/0071-a-long-act-holds-the-sealing.md)."""


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

    def run() -> bytes:
        gc.collect()  # what other tests left behind must not be cleared away, and counted, within this request
        gc.disable()
        sys.setprofile(enter)
        try:
            body = app.wsgi_app(environ, lambda status, _headers: told.append(status))
            said = b"".join(body)
            getattr(body, "close", lambda: None)()
            return said
        finally:
            sys.setprofile(None)
            gc.enable()

    environ, told = _environ(token, sale), []
    with _traced(note):  # in a context of its own, so that the request makes its own application context
        said = Context().run(run)
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
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
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


def figures() -> list[Figure]:
    """The counts of one sale in a small city on SQLite, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "APP_ENV": "development",
            "DATABASE_URL": f"sqlite:///{folder}/counts.sqlite",
            "INSTANCE_PATH": folder,
            "SECRET_KEY": "bench-key-of-no-use-0123456789",
        }
        words = [sys.executable, "-m", "tests.bench.sale_counts"]
        done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    calls, statements, with_triggers = json.loads(done.stdout.splitlines()[-1])
    return [
        Figure("sale, calls of Python functions", calls, bar=MOST_CALLS),
        Figure("sale, SQL statements", statements, bar=MOST_STATEMENTS),
        Figure("sale, SQL statements with their triggers", with_triggers, bar=MOST_WITH_TRIGGERS),
    ]


def main() -> None:
    """Build the city, warm it up, print the three counts as JSON."""
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        city = make_city()
        db.session.remove()
    for _ in range(3):
        sale = a_sale(city, sold_at=clock.local(clock.now()).isoformat())
        found = count_request(app, city.token, sale)
    if found.answer["results"][0]["result"] != "recorded":
        raise RuntimeError(found.answer)
    print(json.dumps([found.calls, len(found.statements), found.with_triggers]))


if __name__ == "__main__":
    main()
