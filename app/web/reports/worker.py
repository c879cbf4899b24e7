"""One thread per process that makes long reports, one after the other, beside the pages.

It is an edge like a request: it begins and commits its own transactions. It starts when something is put in line
and ends when the line is empty, so a process that makes no reports has no thread.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.extensions import db
from app.reports.errors import ReportCancelled
from app.reports.export import export_report
from app.reports.models import ReportJob
from app.reports.queries.jobs import count_in_line, list_busy_workers
from app.reports.registry import ReportRequest
from app.reports.services import (
    MadeFile,
    claim_next,
    fail_report,
    finish_report,
    interrupt_reports,
    note_progress,
    stop_report,
)
from app.shared.engine import DatabaseBusy
from app.shared.transaction import begin_writing, commit, rollback
from app.web.reports.files import ReportFolder

TRIES_TO_END = 12
NOTE_EVERY = 1.0
"""Seconds between two notes of how far a report is: each takes the writers' turn for a moment."""


class _Line:
    """The one thread of this process."""

    lock = threading.Lock()
    thread: threading.Thread | None = None


def this_app() -> Flask:
    """The application itself: a thread outlives the request that starts it."""
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


def notify_worker(app: Flask) -> threading.Thread:
    """See to it that the line is worked off; call it once what was put in line is committed."""
    with _Line.lock:
        if _Line.thread is None or not _Line.thread.is_alive():
            _Line.thread = threading.Thread(target=_work_off, args=(app,), name="reports", daemon=True)
            _Line.thread.start()
        return _Line.thread


def _work_off(app: Flask) -> None:
    folder = ReportFolder(app.instance_path)
    worker = folder.worker()
    _settle(app, folder)
    while True:
        with app.app_context():
            job = _claim(worker)
            if job is not None:
                _make(app, folder, job)
                continue
            with _Line.lock:  # nobody can be put in line between this look and the end of the thread
                if count_in_line(worker) == 0:
                    _Line.thread = None
                    return
        time.sleep(0.5)  # this person's last report still runs in another process


def _settle(app: Flask, folder: ReportFolder) -> None:
    """What ended processes left: their reports are interrupted, their files gone."""
    folder.sweep()
    with app.app_context():
        gone = [worker for worker in list_busy_workers() if not folder.is_alive(worker)]
        if gone:
            begin_writing()
            interrupt_reports(gone)
            commit()


def _claim(worker: str) -> ReportJob | None:
    begin_writing()
    try:
        job = claim_next(worker)
    except IntegrityError:  # another process began one for this person in the same moment
        rollback()
        return None
    commit()
    return job


def _make(app: Flask, folder: ReportFolder, job: ReportJob) -> None:
    path = folder.unfinished(job.worker, job.id)
    progress = _Progress(job.id)
    try:
        made = export_report(
            path,
            ReportRequest.of_json(job.parameters),
            made_by=job.made_by,
            watch=progress.done,
            on_total=progress.total,
        )
        job.sha256 = _sha256(path)
        size = path.stat().st_size
        path.replace(folder.result(job))
        actor, file = Actor("user", job.user_id, job.made_by), MadeFile(made.name, size, job.sha256)
        _end(lambda: finish_report(job.id, file, made.details, actor=actor))
    except ReportCancelled:
        _end(lambda: stop_report(job.id))
    except Exception:
        app.logger.exception("report %s failed", job.id)
        _end(lambda: fail_report(job.id))
    finally:
        path.unlink(missing_ok=True)


def _end(verb: Callable[[], None]) -> None:
    """Note how it ended; a database that is busy for seconds shall not cost the work of minutes."""
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
    """Notes how far a report is, in a session beside the one that reads; raises ReportCancelled when asked to."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._last = 0.0

    def total(self, rows: int) -> None:
        """How many rows there are."""
        self._note(rows_total=rows)

    def done(self, rows: int) -> None:
        """How many are done; noted now and then."""
        if time.monotonic() - self._last >= NOTE_EVERY:
            self._note(rows_done=rows)

    def _note(self, **known: int) -> None:
        self._last = time.monotonic()
        try:
            is_asked_to_stop = self._tell(known)
        except DatabaseBusy:
            return  # only a note: the next one tells the same
        if is_asked_to_stop:
            raise ReportCancelled()

    def _tell(self, known: dict[str, int]) -> bool:
        with Session(db.engine) as session:
            connection = session.connection(execution_options={"writing": True})
            connection.info["writing"] = True
            is_asked_to_stop = note_progress(session, self._job_id, **known)
            session.commit()
        return is_asked_to_stop
