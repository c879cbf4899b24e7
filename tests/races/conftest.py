"""Real threads on real connections, on both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.shared.transaction import rollback
from tests.ledger import City, make_city


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
