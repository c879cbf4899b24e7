"""Two lanes into one server, so that a town hall that signs in never stands in the tills' way.

Waitress has one queue for all requests: a few people who wait for their turn to have a password hashed, or for a
long report, would hold every thread, and each sale would wait behind them. Here tills and people wait in queues of
their own, each served by its own threads. See docs/adr/0007-hashing-beside-the-tills.md.
"""

import logging
from typing import Any

from waitress.task import ThreadedTaskDispatcher

TILLS, PEOPLE = "tills", "people"
THREADS = {TILLS: 4, PEOPLE: 2}
"""Together less than the database's connections (config.py: 20)."""
_TILL_DOORS = ("/api/", "/kasir/", "/healthz", "/readyz")


def lane_of(path: str) -> str:
    """Which queue a request waits in."""
    return TILLS if path.startswith(_TILL_DOORS) else PEOPLE


class Lanes:
    """What waitress calls a task dispatcher: takes connections that have a request, and has threads answer it."""

    def __init__(self) -> None:
        self.lanes = {name: _lane(name, threads) for name, threads in THREADS.items()}

    def add_task(self, channel: Any) -> None:
        """Queue a connection by the first request it holds."""
        self.lanes[lane_of(getattr(channel.requests[0], "path", ""))].add_task(channel)

    def set_thread_count(self, count: int) -> None:
        """Waitress sets one number for its own single queue; the lanes have theirs."""

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> None:
        """Let the running requests finish and drop those that wait."""
        for lane in self.lanes.values():
            lane.shutdown(cancel_pending, timeout)


def _lane(name: str, threads: int) -> ThreadedTaskDispatcher:
    lane = ThreadedTaskDispatcher()
    lane.queue_logger = logging.getLogger(f"waitress.queue.{name}")
    if name == PEOPLE:  # on the 7th a queue there is what it is for
        lane.queue_logger.setLevel(logging.ERROR)
    lane.set_thread_count(threads)
    return lane
