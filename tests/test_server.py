"""Sales, tills, people and strangers wait in queues of their own (docs/adr/0007, 0012, 0070)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app.server import (
    LONG_QUEUE,
    LONGEST_REST,
    LONGEST_STEP_BACK,
    PEOPLE,
    SALES,
    STRANGERS,
    THREADS,
    THREADS_ON_SQLITE,
    TILLS,
    NetworkQueue,
    PriorityDispatcher,
    TillActivity,
    YieldingTask,
    request_priority,
)
from app.shared import proven

pytestmark = pytest.mark.real_clock


TOKEN, COOKIE = {"AUTHORIZATION": "Bearer ours"}, {"COOKIE": "bahasa=en; sesi=ours"}


@pytest.fixture(autouse=True)
def credentials() -> Iterator[None]:
    """One token and one session cookie that were found valid."""
    proven.forget()
    proven.add("Bearer ours")
    proven.add("ours")
    yield
    proven.forget()


@pytest.mark.parametrize(
    ("path", "headers", "queue"),
    [
        ("/api/v1/sales", TOKEN, SALES),
        ("/api/v1/sales/lain", TOKEN, TILLS),
        ("/api/v1/till/buyers", TOKEN, TILLS),
        ("/kasir/perangkat", COOKIE, TILLS),
        ("/kasir/", COOKIE, TILLS),
        ("/saya/", COOKIE, PEOPLE),
        ("/saya/", {"COOKIE": "__Host-sesi=ours"}, PEOPLE),
        ("", COOKIE, PEOPLE),
        ("/masuk", {}, STRANGERS),
        ("/readyz", {}, STRANGERS),
        ("/kasir/aplikasi", {"COOKIE": "bahasa=en"}, STRANGERS),
        ("/api/v1/sales", {"AUTHORIZATION": "Bearer made up"}, STRANGERS),
        ("/kasir/perangkat", {"COOKIE": "sesi=made-up"}, STRANGERS),
        ("/kasir/perangkat", {"COOKIE": "sesi=; other=ours"}, STRANGERS),
    ],
)
def test_each_request_has_its_lane(path: str, headers: dict[str, str], queue: str) -> None:
    assert request_priority(SimpleNamespace(path=path, headers=headers)) == queue


def test_who_signs_in_or_sends_a_valid_token_is_a_stranger_no_more(app: Flask, as_role: Any) -> None:
    client = as_role("manager")
    for _ in range(2):  # the first page's answer brings the cookie with its form token
        client.get("/pengelola/")
    cookie = client.browser.get_cookie("sesi").value
    assert (
        request_priority(SimpleNamespace(path="/pengelola/", headers={"COOKIE": f"sesi={cookie}"})) == PEOPLE
    )
    app.test_client().get("/api/v1/products", headers={"Authorization": "Bearer salah"})
    assert not proven.holds("Bearer salah")


def test_only_so_many_credentials_are_remembered_and_the_newest_stay() -> None:
    for number in range(proven.MOST + 10):
        proven.add(str(number))
    assert not proven.holds("0") and proven.holds(str(proven.MOST + 9))


def test_networks_of_strangers_take_turns() -> None:
    queue = NetworkQueue()
    for network, count in (("flood", 50), ("office", 1), ("phone", 2)):
        for _ in range(count):
            queue.append(SimpleNamespace(network=network))
    assert len(queue) == 53
    assert [queue.popleft().network for _ in range(5)] == ["flood", "office", "phone", "flood", "phone"]
    assert {queue.popleft().network for _ in range(48)} == {"flood"} and not queue
    with pytest.raises(IndexError):
        queue.popleft()


@pytest.mark.parametrize("threads", [THREADS, THREADS_ON_SQLITE])
def test_together_the_lanes_leave_connections_to_spare(app: Flask, threads: dict[str, int]) -> None:
    options = app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    assert sum(threads.values()) < options["pool_size"] + options["max_overflow"]


@pytest.mark.parametrize(("threads", "at_once"), [(THREADS, 4), (THREADS_ON_SQLITE, 1)])
def test_on_sqlite_sales_follow_one_another(threads: dict[str, int], at_once: int) -> None:
    gate, queues = threading.Event(), PriorityDispatcher(threads)
    sales = [Request("POST", "/api/v1/sales", gate, **TOKEN) for _ in range(6)]
    for sale in sales:
        queues.add_task(sale)
    wait_until(lambda: sum(sale.begun.is_set() for sale in sales) >= at_once)
    time.sleep(0.05)  # in which another thread would have begun the next
    assert sum(sale.begun.is_set() for sale in sales) == at_once
    gate.set()
    assert all(sale.done.wait(5) for sale in sales)
    queues.shutdown()


def test_the_log_tells_of_a_long_queue_of_sales_only(caplog: pytest.LogCaptureFixture) -> None:
    gate, queues = threading.Event(), PriorityDispatcher(THREADS_ON_SQLITE)
    sales = [Request("POST", "/api/v1/sales", gate, **TOKEN) for _ in range(LONG_QUEUE + 1)]
    queues.add_task(sales[0])
    wait_until(sales[0].begun.is_set)
    for sale in sales[1:-1]:
        queues.add_task(sale)
    assert caplog.messages == []
    queues.add_task(sales[-1])
    assert caplog.messages[-1] == f"Task queue depth is {LONG_QUEUE}"
    gate.set()
    assert all(sale.done.wait(5) for sale in sales)
    queues.shutdown()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so, at most five seconds; threads need a moment."""
    until = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)


class Request:
    """What the dispatcher reads of a connection: its first request, and a service that records itself and waits."""

    def __init__(self, method: str, path: str, until: threading.Event, **headers: str) -> None:
        self.requests = [SimpleNamespace(command=method, path=path, headers=headers)]
        self.until, self.begun, self.done = until, threading.Event(), threading.Event()

    def service(self) -> None:
        self.begun.set()
        self.until.wait(10)
        self.done.set()

    def cancel(self) -> None:
        """Waitress drops what still waits when it ends."""


@pytest.fixture
def queues() -> Iterator[PriorityDispatcher]:
    """PriorityDispatcher with their threads, ended afterwards."""
    made = PriorityDispatcher()
    yield made
    made.shutdown()


@pytest.mark.parametrize(("method", "path"), [("POST", "/masuk"), ("GET", "/keuangan/")])
@pytest.mark.parametrize("headers", [{}, COOKIE], ids=["strangers", "people"])
def test_forty_who_wait_do_not_hold_up_a_sale(
    queues: PriorityDispatcher, method: str, path: str, headers: dict[str, str]
) -> None:
    gate, open_already = threading.Event(), threading.Event()
    open_already.set()
    others = [Request(method, path, gate, **headers) for _ in range(40)]
    for one in others:
        queues.add_task(one)
    sale = Request("POST", "/api/v1/sales", open_already, **TOKEN)
    queues.add_task(sale)
    assert sale.done.wait(5)
    assert not any(one.done.is_set() for one in others)
    gate.set()
    assert all(one.done.wait(5) for one in others)  # in turn, none refused


def test_a_stranger_begins_when_the_tills_are_quiet_or_after_a_while(queues: PriorityDispatcher) -> None:
    gate, open_already = threading.Event(), threading.Event()
    open_already.set()
    sale = Request("POST", "/api/v1/sales", gate, **TOKEN)
    queues.add_task(sale)
    patient = Request("GET", "/produk", open_already)
    began = time.monotonic()
    queues.add_task(patient)
    assert patient.done.wait(5)
    assert time.monotonic() - began >= LONGEST_STEP_BACK * 0.9 and not sale.done.is_set()
    gate.set()
    assert sale.done.wait(5)
    after = Request("GET", "/produk", open_already)
    queues.add_task(after)
    assert after.done.wait(5)


@pytest.mark.parametrize(("took", "rest"), [(0.01, 0.01), (0.2, LONGEST_REST)])
@pytest.mark.parametrize("is_selling", [True, False])
def test_a_stranger_rests_as_long_as_a_page_took_and_not_as_long_as_a_hash(
    monkeypatch: pytest.MonkeyPatch, took: float, rest: float, is_selling: bool
) -> None:
    tills, now, slept = TillActivity(), [100.0], []
    monkeypatch.setattr("app.server.time", SimpleNamespace(monotonic=lambda: now[0], sleep=slept.append))
    if is_selling:
        tills.watch(SimpleNamespace(service=lambda: None)).service()
    stranger = SimpleNamespace(service=lambda: now.__setitem__(0, now[0] + took))
    YieldingTask(stranger, tills).service()
    assert slept == pytest.approx([rest] if is_selling else [])
