"""One thread per process that runs jobs one after the other, beside the requests.

It is an edge like a request: it begins and commits its own transactions. It starts when a job is queued and ends when
the queue is empty, so a process without jobs has no such thread.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.extensions import db
from app.jobs.errors import JobCancelled
from app.jobs.folder import JobFolder
from app.jobs.models import Job
from app.jobs.queries import count_in_line, list_busy_workers
from app.jobs.registry import JobRun, get_kind
from app.jobs.services import (
    MadeFile,
    claim_next,
    fail_job,
    finish_job,
    interrupt_jobs,
    record_progress,
    stop_job,
)
from app.shared.engine import DatabaseBusy
from app.shared.transaction import begin_writing, commit, rollback

TRIES_TO_END = 12
RECORD_EVERY = 1.0
"""Seconds between two records of how far a job is: each takes the writers' turn for a moment."""


class Application(Protocol):
    """The attributes of the application that the worker uses."""

    @property
    def instance_path(self) -> str:
        """The folder of the instance."""

    @property
    def logger(self) -> logging.Logger:
        """Where a failed job's error is logged."""

    def app_context(self) -> AbstractContextManager[Any]:
        """The context in which `db.session` works."""


class _WorkerThread:
    """The one thread of this process."""

    lock = threading.Lock()
    thread: threading.Thread | None = None


def notify_worker(app: Application) -> threading.Thread:
    """Start the worker thread if none runs; call it once the queued job is committed."""
    with _WorkerThread.lock:
        if _WorkerThread.thread is None or not _WorkerThread.thread.is_alive():
            _WorkerThread.thread = threading.Thread(target=_run_queue, args=(app,), name="jobs", daemon=True)
            _WorkerThread.thread.start()
        return _WorkerThread.thread


def _run_queue(app: Application) -> None:
    folder = JobFolder(app.instance_path)
    worker = folder.worker()
    _settle(app, folder)
    while True:
        with app.app_context():
            job = _claim(worker)
            if job is not None:
                _run(app, folder, job)
                continue
            with _WorkerThread.lock:  # no job can be queued between this check and the end of the thread
                if count_in_line(worker) == 0:
                    _WorkerThread.thread = None
                    return
        time.sleep(0.5)  # this person's last job still runs in another process


def _settle(app: Application, folder: JobFolder) -> None:
    """Mark the jobs of ended processes as interrupted, and remove their files."""
    folder.sweep()
    with app.app_context():
        gone = [worker for worker in list_busy_workers() if not folder.is_alive(worker)]
        if gone:
            begin_writing()
            interrupt_jobs(gone)
            commit()


def _claim(worker: str) -> Job | None:
    begin_writing()
    try:
        job = claim_next(worker)
    except IntegrityError:  # another process started one for this person concurrently
        rollback()
        return None
    commit()
    return job


def _run(app: Application, folder: JobFolder, job: Job) -> None:
    path = folder.unfinished(job.worker, job.id)
    actor = Actor("user", job.user_id, job.made_by)
    try:
        kind = get_kind(job.kind)
        result = kind.run(JobRun(job.parameters, actor, job.made_by, path, _Progress(job.id)))
        file = _store(folder, job, path, result.file_name) if result.file_name else None
        _end(lambda: finish_job(job.id, kind, file, result.details, actor=actor))
    except JobCancelled:
        _end(lambda: stop_job(job.id))
    except Exception:
        app.logger.exception("job %s failed", job.id)
        _end(lambda: fail_job(job.id))
    finally:
        path.unlink(missing_ok=True)


def _store(folder: JobFolder, job: Job, path: Path, name: str) -> MadeFile:
    """Move the finished file to the folder of results."""
    job.sha256 = _sha256(path)
    size = path.stat().st_size
    path.replace(folder.result(job))
    return MadeFile(name, size, job.sha256)


def _end(verb: Callable[[], None]) -> None:
    """Store the end of a job, with retries: a database that is busy for seconds must not lose minutes of work."""
    for tries_left in reversed(range(TRIES_TO_END)):
        rollback()
        try:
            begin_writing()
            verb()
            commit()
            return
        except DatabaseBusy:
            if not tries_left:
                raise


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Progress:
    """Stores a job's progress in a session beside the reading one; raises JobCancelled if the job was cancelled."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._last = 0.0

    def total(self, steps: int) -> None:
        """Set the total number of steps."""
        self._record(steps_total=steps)

    def done(self, steps: int) -> None:
        """Set the number of finished steps; stored from time to time."""
        if time.monotonic() - self._last >= RECORD_EVERY:
            self._record(steps_done=steps)

    def _record(self, **steps: int) -> None:
        self._last = time.monotonic()
        try:
            stop = self._write(steps)
        except DatabaseBusy:
            return  # only progress: the next record replaces it
        if stop:
            raise JobCancelled()

    def _write(self, steps: dict[str, int]) -> bool:
        with Session(db.engine) as session:
            connection = session.connection(execution_options={"writing": True})
            connection.info["writing"] = True
            stop = record_progress(session, self._job_id, **steps)
            session.commit()
        return stop
