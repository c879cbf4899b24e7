"""Reads of statements with their paid and unpaid sums. Whole rupiah."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker
from app.settlement.lookups.balance import left_of, may_be_owed, sum_of_payouts, sum_of_remittances
from app.settlement.models import Payout, PayoutRequest, Statement
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.period import Period

_STATEMENT, _MAKER, _BOOTH = table(Statement), table(Maker), table(Booth)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in a list, with payouts, payments by the maker, and its balance (`left`)."""

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
    held_gross: int
    loss_count: int
    paid: int
    received: int
    left: int

    @property
    def unpaid(self) -> int:
        """The sum that may still be paid to the maker; never below zero."""
        return max(self.left, 0)

    @property
    def owed(self) -> int:
        """The sum that the maker may still pay in; 0 once the next statement carries it."""
        return max(-self.left, 0)


_PAID, _RECEIVED, _LEFT = sum_of_payouts(_STATEMENT), sum_of_remittances(_STATEMENT), left_of(_STATEMENT)
_UNPAID, _OWED = _LEFT > 0, and_(may_be_owed(_STATEMENT), _LEFT < 0)
_ROWS = (
    select(
        _STATEMENT.c.id, _STATEMENT.c.number, _STATEMENT.c.maker_id, _MAKER.c.name, _STATEMENT.c.booth_id,
        _BOOTH.c.name, _STATEMENT.c.made_at, _STATEMENT.c.due_on, _STATEMENT.c.to_seq, _STATEMENT.c.gross,
        _STATEMENT.c.share, _STATEMENT.c.losses, _STATEMENT.c.carried, _STATEMENT.c.payable,
        _STATEMENT.c.money_with, _STATEMENT.c.line_count, _STATEMENT.c.held_gross, _STATEMENT.c.loss_count,
        _PAID, _RECEIVED, _LEFT,
    )
    .join(_MAKER, _MAKER.c.id == _STATEMENT.c.maker_id)
    .join(_BOOTH, _BOOTH.c.id == _STATEMENT.c.booth_id)
)  # fmt: skip


def list_statements(
    *,
    maker_ids: Collection[int] | None = None,
    booth_ids: Collection[int] | None = None,
    unpaid_only: bool = False,
    owed_only: bool = False,
    due_before: date | None = None,
    made_in: Period | None = None,
    ids: Collection[int] | None = None,
    page: int = 1,
    size: int | None = None,
) -> list[StatementRow]:
    """Statements, newest first, or one page of `size` of them.

    `unpaid_only`: with an unpaid sum. `owed_only`: with a debt of the maker that no later statement carries. `made_in`:
    made in this month of the city's calendar. `due_before`: unpaid and due before this local date, longest due first.
    """
    conditions = _among(maker_ids, booth_ids, ids)
    conditions += [_UNPAID] * bool(unpaid_only or due_before) + [_OWED] * owed_only
    statement = _ROWS.where(*conditions).order_by(_STATEMENT.c.id.desc())
    if due_before is not None:
        statement = statement.where(_STATEMENT.c.due_on < due_before)
        statement = statement.order_by(None).order_by(_STATEMENT.c.due_on, _STATEMENT.c.id)
    if made_in is not None:
        statement = statement.where(is_made_in(made_in))
    if size is not None:
        statement = statement.limit(size).offset((page - 1) * size)
    return [StatementRow(*row[:-3], *map(int, row[-3:])) for row in db.session.execute(statement)]


def is_made_in(period: Period) -> ColumnElement[bool]:
    """The condition that a statement was made in this month of the city's calendar."""
    first = clock.at_local(period.first_day, 0, 0)
    return _STATEMENT.c.made_at.between(first, clock.end_of_day(period.last_day))


def _among(
    maker_ids: Collection[int] | None, booth_ids: Collection[int] | None, ids: Collection[int] | None
) -> list[Any]:
    filters = ((_STATEMENT.c.maker_id, maker_ids), (_STATEMENT.c.booth_id, booth_ids), (_STATEMENT.c.id, ids))
    return [column.in_(chosen) for column, chosen in filters if chosen is not None]


def get_statement_row(statement_id: int, booth_ids: Collection[int] | None = None) -> StatementRow:
    """One statement of these booths (None: all). NotFound."""
    rows = list_statements(ids=[statement_id], booth_ids=booth_ids)
    if not rows:
        raise NotFound()
    return rows[0]


@dataclass(frozen=True, slots=True)
class StatementTotals:
    """The number of statements; number and sum of those unpaid, overdue, and owed by makers."""

    count: int
    unpaid: int
    unpaid_amount: int
    overdue: int
    overdue_amount: int
    owed: int
    owed_amount: int


def sum_statements(booth_ids: Collection[int] | None, today: date) -> StatementTotals:
    """The totals of the statements of these booths (None: all). One statement."""
    rows = select(_LEFT.label("left"), (_STATEMENT.c.due_on < today).label("is_late"))
    part = rows.where(*_among(None, booth_ids, None)).subquery("statements")
    left, is_open = part.c.left, part.c.left > 0
    sums = [func.count()]
    for condition, amount in ((is_open, left), (is_open & part.c.is_late, left), (left < 0, -left)):
        sums += [func.sum(case((condition, 1), else_=0)), func.sum(case((condition, amount), else_=0))]
    row = db.session.execute(select(*sums).select_from(part)).one()
    return StatementTotals(*(int(value or 0) for value in row))


def get_statement(number: str) -> Statement:
    """The statement of this number. NotFound."""
    statement = db.session.scalar(select(Statement).where(Statement.number == number.strip().upper()))
    if statement is None:
        raise NotFound()
    return statement


def get_left(statement_id: int) -> int:
    """The balance of a statement: above zero owed to the maker, below zero owed by the maker. 0 if there is none."""
    return int(db.session.scalar(select(_LEFT).where(_STATEMENT.c.id == statement_id)) or 0)


def find_payout(uuid: str) -> Payout | None:
    """The payout with this id, or None."""
    return db.session.scalar(select(Payout).where(Payout.uuid == uuid))


def find_payout_request(uuid: str) -> PayoutRequest | None:
    """The prepared payout with this id, or None."""
    return db.session.scalar(select(PayoutRequest).where(PayoutRequest.uuid == uuid))
