"""Three lanes into one server, so that a town hall that signs in never stands in the tills' way.

Waitress has one queue for all requests. A sign-in costs a third of a second of hashing; eight of them at once
would hold every thread, and each sale would wait behind them. Here tills, people, and whatever hashes a password
wait in queues of their own, each served by its own threads. A waiting sign-in holds no thread at all. See
docs/adr/0007-hashing-beside-the-tills.md.
"""

import logging
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from app.accounts.services.hashing import AT_ONCE

TILLS, PEOPLE, SIGN_INS = "tills", "people", "sign_ins"
THREADS = {TILLS: 4, PEOPLE: 4, SIGN_INS: AT_ONCE}
"""Together less than the database's connections (config.py: 20)."""
_TILL_DOORS = ("/api/", "/kasir/", "/healthz", "/readyz")
_HASHING = frozenset({"/masuk", "/sandi", "/aktivasi/sandi"})
"""Pages that hash when a form comes in; a test compares them with the views that do."""


def lane_of(method: str, path: str) -> str:
    """Which queue a request waits in."""
    if path.startswith(_TILL_DOORS):
        return TILLS
    return SIGN_INS if method == "POST" and path in _HASHING else PEOPLE


class Lanes:
    """What waitress calls a task dispatcher: takes connections that have a request, and has threads answer it."""

    def __init__(self) -> None:
        self.lanes = {name: _lane(name, threads) for name, threads in THREADS.items()}

    def add_task(self, channel: Any) -> None:
        """Queue a connection by the first request it holds."""
        request = channel.requests[0]
        name = lane_of(getattr(request, "command", ""), getattr(request, "path", ""))
        self.lanes[name].add_task(channel)

    def set_thread_count(self, count: int) -> None:
        """Waitress sets one number for its own single queue; the lanes have theirs."""

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> None:
        """Let the running requests finish and drop those that wait."""
        for lane in self.lanes.values():
            lane.shutdown(cancel_pending, timeout)


def _lane(name: str, threads: int) -> ThreadedTaskDispatcher:
    lane = ThreadedTaskDispatcher()
    lane.queue_logger = logging.getLogger(f"waitress.queue.{name}")
    if name == SIGN_INS:  # a queue there is what it is for
        lane.queue_logger.setLevel(logging.ERROR)
    lane.set_thread_count(threads)
    return lane
