"""Connections that keep the server waiting: each has a time, and when there are too many the oldest are closed.

A request's head must be there within seconds, its body within two minutes; whoever does not read an answer, or keeps
a connection open without asking, is let go. The server never stops accepting: beyond its room it makes some, first
among the connections of the network that holds most of those without a request.
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
"""Open at once: below the 512 sockets Windows can wait for, and the 1.024 files a process may usually open."""
ACCEPTED_AT_ONCE = 50
MADE_FREE = 50
"""So many more are closed than must be when there is no room, so that looking for them is rare."""
HEAD_SECONDS, BODY_SECONDS, IDLE_SECONDS = 10.0, 120.0, 30.0


class GuardedChannel(HTTPChannel):
    """One connection, which knows since when it waits for what. All of it runs in the server's own thread."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.waits_since = time.monotonic()
        super().__init__(server, sock, addr, adj, map=map)
        self.network = network_of(str(addr[0])) if addr else ""

    def received(self, data: bytes) -> bool:
        """Take what came; the time of a request runs from its first byte to its last."""
        if self.request is None:
            self.waits_since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer; the time until the next request begins anew."""
        try:
            super().service()
        finally:
            self.waits_since = time.monotonic()

    def readable(self) -> bool:
        """Asked by the server before each wait: the moment to let go of who took too long."""
        if self.is_waiting() and self.is_overdue():
            self.handle_close()
            return False
        return bool(super().readable())

    def is_waiting(self) -> bool:
        """Whether the connection has no request that is to be answered."""
        return not self.requests

    def is_overdue(self) -> bool:
        """Whether the connection took longer than it may for what it does now."""
        if self.total_outbufs_len:  # an answer may take its time, as long as somebody reads on
            return time.time() - self.last_activity > IDLE_SECONDS
        if self.request is None:
            patience = IDLE_SECONDS
        else:
            patience = BODY_SECONDS if self.request.headers_finished else HEAD_SECONDS
        return time.monotonic() - self.waits_since > patience


def make_room(active: Mapping[int, Any]) -> None:
    """Close the oldest connections without a request, of the networks that hold most of them, when there is no room."""
    channels = list(active.values())
    if len(channels) <= MOST_CONNECTIONS:
        return
    waiting = [channel for channel in channels if channel.is_waiting()]
    held = Counter(channel.network for channel in waiting)
    waiting.sort(key=lambda channel: (-held[channel.network], channel.waits_since))
    for channel in waiting[: len(channels) - MOST_CONNECTIONS + MADE_FREE]:
        channel.handle_close()


def guard_connections(server: Any) -> None:
    """Have a waitress server, or each of several listening sockets, use guarded connections."""
    for listener in [server, *getattr(server, "map", {}).values()]:
        if hasattr(listener, "channel_class"):
            listener.channel_class = GuardedChannel
            listener.handle_accept = partial(_accept_waiting, listener, listener.handle_accept)


def _accept_waiting(listener: Any, accept: Callable[[], None]) -> None:
    """Accept who waits, several at once: looking at all connections between two of them would take longer than both.

    Room is made afterwards, so that no number of a closed file is given anew while its old events are handled.
    """
    for _ in range(ACCEPTED_AT_ONCE):
        before = len(listener.active_channels)
        accept()
        if len(listener.active_channels) == before:
            break
    make_room(listener.active_channels)
