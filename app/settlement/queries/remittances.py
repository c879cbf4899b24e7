"""Reads of payments by makers. Whole rupiah."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.accounts.models import User
from app.extensions import db
from app.settlement.models import Remittance
from app.shared.columns import table
from app.shared.errors import NotFound

_REMITTANCE, _RECEIVER = table(Remittance), table(User).alias("receiver")
_REVERSAL = _REMITTANCE.alias("reversal")


@dataclass(frozen=True, slots=True)
class RemittanceRow:
    """A payment by a maker in a list; `reversal_of`: the payment it reverses, `reversed_by_id`: its reversal."""

    id: int
    statement_id: int
    amount: int
    way: str
    reference: str
    received_at: datetime
    received_by: str | None
    reversal_of: int | None
    reason: str
    reversed_by_id: int | None

    @property
    def is_reversible(self) -> bool:
        """Whether it may be reversed: it is neither reversed nor a reversal."""
        return self.reversal_of is None and self.reversed_by_id is None


def _rows() -> Select[Any]:
    return (
        select(
            _REMITTANCE.c.id, _REMITTANCE.c.statement_id, _REMITTANCE.c.amount, _REMITTANCE.c.way,
            _REMITTANCE.c.reference, _REMITTANCE.c.received_at, _RECEIVER.c.display_name, _REMITTANCE.c.reversal_of,
            _REMITTANCE.c.reason, _REVERSAL.c.id,
        )
        .select_from(_REMITTANCE)
        .outerjoin(_RECEIVER, _RECEIVER.c.id == _REMITTANCE.c.received_by)
        .outerjoin(_REVERSAL, _REVERSAL.c.reversal_of == _REMITTANCE.c.id)
        .order_by(_REMITTANCE.c.id)
    )  # fmt: skip


def list_remittances(statement_ids: Collection[int]) -> dict[int, list[RemittanceRow]]:
    """Statement id → the payments by makers and their reversals, oldest first. One SQL statement."""
    remittances: dict[int, list[RemittanceRow]] = {}
    for row in db.session.execute(_rows().where(_REMITTANCE.c.statement_id.in_(statement_ids))):
        remittances.setdefault(row[1], []).append(RemittanceRow(*row))
    return remittances


def get_remittance_row(remittance_id: int, statement_id: int) -> RemittanceRow:
    """One payment by a maker on a statement. NotFound."""
    for row in list_remittances([statement_id]).get(statement_id, ()):
        if row.id == remittance_id:
            return row
    raise NotFound()


def find_remittance(uuid: str) -> Remittance | None:
    """The payment with this id, or None."""
    return db.session.scalar(select(Remittance).where(Remittance.uuid == uuid))
