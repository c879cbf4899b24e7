"""Reads of statements, and of what is paid and unpaid. Whole rupiah."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker
from app.settlement.models import Payout, PayoutRequest, Statement
from app.shared.columns import table
from app.shared.errors import NotFound

_STATEMENT, _PAYOUT, _MAKER, _BOOTH = table(Statement), table(Payout), table(Maker), table(Booth)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in a list, with what was paid on it and what is left to pay."""

    id: int
    number: str
    maker_id: int
    maker: str
    booth_id: int
    booth: str
    made_on: Any
    due_on: date
    to_seq: int
    gross: int
    share: int
    losses: int
    carried: int
    payable: int
    money_with: str
    lines: int
    paid: int

    @property
    def unpaid(self) -> int:
        """What may still be paid; never below zero."""
        return max(self.payable, 0) - self.paid


_PAID = (
    select(func.coalesce(func.sum(_PAYOUT.c.amount), 0))
    .where(_PAYOUT.c.statement_id == _STATEMENT.c.id)
    .correlate(_STATEMENT)
    .scalar_subquery()
)
_ROWS = (
    select(
        _STATEMENT.c.id, _STATEMENT.c.number, _STATEMENT.c.maker_id, _MAKER.c.name, _STATEMENT.c.booth_id,
        _BOOTH.c.name, _STATEMENT.c.made_at, _STATEMENT.c.due_on, _STATEMENT.c.to_seq, _STATEMENT.c.gross,
        _STATEMENT.c.share, _STATEMENT.c.losses, _STATEMENT.c.carried, _STATEMENT.c.payable,
        _STATEMENT.c.money_with, _STATEMENT.c.line_count, _PAID,
    )
    .join(_MAKER, _MAKER.c.id == _STATEMENT.c.maker_id)
    .join(_BOOTH, _BOOTH.c.id == _STATEMENT.c.booth_id)
)  # fmt: skip


def list_statements(
    *,
    maker_ids: Collection[int] | None = None,
    booth_ids: Collection[int] | None = None,
    unpaid_only: bool = False,
    ids: Collection[int] | None = None,
) -> list[StatementRow]:
    """Statements, newest first; `unpaid_only`: those on which something is left to pay."""
    statement = _ROWS.order_by(_STATEMENT.c.id.desc())
    if maker_ids is not None:
        statement = statement.where(_STATEMENT.c.maker_id.in_(maker_ids))
    if booth_ids is not None:
        statement = statement.where(_STATEMENT.c.booth_id.in_(booth_ids))
    if ids is not None:
        statement = statement.where(_STATEMENT.c.id.in_(ids))
    if unpaid_only:
        statement = statement.where(_STATEMENT.c.payable > _PAID)
    return [StatementRow(*row[:-1], int(row[-1])) for row in db.session.execute(statement)]


def get_statement(number: str) -> Statement:
    """The statement of this number. NotFound."""
    found = db.session.scalar(select(Statement).where(Statement.number == number.strip().upper()))
    if found is None:
        raise NotFound()
    return found


def sum_paid(statement_id: int) -> int:
    """What was paid on a statement, reversals taken off."""
    query = select(func.coalesce(func.sum(_PAYOUT.c.amount), 0)).where(_PAYOUT.c.statement_id == statement_id)
    return int(db.session.scalar(query) or 0)


def find_payout(uuid: str) -> Payout | None:
    """The payout with this id, or None."""
    return db.session.scalar(select(Payout).where(Payout.uuid == uuid))


def find_payout_request(uuid: str) -> PayoutRequest | None:
    """The prepared payout with this id, or None."""
    return db.session.scalar(select(PayoutRequest).where(PayoutRequest.uuid == uuid))
