"""Deletes people's messages after the archive period."""

from collections.abc import Collection

from sqlalchemy import delete

from app.extensions import db
from app.notices.models import Notice
from app.notices.rules import employee
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none


def delete_notices_of(employee_ids: Collection[int]) -> int:
    """Delete these people's messages; returns their number."""
    readers = [employee(employee_id) for employee_id in employee_ids]
    done = db.session.execute(delete(Notice).where(Notice.reader.in_(readers)))
    return int(done.rowcount)  # type: ignore[attr-defined]


PURGING.register(
    PurgePart("notices", 140, "", count_none, batch_by(lambda due: due.people, delete_notices_of))
)
