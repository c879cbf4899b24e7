"""Where files of long work lie: a private folder of the instance, results for a day, nothing of ended processes.

Each process holds a lock on a file of its own name for as long as it lives, so that others see at once when it is
gone. Where the system has no such locks one process serves, and every other name is gone.
"""

import os
import shutil
import time
import uuid
from pathlib import Path
from typing import IO, Any

from app.jobs.models import Job
from app.shared import clock

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

RESULT_LIFETIME = 24 * 3600
_ALIVE = ".alive"


class _Mine:
    """This process's name; a forked process takes a new one."""

    process = 0
    name = ""
    lock: IO[str] | None = None


class JobFolder:
    """The folder `reports` of an instance, mode 0700; its name is from when reports were the only long work."""

    def __init__(self, instance: str | Path) -> None:
        self._base = Path(instance) / "reports"

    def worker(self) -> str:
        """This process's name, its lock held from now on."""
        self._make(self._base)
        if _Mine.process != os.getpid() or not self._lock(_Mine.name).exists():
            if _Mine.lock is not None:
                _Mine.lock.close()
            _Mine.process, _Mine.name = os.getpid(), uuid.uuid4().hex
            _Mine.lock = self._lock(_Mine.name).open("w")
            if fcntl:
                fcntl.flock(_Mine.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _Mine.name

    def is_alive(self, worker: str) -> bool:
        """Whether the process of this name still runs on this machine."""
        if worker == _Mine.name and _Mine.process == os.getpid():
            return True
        if fcntl is None:
            return False
        try:
            with self._lock(worker).open("r") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def unfinished(self, worker: str, job_id: int) -> Path:
        """Where a file is being written."""
        folder = self._make(self._base / worker)
        return folder / str(job_id)

    def result(self, job: Job) -> Path:
        """Where a finished file lies; its hash is part of the name, so that no other file is ever served."""
        folder = self._make(self._base / "done")
        return folder / f"{job.id}-{(job.sha256 or 'x')[:32]}"

    def find_result(self, job: Job) -> Path | None:
        """The finished file, as long as it is stored."""
        if job.state != "done" or job.finished_at is None:
            return None
        if (clock.now() - job.finished_at).total_seconds() > RESULT_LIFETIME:
            return None
        path = self.result(job)
        return path if path.is_file() else None

    def sweep(self) -> None:
        """Remove what ended processes left half done, and results older than a day."""
        if not self._base.is_dir():
            return
        for place in self._base.iterdir():
            if place.name == "done":
                for file in place.iterdir():
                    if file.stat().st_mtime < time.time() - RESULT_LIFETIME:
                        file.unlink(missing_ok=True)
            elif not self.is_alive(place.name.removesuffix(_ALIVE)):
                shutil.rmtree(place, ignore_errors=True) if place.is_dir() else place.unlink(missing_ok=True)

    def _lock(self, worker: str) -> Path:
        return self._base / f"{worker}{_ALIVE}"

    def _make(self, folder: Path) -> Path:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return folder
