"""Reads of jobs: a login's own ones, and the processes with unfinished ones."""

from sqlalchemy import func, select

from app.extensions import db
from app.jobs.models import Job
from app.shared.errors import NotFound

_UNFINISHED = Job.state.in_(("waiting", "running"))


def get_job(job_id: int, user_id: int, kind: str) -> Job:
    """A login's own job of this kind. NotFound, also for another login's."""
    own = select(Job).where(Job.id == job_id, Job.user_id == user_id, Job.kind == kind)
    job = db.session.scalar(own, execution_options={"populate_existing": True})
    if job is None:
        raise NotFound()
    return job


def list_all_jobs(user_id: int) -> list[Job]:
    """All jobs of a login, newest first."""
    return list(db.session.scalars(select(Job).where(Job.user_id == user_id).order_by(Job.id.desc())))


def list_busy_workers() -> list[str]:
    """The names of processes with queued or running jobs in the table."""
    return list(db.session.scalars(select(Job.worker).where(_UNFINISHED).distinct()))


def count_unfinished() -> int:
    """The number of queued and running jobs of all processes."""
    return db.session.scalar(select(func.count()).select_from(Job).where(_UNFINISHED)) or 0


def count_in_line(worker: str) -> int:
    """The number of queued jobs of this process."""
    in_line = select(func.count()).select_from(Job).where(Job.worker == worker, Job.state == "waiting")
    return db.session.scalar(in_line) or 0
