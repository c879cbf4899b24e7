"""Hashing passwords: slow on purpose, few at once, in processes that stand behind the tills, and the same work for
somebody unknown (threats S3, S4; docs/adr/0007-hashing-beside-the-tills.md)."""

import atexit
import json
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from app.accounts.errors import SignInsBusy
from app.accounts.rules.passwords import normal

METHOD = "scrypt:32768:8:3"
"""About a third of a second and 32 MiB each, which is why only a few run at once."""
AT_ONCE = 2
_PATIENCE_SECONDS = 20.0
_WORKER = Path(__file__).with_name("hash_worker.py")


def hash_password(password: str) -> str:
    """The salted hash to keep. Call it before `begin_writing()`. SignInsBusy when the machine is swamped."""
    return str(_ask({"password": normal(password), "method": METHOD}))


def is_password(kept_hash: str, password: str) -> bool:
    """Whether the password belongs to the hash. An empty hash (nobody, not activated) costs the same and is
    never right."""
    right = _ask({"password": normal(password), "kept": kept_hash or _nobodys_hash()})
    return bool(right) and bool(kept_hash)


def _nobodys_hash() -> str:
    return f"{METHOD}${'0' * 16}${'0' * 128}"


class _Worker:
    """One hashing process, started with its first job."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, job: dict[str, str]) -> Any:
        """The answer to one job; a worker that died meanwhile is replaced once."""
        line = json.dumps(job).encode() + b"\n"
        for _ in range(2):
            with suppress(BrokenPipeError):
                if answer := self._send(line):
                    return json.loads(answer)
            self.stop()
        raise SignInsBusy()

    def _send(self, line: bytes) -> bytes:
        if self.process is None:
            lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # Windows only
            self.process = subprocess.Popen(  # noqa: S603  (our own file, no word from outside)
                [sys.executable, str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                creationflags=lower,
            )
        jobs, answers = self.process.stdin, self.process.stdout
        if jobs is None or answers is None:
            raise RuntimeError("a worker has pipes")
        jobs.write(line)
        jobs.flush()
        return answers.readline()

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            with suppress(BrokenPipeError):
                self.process.communicate()
            self.process = None


class _Workers:
    """The processes there are, each lent to one request at a time."""

    def __init__(self) -> None:
        self._free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for _ in range(AT_ONCE):
            self._free.put(_Worker())

    @contextmanager
    def lent(self) -> Iterator[_Worker]:
        """A worker for the length of the block. SignInsBusy when none comes free in time."""
        try:
            worker = self._free.get(timeout=_PATIENCE_SECONDS)
        except queue.Empty:
            raise SignInsBusy() from None
        try:
            yield worker
        finally:
            self._free.put(worker)

    def stop(self) -> None:
        """End those that are free; one that still works ends with this process."""
        with suppress(queue.Empty):
            while True:
                self._free.get_nowait().stop()


_workers = _Workers()
atexit.register(_workers.stop)


def _ask(job: dict[str, str]) -> Any:
    with _workers.lent() as worker:
        return worker.ask(job)
