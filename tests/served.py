"""The real server for faults and measurements: `python wsgi.py` under waitress, in a process group of its own."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class Server:
    """A server that can be started, stopped, killed and started again at the same address."""

    def __init__(self, url: str, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.site = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = server_environment(url, folder) | {"PORT": str(self.port)} | environment
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The running server's process. RuntimeError when there is none."""
        if self.process is None:
            raise RuntimeError("the server is not running")
        return self.process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "wsgi.py"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.site, self.log, self.process.poll)

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing of it gets to tidy up."""
        os.killpg(self.pid, signal.SIGKILL)
        self._gone()

    def stop(self) -> None:
        """Ask it to end; does nothing where it is not running."""
        if self.process is not None:
            self.process.terminate()
            self._gone()

    def _gone(self) -> None:
        if self.process is not None:
            self.process.wait(20)
            self.process = None

    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def served(url: str, folder: Path, **environment: str) -> Iterator[Server]:
    """A running server on the database at this URL, stopped afterwards."""
    server = Server(url, folder, **environment)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def server_environment(url: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of a server of a test: plain http, a fixed key, nothing of the machine's own settings."""
    stored = {name: value for name, value in os.environ.items() if name not in ("FLASK_DEBUG", "APP_CLOCK")}
    return stored | {
        "APP_ENV": "testing",
        "ALLOW_PLAIN_HTTP": "1",
        "DATABASE_URL": url,
        "INSTANCE_PATH": str(folder),
        "SECRET_KEY": "key-of-faults-and-figures-0123456789",
        **more,
    }


PATIENCE = 300
"""Seconds after which a server that neither answers nor ends is taken to hang; a busy machine may need half a minute
until a good one answers."""
PORTS = range(20_000, 32_000)
"""Below the ports that systems give to outgoing connections, one of which could take a port before its server does."""


def wait_for(site: str, log: Callable[[], str], code: Callable[[], int | None] = lambda: None) -> None:
    """Until the server at this address answers. RuntimeError with its log as soon as it has ended with a code."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and code() is None:
        try:
            urllib.request.urlopen(f"{site}/healthz", timeout=20).close()  # noqa: S310  (our own address)
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.03)
    raise RuntimeError(f"the server did not start (it ended with {code()}): {log()}")


def free_port() -> int:
    """A port nobody listens on now."""
    while True:
        port = PORTS.start + secrets.randbelow(len(PORTS))
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
