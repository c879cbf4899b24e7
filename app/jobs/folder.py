"""The private folder with the files of jobs: results are stored for a day, files of ended processes are removed.

Each process locks a file of its own name while it runs, so that others can see when it has ended. On systems without
such locks only one process serves, so every other name counts as ended.
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


class _OwnName:
    """The name of this process; a forked process gets a new one."""

    process = 0
    name = ""
    lock: IO[str] | None = None


class JobFolder:
    """The folder `reports` of an instance, mode 0700; it is named after the first kind of jobs."""

    def __init__(self, instance: str | Path) -> None:
        self._base = Path(instance) / "reports"

    def worker(self) -> str:
        """The name of this process; locks its file until the process ends."""
        self._make(self._base)
        if _OwnName.process != os.getpid() or not self._lock(_OwnName.name).exists():
            if _OwnName.lock is not None:
                _OwnName.lock.close()
            _OwnName.process, _OwnName.name = os.getpid(), uuid.uuid4().hex
            _OwnName.lock = self._lock(_OwnName.name).open("w")
            if fcntl:
                fcntl.flock(_OwnName.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _OwnName.name

    def is_alive(self, worker: str) -> bool:
        """Whether the process with this name is still running on this machine."""
        if worker == _OwnName.name and _OwnName.process == os.getpid():
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
        """The path at which a job's file is written."""
        folder = self._make(self._base / worker)
        return folder / str(job_id)

    def result(self, job: Job) -> Path:
        """The path of a finished file; its name contains the hash, so that no other file is ever served."""
        folder = self._make(self._base / "done")
        return folder / f"{job.id}-{(job.sha256 or 'x')[:32]}"

    def find_result(self, job: Job) -> Path | None:
        """The path of the finished file; None once it is deleted."""
        if job.state != "done" or job.finished_at is None:
            return None
        if (clock.now() - job.finished_at).total_seconds() > RESULT_LIFETIME:
            return None
        path = self.result(job)
        return path if path.is_file() else None

    def sweep(self) -> None:
        """Remove unfinished files of ended processes, and results older than a day."""
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
