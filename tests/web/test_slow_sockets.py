"""Connections that never finish what they began do not keep anybody from being answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from waitress.server import create_server

from app import connections
from app.connections import GuardedChannel, guard_connections
from tests.looping import looping

pytestmark = pytest.mark.real_clock
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


def _hello(_environ: Any, start: Any) -> list[bytes]:
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A small server with our connections: room for 40, a head within half a second, a body within one."""
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 40)
    monkeypatch.setattr(connections, "MADE_FREE", 5)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(connections, "BODY_SECONDS", 1.0)
    server: Any = create_server(
        _hello,
        host="127.0.0.1",
        port=0,
        threads=2,
        asyncore_loop_timeout=0.05,
        max_request_header_size=16 * 1024,
    )
    guard_connections(server)
    with looping(server, timeout=0.05) as own:
        yield own


@pytest.fixture
def connect(port: int) -> Iterator[Callable[[bytes], socket.socket]]:
    """Opens a connection and sends these bytes."""
    opened = []

    def begin(sent: bytes) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", port), timeout=10)
        opened.append(one)
        one.sendall(sent)
        return one

    yield begin
    for one in opened:
        one.close()


def answers(line: socket.socket) -> bool:
    """Whether a whole request on this connection is answered."""
    line.sendall(HEAD + b"\r\n")
    answer = b""
    while not answer.endswith(b"ok") and (more := line.recv(1000)):
        answer += more
    return answer.startswith(b"HTTP/1.1 200")


def is_closed(line: socket.socket) -> bool:
    """Whether the server hung up, or does so within ten seconds."""
    try:
        return line.recv(1000) == b""
    except ConnectionResetError:
        return True


def drip(line: socket.socket) -> None:
    """Send a byte ten times a second, for ten seconds or until the server has hung up."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        line.sendall(b"a")
        time.sleep(0.1)


UNFINISHED_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"


@pytest.mark.parametrize(
    "sent", [b"", b"G", HEAD, UNFINISHED_BODY], ids=["nothing", "a byte", "half", "no body"]
)
def test_hundreds_of_unfinished_requests_keep_nobody_out(connect: Any, sent: bytes) -> None:
    slow = [connect(sent) for _ in range(200)]
    assert all(answers(connect(b"")) for _ in range(20))
    assert is_closed(slow[0])


@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\nX: ", UNFINISHED_BODY], ids=["head", "body"])
def test_a_request_that_grows_byte_by_byte_has_an_end(connect: Any, start: bytes) -> None:
    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        drip(connect(start))


def test_who_asks_again_and_again_keeps_the_connection(connect: Any) -> None:
    line = connect(b"")
    for _ in range(8):
        assert answers(line)
        time.sleep(0.2)


def test_a_head_beyond_the_limit_is_refused(connect: Any) -> None:
    assert connect(b"GET /" + b"a" * 20_000).recv(1000).split()[1] == b"431"


class OpenSocket:
    """What a listening socket knows of a connection."""

    def __init__(self, network: str, since: float, *, is_waiting: bool = True) -> None:
        self.network, self.waits_since, self.is_closed = network, since, False
        self._is_waiting = is_waiting

    def is_idle(self) -> bool:
        return self._is_waiting

    def handle_close(self) -> None:
        self.is_closed = True


def test_room_is_made_among_the_oldest_of_the_network_that_holds_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 9)
    monkeypatch.setattr(connections, "MADE_FREE", 1)
    served = OpenSocket("flood", 0.0, is_waiting=False)
    office = [OpenSocket("office", float(since)) for since in range(3)]
    flood = [OpenSocket("flood", float(since)) for since in (9, 4, 8, 5, 7, 6)]
    held = [served, *office, *flood]
    connections.make_room(dict(enumerate(held)))
    assert sorted(one.waits_since for one in held if one.is_closed) == [4.0, 5.0]
    assert not any(one.is_closed for one in (served, *office))


def test_each_listening_socket_uses_these_connections() -> None:
    server: Any = create_server(_hello, listen="127.0.0.1:0 127.0.0.1:0", threads=1)
    guard_connections(server)
    listening = [one for one in server.map.values() if hasattr(one, "channel_class")]
    assert len(listening) == 2
    assert all(one.channel_class is GuardedChannel for one in listening)
    server.close()
