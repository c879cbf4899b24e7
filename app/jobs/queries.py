"""Reading long work: one's own, and the processes that have some unfinished."""

from sqlalchemy import func, select

from app.extensions import db
from app.jobs.models import Job
from app.shared.errors import NotFound

_UNFINISHED = Job.state.in_(("waiting", "running"))


def get_job(job_id: int, user_id: int, kind: str) -> Job:
    """One's own job of this kind. NotFound, also for somebody else's."""
    own = select(Job).where(Job.id == job_id, Job.user_id == user_id, Job.kind == kind)
    job = db.session.scalar(own, execution_options={"populate_existing": True})
    if job is None:
        raise NotFound()
    return job


def list_all_jobs(user_id: int) -> list[Job]:
    """All of one's own jobs, the newest first."""
    return list(db.session.scalars(select(Job).where(Job.user_id == user_id).order_by(Job.id.desc())))


def list_busy_workers() -> list[str]:
    """The processes that have jobs in line or running, as the table has it."""
    return list(db.session.scalars(select(Job.worker).where(_UNFINISHED).distinct()))


def count_unfinished() -> int:
    """How many jobs wait or run, of all processes."""
    return db.session.scalar(select(func.count()).select_from(Job).where(_UNFINISHED)) or 0


def count_in_line(worker: str) -> int:
    """How many jobs wait in this process's line."""
    in_line = select(func.count()).select_from(Job).where(Job.worker == worker, Job.state == "waiting")
    return db.session.scalar(in_line) or 0
