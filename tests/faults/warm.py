"""A server that starts in a quarter of a second: a fork of a Python that has imported the application's modules.

The fork still runs `wsgi.py` as a script from its first line to its last, on sockets, files and threads of its own,
and in a process group of its own. What it saves is reading four hundred modules again at each of many kills.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from typing import Any

from tests.served import ROOT, Server, wait_for


class WarmServer(Server):
    """Started again and again from one nursery, which lives as long as this object is in use."""

    nursery: subprocess.Popen[str] | None = None
    child = 0

    @property
    def pid(self) -> int:
        """The running server's process."""
        return self.child

    def start(self) -> None:
        """Have the nursery fork one, and wait until it answers."""
        if self.nursery is None:
            self.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.warm", str(self.folder / "server.log")],
                cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
        self._pipe("stdin").write("start\n")
        self._pipe("stdin").flush()
        self.child = int(self._pipe("stdout").readline())
        wait_for(self.site, self.log, self._code)

    def _code(self) -> int | None:
        """None as long as the fork runs; its nursery lets nobody read the code with which it ended."""
        try:
            os.kill(self.child, 0)
        except ProcessLookupError:
            return 1
        return None

    def stop(self) -> None:
        """End the server and its nursery."""
        if self.child:
            os.kill(self.child, signal.SIGTERM)
            self._gone()
        if self.nursery is not None:
            self.nursery.communicate()
            self.nursery = None

    def _gone(self) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if self._code() is not None:
                self.child = 0
                return
            time.sleep(0.005)
        raise RuntimeError("the server does not end")

    def _pipe(self, name: str) -> Any:
        return getattr(self.nursery, name)


def _nurse(log: str) -> None:
    """Import everything, then fork one server for each line that comes in and say its number."""
    import waitress.server  # noqa: F401

    import app.bootstrap
    import app.web  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a killed one
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become_server(log)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _become_server(log: str) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with open(log, "ab") as sink, open(os.devnull, "rb") as nothing:  # noqa: PTH123  (descriptors are wanted)
        os.dup2(sink.fileno(), 1)
        os.dup2(sink.fileno(), 2)
        os.dup2(nothing.fileno(), 0)
    sys.argv = ["wsgi.py"]
    code = 1
    try:
        runpy.run_path(str(ROOT / "wsgi.py"), run_name="__main__")
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    _nurse(sys.argv[1])
