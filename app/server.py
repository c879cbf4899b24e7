"""Four request queues in one server, so that neither many sign-ins nor a flood of requests delays a sale.

Waitress has one queue for all requests: a few people whose passwords are being hashed, or who load a long report,
would occupy every thread, and each sale would wait behind them. Here sales, tills, people and strangers have separate
queues, each with its own threads. A stranger is a request without a token or session that was recently found valid.
Networks of strangers take turns, and strangers are served only while no till is being served. Sales on SQLite have one
thread: its writers follow one another anyway, and threads that fight for the interpreter made each sale dearer.
See docs/adr/0007-hashing-beside-the-tills.md, docs/adr/0012-nothing-stops-the-server.md and
docs/adr/0070-a-lane-for-sales.md.
"""

import logging
import threading
import time
from collections import deque
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from app.shared import proven
from app.shared.addresses import network_of

SALES, TILLS, PEOPLE, STRANGERS = "sales", "tills", "people", "strangers"
THREADS = {SALES: 4, TILLS: 3, PEOPLE: 2, STRANGERS: 1}
"""Threads per queue; together less than the database's connections (`app/shared/engine.py`: 20)."""
THREADS_ON_SQLITE = THREADS | {SALES: 1}
LONG_QUEUE = 20
"""Sales that wait; some tenth of a second on SQLite."""
LONGEST_STEP_BACK = 0.25
"""Seconds a stranger's request waits for tills that never rest, and then runs beside them."""
SESSION_COOKIES = frozenset({"sesi", "__Host-sesi"})
LONGEST_REST = 0.025
"""Seconds. What takes longer is mostly a password's hash, which lets go of the interpreter: a longer rest gives tills
nothing, and fills the one lane in which a town hall signs in."""
_SALES_PATH = "/api/v1/sales"
_TILL_PATHS = ("/api/", "/kasir/", "/healthz", "/readyz")


def request_priority(request: Any) -> str:
    """Return the queue of a request, as waitress parsed it."""
    headers = getattr(request, "headers", None) or {}
    if not _is_proven(headers):
        return STRANGERS
    path = getattr(request, "path", "")
    if path == _SALES_PATH:
        return SALES
    return TILLS if path.startswith(_TILL_PATHS) else PEOPLE


def _is_proven(headers: dict[str, str]) -> bool:
    if proven.holds(headers.get("AUTHORIZATION", "")):
        return True
    for part in headers.get("COOKIE", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name in SESSION_COOKIES:
            return proven.holds(value)
    return False


class PriorityDispatcher:
    """A task dispatcher as waitress calls it: queues connections that have a request, and lets threads answer them."""

    def __init__(self, threads: dict[str, int] = THREADS) -> None:
        self.dispatchers = {name: _make_dispatcher(name, count) for name, count in threads.items()}
        self.dispatchers[STRANGERS].queue = NetworkQueue()
        self._tills = TillActivity()

    def add_task(self, channel: Any) -> None:
        """Put a connection into the queue of its first request."""
        name = request_priority(channel.requests[0])
        task = channel
        if name in (SALES, TILLS):
            task = self._tills.watch(channel)
        elif name == STRANGERS:
            task = YieldingTask(channel, self._tills)
        self.dispatchers[name].add_task(task)

    def set_thread_count(self, count: int) -> None:
        """Waitress sets one number for its own single queue; these queues have their own numbers."""

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> None:
        """Let the running requests finish and drop the queued ones."""
        for dispatcher in self.dispatchers.values():
            dispatcher.shutdown(cancel_pending, timeout)


class TillActivity:
    """The number of till requests that are queued or running."""

    def __init__(self) -> None:
        self._count = 0
        self._ended_at = 0.0
        self._quiet = threading.Condition()

    def watch(self, channel: Any) -> "CountedTask":
        """Return the task wrapped, so that it is counted until it ends."""
        with self._quiet:
            self._count += 1
        return CountedTask(channel, self)

    def end(self) -> None:
        """Count one task less."""
        with self._quiet:
            self._count -= 1
            self._ended_at = time.monotonic()
            if not self._count:
                self._quiet.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until no till request is queued or running, at most `seconds`."""
        with self._quiet:
            self._quiet.wait_for(lambda: not self._count, seconds)

    def is_selling(self) -> bool:
        """Whether a till was served within the last second."""
        return bool(self._count) or time.monotonic() - self._ended_at < 1.0


class CountedTask:
    """A till's task, counted in `TillActivity` until it ends."""

    def __init__(self, channel: Any, busy: TillActivity) -> None:
        self._channel, self._busy = channel, busy

    def service(self) -> None:
        """Answer the request."""
        try:
            self._channel.service()
        finally:
            self._busy.end()

    def cancel(self) -> None:
        """Drop the task when the server stops."""
        self._busy.end()
        self._channel.cancel()


class YieldingTask:
    """A stranger's task: it begins when no till is being served."""

    def __init__(self, channel: Any, tills: TillActivity) -> None:
        self._channel, self._tills = channel, tills
        address = getattr(channel, "addr", None)
        self.network = network_of(str(address[0])) if address else ""

    def service(self) -> None:
        """Answer once no till is being served; then rest as long as that took, at most LONGEST_REST."""
        self._tills.wait(LONGEST_STEP_BACK)
        began = time.monotonic()
        self._channel.service()
        if self._tills.is_selling():
            time.sleep(min(time.monotonic() - began, LONGEST_REST))

    def cancel(self) -> None:
        """Drop the task when the server stops."""
        self._channel.cancel()


class NetworkQueue:
    """A queue in which networks take turns, first come first served within each; the dispatcher's lock guards it."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[YieldingTask]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, task: YieldingTask) -> None:
        """Add a task at the end of its network's turn."""
        self._waiting.setdefault(task.network, deque()).append(task)
        self._count += 1

    def popleft(self) -> YieldingTask:
        """Remove and return the next task; its network moves behind the others. IndexError when empty."""
        if not self._count:
            raise IndexError("nothing waits")
        network = next(iter(self._waiting))
        queue = self._waiting.pop(network)
        task = queue.popleft()
        if queue:
            self._waiting[network] = queue
        self._count -= 1
        return task


def is_long_queue(warning: logging.LogRecord) -> bool:
    """Return whether so many sales wait that the log should tell; with one thread, one or two often do."""
    depth = warning.args[0] if isinstance(warning.args, tuple) and warning.args else 0
    return isinstance(depth, int) and depth >= LONG_QUEUE


def _make_dispatcher(name: str, threads: int) -> ThreadedTaskDispatcher:
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.queue_logger = logging.getLogger(f"waitress.queue.{name}")
    if name in (PEOPLE, STRANGERS):  # on the 7th a queue there is what it is for
        dispatcher.queue_logger.setLevel(logging.ERROR)
    elif name == SALES:
        dispatcher.queue_logger.addFilter(is_long_queue)
    dispatcher.set_thread_count(threads)
    return dispatcher
