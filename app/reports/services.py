"""Verbs on long reports: queue, cancel, and what the worker notes on its way. Files are the worker's own."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.reports.errors import ReportsWaiting
from app.reports.models import ReportJob
from app.reports.registry import ReportRequest
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound

MOST_IN_LINE = 5
_JOB = table(ReportJob)
_UNFINISHED = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file: its name for the reader, size in bytes and hash."""

    name: str
    size: int
    sha256: str


def queue_report(request: ReportRequest, title: str, *, worker: str, made_by: str, actor: Actor) -> ReportJob:
    """Put a report in line for this process's worker. ReportsWaiting when the person has five there already."""
    if actor.id is None:
        raise NotFound()
    waiting = db.session.scalars(
        select(_JOB.c.id).where(_JOB.c.user_id == actor.id, _JOB.c.state.in_(_UNFINISHED))
    ).all()
    if len(waiting) >= MOST_IN_LINE:
        raise ReportsWaiting(count=len(waiting))
    job = ReportJob(
        user_id=actor.id, kind=request.kind, parameters=request.as_json(), title=title[:200], made_by=made_by,
        state="waiting", worker=worker, rows_done=0, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    record_event(
        "report.queue", actor=actor, subject="report_job", subject_id=job.id, details={"report": request.kind}
    )
    return job


def cancel_report(job_id: int, *, actor: Actor) -> None:
    """Stop one's own report: one in line at once, a running one at its next rows. NotFound for somebody else's.

    What is finished already stays as it is.
    """
    job = db.session.scalar(
        select(ReportJob).where(ReportJob.id == job_id, ReportJob.user_id == actor.id).with_for_update()
    )
    if job is None:
        raise NotFound()
    if job.state not in _UNFINISHED or job.cancel_asked_at is not None:
        return
    job.cancel_asked_at = clock.now()
    if job.state == "waiting":
        job.state, job.finished_at = "cancelled", clock.now()
    record_event("report.cancel", actor=actor, subject="report_job", subject_id=job.id)


def claim_next(worker: str) -> ReportJob | None:
    """The oldest report in this worker's line whose asker has none running; it runs from now on."""
    running = _JOB.alias("running")
    busy = exists().where(running.c.user_id == _JOB.c.user_id, running.c.state == "running")
    wanted = (
        select(_JOB.c.id)
        .where(_JOB.c.worker == worker, _JOB.c.state == "waiting", ~busy)
        .order_by(_JOB.c.id)
        .limit(1)
    )
    job_id = db.session.scalar(wanted)
    if job_id is None:
        return None
    job = db.session.get(ReportJob, job_id, populate_existing=True)
    if job is None or job.state != "waiting":
        return None
    job.state, job.started_at = "running", clock.now()
    db.session.flush()
    return job


def note_progress(session: Session, job_id: int, **known: Any) -> bool:
    """How far a report is (`rows_done`, `rows_total`, `title`), in a transaction of its own; whether to stop.

    `session` is the worker's second one: the first reads a snapshot and must not end.
    """
    asked = session.scalar(
        update(_JOB).where(_JOB.c.id == job_id).values(known).returning(_JOB.c.cancel_asked_at)
    )
    return asked is not None


def finish_report(job_id: int, made: MadeFile, details: dict[str, Any], *, actor: Actor) -> None:
    """The file lies ready; the export is noted now, before anybody can fetch its first byte (decisions 23)."""
    values = {"file_name": made.name, "file_size": made.size, "sha256": made.sha256}
    _end(job_id, "done", **values)
    record_event("report.export", actor=actor, subject="report_job", subject_id=job_id, details=details)


def fail_report(job_id: int) -> None:
    """Something broke; the log says what, the page says to try again."""
    _end(job_id, "failed")


def stop_report(job_id: int) -> None:
    """The asker's wish to stop was met."""
    _end(job_id, "cancelled")


def interrupt_reports(workers: Collection[str]) -> None:
    """What these processes had begun or in line will never end: they are gone."""
    if workers:
        gone = (_JOB.c.worker.in_(workers), _JOB.c.state.in_(_UNFINISHED))
        db.session.execute(
            update(_JOB).where(*gone).values(state="interrupted", finished_at=clock.now()),
            execution_options={"synchronize_session": False},
        )


def _end(job_id: int, state: str, **values: Any) -> None:
    db.session.execute(
        update(_JOB).where(_JOB.c.id == job_id).values(state=state, finished_at=clock.now(), **values),
        execution_options={"synchronize_session": False},
    )
