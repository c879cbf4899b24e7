"""Three lanes into one server, so that neither a town hall that signs in nor a flood stands in the tills' way.

Waitress has one queue for all requests: a few people who wait for their turn to have a password hashed, or for a
long report, would hold every thread, and each sale would wait behind them. Here tills, people and strangers wait in
queues of their own, each served by its own threads. A stranger is whoever shows no token or session that was lately
found valid; strangers take turns by network and step back while a till is being served.
See docs/adr/0007-hashing-beside-the-tills.md and docs/adr/0012-nothing-stops-the-server.md.
"""

import logging
import threading
import time
from collections import deque
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from app.shared import proven
from app.shared.addresses import network_of

TILLS, PEOPLE, STRANGERS = "tills", "people", "strangers"
THREADS = {TILLS: 4, PEOPLE: 2, STRANGERS: 1}
"""Together less than the database's connections (config.py: 20)."""
LONGEST_STEP_BACK = 0.25
"""Seconds a stranger's request waits for tills that never rest, and then runs beside them."""
SESSION_COOKIES = frozenset({"sesi", "__Host-sesi"})
LONGEST_REST = 0.1
_TILL_DOORS = ("/api/", "/kasir/", "/healthz", "/readyz")


def request_priority(request: Any) -> str:
    """Which queue a request, as waitress read it, waits in."""
    headers = getattr(request, "headers", None) or {}
    if not _is_proven(headers):
        return STRANGERS
    return TILLS if getattr(request, "path", "").startswith(_TILL_DOORS) else PEOPLE


def _is_proven(headers: dict[str, str]) -> bool:
    if proven.holds(headers.get("AUTHORIZATION", "")):
        return True
    for part in headers.get("COOKIE", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name in SESSION_COOKIES:
            return proven.holds(value)
    return False


class PriorityDispatcher:
    """What waitress calls a task dispatcher: takes connections that have a request, and has threads answer it."""

    def __init__(self) -> None:
        self.lanes = {name: _lane(name, threads) for name, threads in THREADS.items()}
        self.lanes[STRANGERS].queue = Turns()
        self._tills = Busy()

    def add_task(self, channel: Any) -> None:
        """Queue a connection by the first request it holds."""
        name = request_priority(channel.requests[0])
        task = channel
        if name == TILLS:
            task = self._tills.watch(channel)
        elif name == STRANGERS:
            task = SteppingBack(channel, self._tills)
        self.lanes[name].add_task(task)

    def set_thread_count(self, count: int) -> None:
        """Waitress sets one number for its own single queue; the lanes have theirs."""

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> None:
        """Let the running requests finish and drop those that wait."""
        for lane in self.lanes.values():
            lane.shutdown(cancel_pending, timeout)


class Busy:
    """How many requests of tills wait or run."""

    def __init__(self) -> None:
        self._count = 0
        self._ended_at = 0.0
        self._quiet = threading.Condition()

    def watch(self, channel: Any) -> "Watched":
        """The same task, counted until it has ended."""
        with self._quiet:
            self._count += 1
        return Watched(channel, self)

    def end(self) -> None:
        """One has ended."""
        with self._quiet:
            self._count -= 1
            self._ended_at = time.monotonic()
            if not self._count:
                self._quiet.notify_all()

    def wait(self, seconds: float) -> None:
        """Until none waits or runs, at most so many seconds."""
        with self._quiet:
            self._quiet.wait_for(lambda: not self._count, seconds)

    def is_selling(self) -> bool:
        """Whether a till was served within the last second."""
        return bool(self._count) or time.monotonic() - self._ended_at < 1.0


class Watched:
    """A till's task."""

    def __init__(self, channel: Any, busy: Busy) -> None:
        self._channel, self._busy = channel, busy

    def service(self) -> None:
        """Answer it."""
        try:
            self._channel.service()
        finally:
            self._busy.end()

    def cancel(self) -> None:
        """The server ends."""
        self._busy.end()
        self._channel.cancel()


class SteppingBack:
    """A stranger's task: begins when no till is being served."""

    def __init__(self, channel: Any, tills: Busy) -> None:
        self._channel, self._tills = channel, tills
        address = getattr(channel, "addr", None)
        self.network = network_of(str(address[0])) if address else ""

    def service(self) -> None:
        """Answer it, once the tills are quiet; then rest as long as that took, so that half the time is the tills'."""
        self._tills.wait(LONGEST_STEP_BACK)
        began = time.monotonic()
        self._channel.service()
        if self._tills.is_selling():
            time.sleep(min(time.monotonic() - began, LONGEST_REST))

    def cancel(self) -> None:
        """The server ends."""
        self._channel.cancel()


class Turns:
    """A queue in which networks take turns; within one, who came first is first. Its lane's lock guards it."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[SteppingBack]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, task: SteppingBack) -> None:
        """Queue one more."""
        self._waiting.setdefault(task.network, deque()).append(task)
        self._count += 1

    def popleft(self) -> SteppingBack:
        """The next one; its network then stands behind the others. IndexError when empty."""
        if not self._count:
            raise IndexError("nothing waits")
        network = next(iter(self._waiting))
        queue = self._waiting.pop(network)
        task = queue.popleft()
        if queue:
            self._waiting[network] = queue
        self._count -= 1
        return task


def _lane(name: str, threads: int) -> ThreadedTaskDispatcher:
    lane = ThreadedTaskDispatcher()
    lane.queue_logger = logging.getLogger(f"waitress.queue.{name}")
    if name != TILLS:  # on the 7th a queue there is what it is for
        lane.queue_logger.setLevel(logging.ERROR)
    lane.set_thread_count(threads)
    return lane
