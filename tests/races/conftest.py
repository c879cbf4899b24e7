"""Real threads on real connections, on both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.shared.transaction import begin_writing, commit, rollback
from tests.ledger import City, make_city

_WAITS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def city(app: Flask) -> City:
    """The small city, committed."""
    found = make_city()
    db.session.remove()
    return found


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[Any]]:
    """Run functions at the same moment, each in a thread with a context of its own; answers or exceptions."""

    def run(*functions: Callable[[], Any]) -> list[Any]:
        gate = threading.Barrier(len(functions))
        answers: list[Any] = [None] * len(functions)

        def one(place: int, function: Callable[[], Any]) -> None:
            with app.app_context():
                gate.wait(10)
                try:
                    answers[place] = function()
                except BaseException as error:  # noqa: BLE001  (the test looks at it)
                    answers[place] = error
                finally:
                    rollback()
                    db.session.remove()

        threads = [threading.Thread(target=one, args=each) for each in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    return run


@pytest.fixture
def beside(app: Flask) -> Iterator[Callable[[Callable[[], Any]], Callable[[], Any]]]:
    """Run an act beside the test's own open transaction (PostgreSQL); it commits when it succeeds.

    Returns as soon as the act has ended or waits for a lock; what it returns waits for the answer or exception. An act
    with a transaction of its own says `writes=False`.
    """
    threads: list[threading.Thread] = []

    def start(act: Callable[[], Any], *, writes: bool = True) -> Callable[[], Any]:
        answers: list[Any] = []
        has_ended = threading.Event()

        def run() -> None:
            with app.app_context():
                try:
                    if writes:
                        begin_writing()
                    answers.append(act())
                    commit()
                except BaseException as error:  # noqa: BLE001  (the test looks at it)
                    answers[:] = [error]
                finally:
                    rollback()
                    db.session.remove()
                    has_ended.set()

        def finish() -> Any:
            thread.join(60)
            return answers[0]

        thread = threading.Thread(target=run)
        threads.append(thread)
        thread.start()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
            while not has_ended.wait(0.005) and not watcher.scalar(_WAITS):
                pass
        return finish

    yield start
    rollback()  # a red test lets go of what the act waits for
    for thread in threads:
        thread.join(60)
