"""Reads of disputes: one person's, the office's inbox, and those about a sale."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from app.accounts.models import User
from app.booths.models import Booth
from app.directory.models import Employee
from app.disputes.models import Dispute
from app.extensions import db
from app.shared.errors import NotFound
from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One dispute as pages show it; `amount` in whole rupiah, None if it refers to a sale."""

    id: int
    employee_id: int
    employee: str
    kind: str
    sale_id: int | None
    period: Period
    booth_id: int | None
    booth: str | None
    bought_at: datetime | None
    amount: int | None
    receipt: str
    reason: str
    created_at: datetime
    state: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    outcome_id: int | None
    answered_by_person: int | None

    @property
    def number(self) -> str:
        """The number that the person and the office use, like `000123`."""
        return f"{self.id:06d}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether the person withdrew it; an answer of the office is never empty."""
        return self.state == "declined" and not self.answer and self.answered_by_person == self.employee_id

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state == "open"


def _list(*where: ColumnElement[bool], limit: int = 200, newest: bool = False) -> list[DisputeRow]:
    query = (
        select(
            Dispute.id, Dispute.employee_id, Employee.name, Dispute.kind, Dispute.sale_id, Dispute.period,
            Dispute.booth_id, Booth.name, Dispute.bought_at, Dispute.amount, Dispute.receipt, Dispute.reason,
            Dispute.created_at, Dispute.state, Dispute.answer, User.display_name, Dispute.answered_at,
            Dispute.outcome_id, User.employee_id,
        )
        .join(Employee, Employee.id == Dispute.employee_id)
        .outerjoin(Booth, Booth.id == Dispute.booth_id)
        .outerjoin(User, User.id == Dispute.answered_by)
        .where(*where)
        .order_by(Dispute.id.desc() if newest else Dispute.id)
        .limit(limit)
    )  # fmt: skip
    return [DisputeRow(*row) for row in db.session.execute(query)]


def list_open_disputes() -> list[DisputeRow]:
    """All open disputes, oldest first."""
    return _list(Dispute.state == "open")


def list_answered_disputes(limit: int = 50) -> list[DisputeRow]:
    """Answered disputes, newest first."""
    return _list(Dispute.state != "open", limit=limit, newest=True)


def list_disputes_of(employee_id: int) -> list[DisputeRow]:
    """One person's disputes, newest first."""
    return _list(Dispute.employee_id == employee_id, newest=True)


def list_disputes_about(sale_ids: Collection[int]) -> dict[int, list[DisputeRow]]:
    """Sale id → the disputes about the sale, or whose answer led to it."""
    disputes: dict[int, list[DisputeRow]] = {}
    if not sale_ids:
        return disputes
    for row in _list(or_(Dispute.sale_id.in_(sale_ids), Dispute.outcome_id.in_(sale_ids))):
        for sale_id in {row.sale_id, row.outcome_id} & set(sale_ids):
            if sale_id is not None:
                disputes.setdefault(sale_id, []).append(row)
    return disputes


def get_dispute(dispute_id: int) -> DisputeRow:
    """One dispute. NotFound."""
    disputes = _list(Dispute.id == dispute_id)
    if not disputes:
        raise NotFound()
    return disputes[0]


def count_open_disputes(period: Period | None = None) -> int:
    """The number of open disputes, of a month or in all."""
    query = select(func.count(Dispute.id)).where(Dispute.state == "open")
    if period is not None:
        query = query.where(Dispute.period == period)
    return db.session.scalar(query) or 0
