"""Moves disputes to another record of the same person (ADR 0023)."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.disputes.models import Dispute
from app.extensions import db


def move_disputes(
    from_id: int, to_id: int, sales: Mapping[int, int], *, only: Collection[int] | None = None
) -> list[int]:
    """Move one record's disputes to another (`only`: these ids), as part of another act; returns their ids.

    `sales`: sale id → id of the sale recorded in its place, to which open disputes refer from now on.
    """
    query = select(Dispute).where(Dispute.employee_id == from_id).order_by(Dispute.id)
    if only is not None:
        query = query.where(Dispute.id.in_(list(only)))
    disputes = list(db.session.scalars(query))
    for dispute in disputes:
        dispute.employee_id = to_id
        if dispute.state == "open" and dispute.sale_id is not None:
            dispute.sale_id = sales.get(dispute.sale_id, dispute.sale_id)
    db.session.flush()
    return [dispute.id for dispute in disputes]
