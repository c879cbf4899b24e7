"""What somebody wrote to the office, and was answered, after the archive period."""

from collections.abc import Collection

from sqlalchemy import update

from app.audit.rules import ERASED
from app.disputes.models import Dispute
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none


def erase_disputes_of(employee_ids: Collection[int]) -> int:
    """Reason, receipt and answer go; which sale, which state and what came of it stay. How many disputes."""
    done = db.session.execute(
        update(Dispute)
        .where(Dispute.employee_id.in_(employee_ids))
        .values(reason=ERASED, answer="", receipt="")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


PURGING.register(
    PurgePart("disputes", 130, "", count_none, batch_by(lambda due: due.people, erase_disputes_of))
)
