"""Services for jobs: queue, cancel, and the records that the worker writes. The worker itself handles the files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.jobs.errors import TooManyJobs
from app.jobs.models import Job
from app.jobs.registry import JobKind, get_kind
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound

MOST_IN_LINE = 5
_JOB = table(Job)
_UNFINISHED = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file: its name for the reader, size in bytes and hash."""

    name: str
    size: int
    sha256: str


def queue_job(
    kind: JobKind, parameters: Mapping[str, Any], title: str, *, worker: str, made_by: str, actor: Actor
) -> Job:
    """Queue a job for this process's worker. TooManyJobs if the person already has five queued jobs."""
    if actor.id is None:
        raise NotFound()
    pending = db.session.scalars(
        select(_JOB.c.id).where(_JOB.c.user_id == actor.id, _JOB.c.state.in_(_UNFINISHED))
    ).all()
    if len(pending) >= MOST_IN_LINE:
        raise TooManyJobs(count=len(pending))
    job = Job(
        user_id=actor.id, kind=kind.slug, parameters=dict(parameters), title=title[:200], made_by=made_by,
        state="waiting", worker=worker, steps_done=0, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    details = kind.describe(parameters)
    record_event(f"{kind.slug}.queue", actor=actor, subject=kind.subject, subject_id=job.id, details=details)
    return job


def cancel_job(job_id: int, *, actor: Actor) -> None:
    """Cancel the actor's own job: a queued one at once, a running one at its next step. NotFound for another login's.

    A finished job does not change.
    """
    job = db.session.scalar(select(Job).where(Job.id == job_id, Job.user_id == actor.id).with_for_update())
    if job is None:
        raise NotFound()
    if job.state not in _UNFINISHED or job.cancel_asked_at is not None:
        return
    job.cancel_asked_at = clock.now()
    if job.state == "waiting":
        job.state, job.finished_at = "cancelled", clock.now()
    kind = get_kind(job.kind)
    record_event(f"{kind.slug}.cancel", actor=actor, subject=kind.subject, subject_id=job.id)


def claim_next(worker: str) -> Job | None:
    """Mark the worker's oldest queued job whose owner has no running job as running, and return it; or None."""
    running = _JOB.alias("running")
    busy = exists().where(running.c.user_id == _JOB.c.user_id, running.c.state == "running")
    next_one = (
        select(_JOB.c.id)
        .where(_JOB.c.worker == worker, _JOB.c.state == "waiting", ~busy)
        .order_by(_JOB.c.id)
        .limit(1)
    )
    job_id = db.session.scalar(next_one)
    if job_id is None:
        return None
    job = db.session.get(Job, job_id, populate_existing=True)
    if job is None or job.state != "waiting":
        return None
    job.state, job.started_at = "running", clock.now()
    db.session.flush()
    return job


def record_progress(session: Session, job_id: int, **steps: int) -> bool:
    """Store a job's progress (`steps_done`, `steps_total`) in its own transaction; returns whether to stop.

    `session`: the worker's second one, because the first reads a snapshot and must not end.
    """
    stop = session.scalar(
        update(_JOB).where(_JOB.c.id == job_id).values(steps).returning(_JOB.c.cancel_asked_at)
    )
    return stop is not None


def finish_job(
    job_id: int, kind: JobKind, file: MadeFile | None, details: dict[str, Any], *, actor: Actor
) -> None:
    """Mark a job as done and record its event, before its file can be downloaded (decisions 23)."""
    values = {"file_name": file.name, "file_size": file.size, "sha256": file.sha256} if file else {}
    _end(job_id, "done", **values)
    record_event(kind.event, actor=actor, subject=kind.subject, subject_id=job_id, details=details)


def fail_job(job_id: int) -> None:
    """Mark a job as failed; the log has the error, and the page says to try again."""
    _end(job_id, "failed")


def stop_job(job_id: int) -> None:
    """Mark a job as cancelled, once its work has stopped."""
    _end(job_id, "cancelled")


def interrupt_jobs(workers: Collection[str]) -> None:
    """Mark the queued and running jobs of these ended processes as interrupted."""
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
