"""Erases the texts of disputes and answers after the archive period."""

from collections.abc import Collection

from sqlalchemy import update

from app.audit.rules import ERASED
from app.disputes.models import Dispute
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none


def erase_disputes_of(employee_ids: Collection[int]) -> int:
    """Erase reason, receipt and answer; sale, state and outcome stay. Returns the number of disputes."""
    done = db.session.execute(
        update(Dispute)
        .where(Dispute.employee_id.in_(employee_ids))
        .values(reason=ERASED, answer="", receipt="")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


PURGING.register(
    PurgePart("disputes", 130, "", count_none, batch_by(lambda due: due.people, erase_disputes_of))
)
