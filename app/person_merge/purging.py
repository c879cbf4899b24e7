"""Erases reasons and details of merges of erased people."""

from collections.abc import Collection

from sqlalchemy import or_, update

from app.audit.rules import ERASED
from app.extensions import db
from app.person_merge.models import PersonMerge
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none


def erase_merges_of(employee_ids: Collection[int]) -> None:
    """Erase reasons and details of these people's merges, which can then no longer be undone. The merges stay."""
    about = or_(PersonMerge.survivor_id.in_(employee_ids), PersonMerge.merged_id.in_(employee_ids))
    db.session.execute(update(PersonMerge).where(about).values(reason=ERASED, details={}))


PURGING.register(PurgePart("merges", 150, "", count_none, batch_by(lambda due: due.people, erase_merges_of)))
