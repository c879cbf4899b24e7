"""One queue, sent more than once in the six ways it happens: rows = distinct ids, each time."""

from __future__ import annotations

import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from app.audit.rules import SYSTEM
from app.audit.verify import catch_up
from app.booths.services import get_or_create_booth
from app.extensions import db
from app.sales.ledger.check import check_ledger
from app.shared.transaction import begin_writing, commit, rollback
from app.tills.services.tills import enrol_till
from tests.faults.tills import a_quick_sale, envelope, headers, send
from tests.ledger import City
from tests.served import Server

pytestmark = pytest.mark.real_clock
SALES, BATCH = 200, 20
Queue = list[dict[str, Any]]
Batches = list[Queue]


class SalesApi:
    """The server's API and who sends there; every answer is counted."""

    def __init__(self, city: City, port: int) -> None:
        self.city, self.port = city, port
        self.results: Counter[str] = Counter()
        self._lock = threading.Lock()

    def send(self, batch: Queue, token: str = "") -> None:
        """Send, and count what was answered; every item must be answered well."""
        status, results = send(self.port, token or self.city.token, batch)
        assert status == 200
        with self._lock:
            self.results.update(one["result"] for one in results)

    def send_and_hang_up(self, batch: Queue) -> None:
        """Send, and do not wait for the answer: the client's patience ended."""
        body = envelope(batch)
        lines = ["POST /api/v1/sales HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers(self.city.token).items()]
        with socket.create_connection(("127.0.0.1", self.port)) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body)


def double_click(api: SalesApi, batches: Batches) -> None:
    """Two identical requests at the same moment."""
    for batch in batches:
        at_once(lambda batch=batch: api.send(batch), lambda batch=batch: api.send(batch))


def retry_after_time_out(api: SalesApi, batches: Batches) -> None:
    """The client hangs up before the answer and sends again."""
    for batch in batches:
        api.send_and_hang_up(batch)
        api.send(batch)


def two_tabs(api: SalesApi, batches: Batches) -> None:
    """Two senders work on the same queue, each at its own pace and from its own end."""

    def work(mine: Batches) -> None:
        for batch in mine:
            api.send(batch)

    at_once(lambda: work(batches), lambda: work(batches[::-1]))


def sync_again(api: SalesApi, batches: Batches) -> None:
    """The whole queue is sent, and later the whole queue again."""
    for batch in [*batches, *batches]:
        api.send(batch)


def proxy_retry(api: SalesApi, batches: Batches) -> None:
    """A proxy sends the same bytes again while the first request is still being worked on."""
    for batch in batches[:2]:
        with nobody_else_writes():
            first, again = (start(lambda batch=batch: api.send(batch)) for _ in range(2))
            first.join(0.25)
            assert first.is_alive() and again.is_alive()  # both are inside
        first.join(30)
        again.join(30)
    for batch in batches[2:]:
        at_once(lambda batch=batch: api.send(batch), lambda batch=batch: api.send(batch))


WAYS = (double_click, retry_after_time_out, two_tabs, sync_again, proxy_retry)


def test_a_queue_that_comes_twice_in_any_of_six_ways_is_booked_once(city: City, server: Server) -> None:
    """Each way has two hundred sales of its own; the sixth, two devices, has a documented result besides."""
    booked: Batches = []
    for way in WAYS:
        api, batches = SalesApi(city, server.port), a_queue(city)
        booked += batches
        way(api, batches)
        ensure_each_once(booked, way.__name__)
        assert api.results.keys() <= {"recorded", "replayed"}, way.__name__
        assert api.results["replayed"] + api.results["recorded"] >= SALES
    two_devices(SalesApi(city, server.port), booked)
    db.session.rollback()
    catch_up()
    assert check_ledger().findings == []


def two_devices(api: SalesApi, booked: Batches) -> None:
    """The documented result: an id is the city's, not the device's. The second device (here even one of another
    booth) hears `replayed` with the first answer; the sale stays where it was first told. Nothing is doubled, and
    nothing is a conflict as long as the content is the same.
    """
    begin_writing()
    other = get_or_create_booth("Puskesmas", actor=SYSTEM)
    till, token = enrol_till(other.id, "Tablet 2", actor=SYSTEM)
    till_id = till.id
    commit()
    batches = a_queue(api.city)
    half = len(batches) // 2
    for batch in batches[:half]:
        api.send(batch)
    at_once(
        lambda: [api.send(batch, token) for batch in batches],
        lambda: [api.send(batch) for batch in reversed(batches)],
    )
    ensure_each_once([*booked, *batches], "two_devices")
    assert api.results == {"recorded": SALES, "replayed": half * BATCH + SALES}
    db.session.rollback()
    found = dict(db.session.execute(text("SELECT uuid, till_id FROM sale")).all())
    first = {str(uuid): owner for uuid, owner in found.items()}
    told = {first[sale["id"]] for batch in batches[:half] for sale in batch}
    assert told == {api.city.till_id}
    assert {first[sale["id"]] for batch in batches for sale in batch} <= {api.city.till_id, till_id}


def a_queue(city: City) -> Batches:
    """Two hundred sales in the order a till sends them."""
    chance = random.Random(5)  # ids are not of its making
    sales = [a_quick_sale(city, chance) for _ in range(SALES)]
    return [sales[start : start + BATCH] for start in range(0, SALES, BATCH)]


def ensure_each_once(batches: Batches, way: str) -> None:
    """Rows = distinct ids of all queues so far, with the right money."""
    db.session.rollback()
    expected = {
        sale["id"]: sum(line["quantity"] * line["unit_price"] for line in sale["lines"])
        for batch in batches
        for sale in batch
    }
    rows = db.session.execute(text("SELECT uuid, amount FROM sale")).all()
    assert len(rows) == len(expected), way
    assert {str(row[0]): row[1] for row in rows} == expected, way


def at_once(*acts: Callable[[], Any]) -> None:
    """Each on a thread of its own, begun together."""
    threads = [start(act) for act in acts]
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def start(act: Callable[[], Any]) -> threading.Thread:
    """Run it on a thread; a failed assertion there fails the test (pytest's thread hook is an error here)."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


@contextmanager
def nobody_else_writes() -> Iterator[None]:
    """Hold the ledger, so that a request that came in cannot end."""
    begin_writing()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE sale IN SHARE ROW EXCLUSIVE MODE"))
    try:
        yield
    finally:
        rollback()
