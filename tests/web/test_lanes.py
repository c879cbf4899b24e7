"""Tills, people and sign-ins wait in queues of their own (docs/adr/0007-hashing-beside-the-tills.md)."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app.accounts.services import hashing
from app.serving import PEOPLE, SIGN_INS, THREADS, TILLS, Lanes, lane_of

pytestmark = pytest.mark.real_clock


@pytest.mark.parametrize(
    ("method", "path", "lane"),
    [
        ("POST", "/api/v1/sales", TILLS),
        ("POST", "/kasir/jual", TILLS),
        ("GET", "/kasir/", TILLS),
        ("GET", "/healthz", TILLS),
        ("GET", "/masuk", PEOPLE),
        ("POST", "/masuk", SIGN_INS),
        ("POST", "/sandi", SIGN_INS),
        ("POST", "/aktivasi/sandi", SIGN_INS),
        ("GET", "/saya/", PEOPLE),
        ("POST", "/keluar", PEOPLE),
        ("", "", PEOPLE),
    ],
)
def test_each_request_has_its_lane(method: str, path: str, lane: str) -> None:
    assert lane_of(method, path) == lane


def test_the_paths_of_the_sign_in_lane_exist(app: Flask) -> None:
    adapter = app.url_map.bind("")
    for path in ("/masuk", "/sandi", "/aktivasi/sandi"):
        endpoint, _ = adapter.match(path, method="POST")
        assert endpoint.startswith("auth.")


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


def test_forty_waiting_sign_ins_do_not_hold_up_a_sale_or_a_page(lanes: Lanes) -> None:
    gate, open_already = threading.Event(), threading.Event()
    open_already.set()
    sign_ins = [Request("POST", "/masuk", gate) for _ in range(40)]
    for one in sign_ins:
        lanes.add_task(one)
    sale, page = Request("POST", "/api/v1/sales", open_already), Request("GET", "/saya/", open_already)
    lanes.add_task(sale)
    lanes.add_task(page)
    assert sale.done.wait(5) and page.done.wait(5)
    assert not any(one.done.is_set() for one in sign_ins)
    gate.set()
    assert all(one.done.wait(5) for one in sign_ins)  # in turn, none refused


def test_pages_that_take_long_do_not_hold_up_a_sale(lanes: Lanes) -> None:
    gate, open_already = threading.Event(), threading.Event()
    open_already.set()
    for _ in range(20):
        lanes.add_task(Request("GET", "/keuangan/", gate))
    sale = Request("POST", "/api/v1/sales", open_already)
    lanes.add_task(sale)
    assert sale.done.wait(5)
    gate.set()


def test_hashing_takes_nothing_of_this_process_and_stands_behind_it() -> None:
    kept = hashing.hash_password("ombak-pagi")
    before = time.process_time()
    assert hashing.is_password(kept, "ombak-pagi") and not hashing.is_password(kept, "ombak-sore")
    assert time.process_time() - before < 0.1  # two hashes are two thirds of a second


def test_a_hashing_process_that_died_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    worker: Any = hashing._Worker()
    job = {"password": "x", "method": "scrypt:256:8:1"}
    try:
        worker.ask(job)
        worker.process.kill()
        worker.process.wait()
        assert worker.ask(job).startswith("scrypt:256:8:1$")
    finally:
        worker.stop()


def test_who_finds_no_free_hasher_in_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_PATIENCE_SECONDS", 0.05)
    workers = hashing._Workers()
    with workers.lent(), workers.lent(), pytest.raises(hashing.SignInsBusy), workers.lent():
        pass
