"""Tills and people wait in queues of their own (docs/adr/0007-hashing-beside-the-tills.md)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask

from app.serving import PEOPLE, THREADS, TILLS, Lanes, lane_of

pytestmark = pytest.mark.real_clock


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/api/v1/sales", TILLS),
        ("/kasir/jual", TILLS),
        ("/kasir/", TILLS),
        ("/healthz", TILLS),
        ("/masuk", PEOPLE),
        ("/saya/", PEOPLE),
        ("", PEOPLE),
    ],
)
def test_each_request_has_its_lane(path: str, lane: str) -> None:
    assert lane_of(path) == lane


def test_together_the_lanes_leave_connections_to_spare(app: Flask) -> None:
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    assert sum(THREADS.values()) < options["pool_size"] + options["max_overflow"]


class Request:
    """What a lane sees of a connection: its first request, and a service that notes itself and waits."""

    def __init__(self, method: str, path: str, until: threading.Event) -> None:
        self.requests = [SimpleNamespace(command=method, path=path)]
        self.until, self.done = until, threading.Event()

    def service(self) -> None:
        self.until.wait(10)
        self.done.set()

    def cancel(self) -> None:
        """Waitress drops what still waits when it ends."""


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    """Lanes with their threads, ended afterwards."""
    made = Lanes()
    yield made
    made.shutdown()


@pytest.mark.parametrize(("method", "path"), [("POST", "/masuk"), ("GET", "/keuangan/")])
def test_forty_people_who_wait_do_not_hold_up_a_sale(lanes: Lanes, method: str, path: str) -> None:
    gate, open_already = threading.Event(), threading.Event()
    open_already.set()
    people = [Request(method, path, gate) for _ in range(40)]
    for one in people:
        lanes.add_task(one)
    sale = Request("POST", "/api/v1/sales", open_already)
    lanes.add_task(sale)
    assert sale.done.wait(5)
    assert not any(one.done.is_set() for one in people)
    gate.set()
    assert all(one.done.wait(5) for one in people)  # in turn, none refused
