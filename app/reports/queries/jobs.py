"""Reading long reports: one's own, and the processes that have some unfinished."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.extensions import db
from app.reports.models import ReportJob
from app.shared.errors import NotFound


def get_job(job_id: int, user_id: int) -> ReportJob:
    """One's own report. NotFound, also for somebody else's."""
    wanted = select(ReportJob).where(ReportJob.id == job_id, ReportJob.user_id == user_id)
    job = db.session.scalar(wanted, execution_options={"populate_existing": True})
    if job is None:
        raise NotFound()
    return job


def list_jobs(user_id: int, kinds: Sequence[str], limit: int = 10) -> list[ReportJob]:
    """One's own reports of these kinds, the newest first."""
    mine = select(ReportJob).where(ReportJob.user_id == user_id, ReportJob.kind.in_(kinds))
    return list(db.session.scalars(mine.order_by(ReportJob.id.desc()).limit(limit)))


def list_all_jobs(user_id: int) -> list[ReportJob]:
    """All of one's own reports, the newest first."""
    return list(
        db.session.scalars(
            select(ReportJob).where(ReportJob.user_id == user_id).order_by(ReportJob.id.desc())
        )
    )


def list_busy_workers() -> list[str]:
    """The processes that have reports in line or running, as the table has it."""
    unfinished = ReportJob.state.in_(("waiting", "running"))
    return list(db.session.scalars(select(ReportJob.worker).where(unfinished).distinct()))


def count_unfinished() -> int:
    """How many reports wait or run, of all processes."""
    unfinished = ReportJob.state.in_(("waiting", "running"))
    return db.session.scalar(select(func.count()).select_from(ReportJob).where(unfinished)) or 0


def count_in_line(worker: str) -> int:
    """How many reports wait in this process's line."""
    waiting = select(ReportJob.id).where(ReportJob.worker == worker, ReportJob.state == "waiting")
    return len(db.session.scalars(waiting).all())
