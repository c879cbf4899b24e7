"""The real server for faults and measurements: `python wsgi.py` under waitress, in a process group of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
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

    def start(self, seconds: float = 30) -> None:
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
        wait_for(self.site, seconds, self.log)

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


def wait_for(site: str, seconds: float = 30, log: object = None) -> None:
    """Until the server at this address answers. RuntimeError after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{site}/healthz", timeout=2).close()  # noqa: S310  (our own address)
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.03)
    raise RuntimeError(f"the server did not start: {log() if callable(log) else ''}")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
