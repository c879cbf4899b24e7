"""Load on a server from a process of its own, and the bare Flask hello that it is measured against."""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.served import ROOT, free_port

CONNECTIONS = 8


@dataclass
class Load:
    """What one run of load came to: requests a second, latencies in milliseconds, and failures."""

    rate: float
    p50: float
    p99: float
    errors: int
    done: int
    cpu: float = 0.0  # milliseconds of server processor time a request


@dataclass(frozen=True)
class Server:
    """A running server: its port and its process."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """Processor time it took so far; 0 where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(server: Server, make: Callable[[], bytes], seconds: float, connections: int = CONNECTIONS) -> Load:
    """Send requests over kept-alive connections from a process of its own for so many seconds."""
    prepared = [make() for _ in range(12_000 if make is hello_request else 3_000 if connections > 1 else 250)]
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        Path(file.name).write_text(json.dumps([one.decode() for one in prepared]))
        words = [sys.executable, "-m", "tests.bench.load", "load", file.name]
        words += [str(server.port), str(seconds), str(connections)]
        before = server.processor_seconds()
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    found = Load(**json.loads(done.stdout))
    found.cpu = (server.processor_seconds() - before) * 1000 / found.done
    return found


def _fire(requests: list[bytes], port: int, seconds: float, connections: int) -> Load:
    """The load itself: one loop over all connections; each sends its next request when its answer is whole."""
    waiting = selectors.DefaultSelector()
    supply = iter(requests)
    started: dict[socket.socket, float] = {}
    buffers: dict[socket.socket, bytes] = {}
    took: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds
    begin = time.perf_counter()
    for _ in range(connections):
        line = socket.create_connection(("127.0.0.1", port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(line, selectors.EVENT_READ)
        _send(line, supply, started, buffers)
    while started and time.perf_counter() < end:
        for key, _events in waiting.select(0.1):
            line: Any = key.fileobj
            buffers[line] += line.recv(262_144)
            answer = _whole(buffers[line])
            if answer is None:
                continue
            took.append((time.perf_counter() - started.pop(line)) * 1000)
            errors += (
                not answer.startswith(b"HTTP/1.1 200") or b'"refused"' in answer or b'"conflict"' in answer
            )
            _send(line, supply, started, buffers)
    spent = time.perf_counter() - begin
    took.sort()
    return Load(len(took) / spent, took[len(took) // 2], took[int(len(took) * 0.99)], errors, len(took))


def _send(
    line: socket.socket,
    supply: Iterator[bytes],
    started: dict[socket.socket, float],
    buffers: dict[socket.socket, bytes],
) -> None:
    request = next(supply, None)
    if request is None:
        return
    buffers[line] = b""
    started[line] = time.perf_counter()
    line.sendall(request)


def _whole(answer: bytes) -> bytes | None:
    """The answer when all of it is here, else None."""
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return None
    for row in head.lower().split(b"\r\n"):
        if row.startswith(b"content-length:"):
            return answer if len(body) >= int(row.split(b":")[1]) else None
    return answer


def hello_request() -> bytes:
    """One request of the floor."""
    return b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def wait_for_port(port: int) -> None:
    """Until somebody listens there. RuntimeError after half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _serve_hello(port: int) -> None:
    from flask import Flask
    from waitress import serve

    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    serve(app, host="127.0.0.1", port=port, threads=8, connection_limit=1000, channel_timeout=30, ident=None)


@contextmanager
def hello_server() -> Iterator[Server]:
    """The bare hello under the waitress settings of `make run`, stopped afterwards."""
    port = free_port()
    words = [sys.executable, "-m", "tests.bench.load", "hello", str(port)]
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield Server(port, running.pid)
    finally:
        running.terminate()
        running.wait(10)


def main(words: list[str]) -> None:
    """The processes this file starts of itself: hello, load."""
    if words[0] == "hello":
        _serve_hello(int(words[1]))
    else:
        requests = [one.encode() for one in json.loads(Path(words[1]).read_text())]
        done = _fire(requests, int(words[2]), float(words[3]), int(words[4]))
        print(json.dumps(done.__dict__))


if __name__ == "__main__":
    main(sys.argv[1:])
