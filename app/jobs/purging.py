"""Deletes jobs after the archive period; the trail still shows that reports were downloaded."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, delete, func, or_, select

from app.extensions import db
from app.jobs.models import Job
from app.privacy.registry import PURGING, PurgePart
from app.shared import clock


def count_jobs(before: date, user_ids: Collection[int]) -> int:
    """The number of jobs queued before this day, or by these logins."""
    return db.session.scalar(select(func.count(Job.id)).where(_old(before, user_ids))) or 0


def delete_jobs(before: date, user_ids: Collection[int]) -> int:
    """Delete those jobs, whose files were stored for a day only; returns their number."""
    done = db.session.execute(delete(Job).where(_old(before, user_ids)))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _old(before: date, user_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(Job.created_at < clock.at_local(before, 0, 0), Job.user_id.in_(user_ids))


PURGING.register(
    PurgePart(
        "jobs",
        70,
        "jobs",
        lambda due: count_jobs(due.before, due.logins),
        lambda due: delete_jobs(due.before, due.logins),
    )
)
