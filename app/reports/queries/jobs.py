"""Reads of queued reports."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.jobs.models import Job
from app.reports.kinds import REPORT_JOB


def list_report_jobs(user_id: int, kinds: Sequence[str], limit: int = 10) -> list[Job]:
    """A login's own report jobs of these kinds, newest first."""
    is_of_kinds = Job.parameters["kind"].as_string().in_(kinds)
    own = select(Job).where(Job.user_id == user_id, Job.kind == REPORT_JOB.slug, is_of_kinds)
    return list(db.session.scalars(own.order_by(Job.id.desc()).limit(limit)))
