"""Time limits on slow connections, and room for new ones: when there are too many, the oldest idle ones are closed.

A request's head must arrive within seconds, its body within two minutes. A connection whose client does not read the
answer, or sends no request, is closed. The server never stops accepting: when it is full it closes idle connections,
first those of the network that has most of them.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from waitress.channel import HTTPChannel

from app.shared.addresses import network_of

MOST_CONNECTIONS = 400 if os.name == "nt" else 800
"""Open at once: below the 512 sockets Windows can poll, and the 1.024 files a process may usually open."""
ACCEPTED_AT_ONCE = 50
MADE_FREE = 50
"""So many more than necessary are closed when the server is full, so that the search for them is rare."""
HEAD_SECONDS, BODY_SECONDS, IDLE_SECONDS = 10.0, 120.0, 30.0


class GuardedChannel(HTTPChannel):
    """One connection and since when it waits for its client. Answers are written by the threads that make them; all
    else runs in the server's own thread."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.waits_since = time.monotonic()
        super().__init__(server, sock, addr, adj, map=map)
        self.network = network_of(str(addr[0])) if addr else ""

    def received(self, data: bytes) -> bool:
        """Read what arrived; the time limit of a request runs from its first byte to its last."""
        if self.request is None:
            self.waits_since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer the request, then restart the time limit for the next one."""
        try:
            super().service()
        finally:
            self.waits_since = time.monotonic()

    def readable(self) -> bool:
        """Close the connection if it is overdue; waitress calls this before each poll."""
        if self.is_idle() and self.is_overdue():
            self.handle_close()
            return False
        return bool(super().readable())

    def writable(self) -> bool:
        """Whether the server's own thread should send. Not while another thread sends: the poll would return at once,
        again and again, and take the interpreter from that thread after each of its steps."""
        if not super().writable():
            return False
        if self.will_close or self.total_outbufs_len > self.adj.outbuf_high_watermark:
            return True
        if not self.outbuf_lock.acquire(blocking=False):
            return False
        self.outbuf_lock.release()
        return True

    def write_soon(self, data: Any) -> int:
        """Send a part of the answer; what the client did not take yet is left to the server's own thread."""
        length = int(super().write_soon(data))
        if self.total_outbufs_len:  # once more after the lock: within it, `writable` may have said no
            self.server.pull_trigger()
        return length

    def is_idle(self) -> bool:
        """Whether the connection has no request to answer."""
        return not self.requests

    def is_overdue(self) -> bool:
        """Whether the connection has exceeded the time limit of its present state."""
        if self.total_outbufs_len:  # a long answer has no limit as long as the client goes on reading
            return time.time() - self.last_activity > IDLE_SECONDS
        if self.request is None:
            patience = IDLE_SECONDS
        else:
            patience = BODY_SECONDS if self.request.headers_finished else HEAD_SECONDS
        return time.monotonic() - self.waits_since > patience


def make_room(active: Mapping[int, Any]) -> None:
    """Close the oldest idle connections, of the networks that have most of them, when the server is full."""
    channels = list(active.values())
    if len(channels) <= MOST_CONNECTIONS:
        return
    idle = [channel for channel in channels if channel.is_idle()]
    idle_of_network = Counter(channel.network for channel in idle)
    idle.sort(key=lambda channel: (-idle_of_network[channel.network], channel.waits_since))
    for channel in idle[: len(channels) - MOST_CONNECTIONS + MADE_FREE]:
        channel.handle_close()


def guard_connections(server: Any) -> None:
    """Have a waitress server, or each of several listening sockets, use guarded connections."""
    for listener in [server, *getattr(server, "map", {}).values()]:
        if hasattr(listener, "channel_class"):
            listener.channel_class = GuardedChannel
            listener.handle_accept = partial(_accept_pending, listener, listener.handle_accept)


def _accept_pending(listener: Any, accept: Callable[[], None]) -> None:
    """Accept pending connections, several at once: searching all connections after each would take longer than both.

    Room is made afterwards, so that no closed file's number is reused while its old events are handled.
    """
    for _ in range(ACCEPTED_AT_ONCE):
        before = len(listener.active_channels)
        accept()
        if len(listener.active_channels) == before:
            break
    make_room(listener.active_channels)
