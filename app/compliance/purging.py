"""Erases the details of people's exemptions after the archive period."""

from collections.abc import Collection

from sqlalchemy import update

from app.audit.state_seal import seal_states
from app.compliance.models import Exemption
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by, count_none

OTHER = "lainnya"


def erase_exemptions_of(employee_ids: Collection[int]) -> int:
    """Erase kind (it may reveal an illness), letter number and reasons; months and state stay, so that no figure
    changes. The number of exemptions."""
    erased = list(
        db.session.scalars(
            update(Exemption)
            .where(Exemption.employee_id.in_(employee_ids))
            .values(kind=OTHER, letter_number="", decision_reason="")
            .returning(Exemption.id)
        )
    )
    seal_states("exemption", erased)
    return len(erased)


PURGING.register(
    PurgePart("exemptions", 120, "", count_none, batch_by(lambda due: due.people, erase_exemptions_of))
)
