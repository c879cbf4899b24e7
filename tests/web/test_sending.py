"""An answer is sent by the thread that makes it; the server's own thread neither spins beside it nor forgets it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from waitress.adjustments import Adjustments
from waitress.server import create_server

from app.connections import GuardedChannel, guard_connections
from tests.looping import looping

pytestmark = pytest.mark.real_clock
CHUNK, CHUNKS = bytes(range(256)) * 400, 80


class _Server:
    """As much of a server as a connection needs: its trigger says whether the connection's lock was free."""

    def __init__(self) -> None:
        self.active_channels: dict[int, Any] = {}
        self.was_free: list[bool] = []

    def pull_trigger(self) -> None:
        (channel,) = self.active_channels.values()
        seen = threading.Thread(target=lambda: self.was_free.append(_is_free(channel)))
        seen.start()
        seen.join()


def _is_free(channel: GuardedChannel) -> bool:
    is_free = channel.outbuf_lock.acquire(blocking=False)
    if is_free:
        channel.outbuf_lock.release()
    return bool(is_free)


@pytest.fixture
def channel() -> Iterator[GuardedChannel]:
    """A connection whose client reads nothing yet."""
    ours, theirs = socket.socketpair()
    made = GuardedChannel(_Server(), ours, ("127.0.0.1", 1), Adjustments(), map={})
    yield made
    made.handle_close()
    theirs.close()


def _asked_elsewhere(channel: GuardedChannel) -> bool:
    """What the server's own thread is told while this thread holds the lock."""
    answers: list[bool] = []
    own = threading.Thread(target=lambda: answers.append(channel.writable()))
    with channel.outbuf_lock:
        own.start()
        own.join()
    return answers[0]


def test_the_servers_thread_does_not_ask_to_send_while_another_sends(channel: GuardedChannel) -> None:
    assert not channel.writable()
    channel.write_soon(CHUNK * CHUNKS)
    assert channel.writable() and not _asked_elsewhere(channel)


def test_it_does_ask_when_the_other_waits_for_it_or_the_connection_ends(channel: GuardedChannel) -> None:
    channel.write_soon(CHUNK * CHUNKS)
    channel.adj.outbuf_high_watermark = 1
    assert _asked_elsewhere(channel)
    channel.adj.outbuf_high_watermark = 16_777_216
    channel.will_close = True
    assert _asked_elsewhere(channel)


def test_what_could_not_be_sent_wakes_the_server_when_the_lock_is_free_again(channel: GuardedChannel) -> None:
    channel.write_soon(CHUNK * CHUNKS)
    assert channel.total_outbufs_len
    assert channel.server.was_free[-1]


def _long_answer(_environ: Any, start: Any) -> list[bytes]:
    start("200 OK", [("Content-Length", str(len(CHUNK) * CHUNKS))])
    return [CHUNK] * CHUNKS


@pytest.mark.parametrize("watermark", [200_000, 16_777_216])
def test_a_long_answer_arrives_whole_though_the_server_polls_without_end(watermark: int) -> None:
    """Its poll ends only when something happens: whoever forgets to wake it lets the client wait in vain."""
    server: Any = create_server(
        _long_answer, host="127.0.0.1", port=0, threads=2, outbuf_high_watermark=watermark
    )
    guard_connections(server)
    with (
        looping(server, timeout=600) as port,
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while not answer.endswith(CHUNK) or len(answer) < len(CHUNK) * CHUNKS:
            more = client.recv(65_536)
            assert more
            answer += more
    assert answer.partition(b"\r\n\r\n")[2] == CHUNK * CHUNKS
