"""Reads of payouts on statements, with the payers and the makers' answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker
from app.settlement.models import Payout, PayoutAnswer, PayoutRequest, Statement
from app.shared.columns import table
from app.shared.errors import NotFound

_PAYOUT, _ANSWER, _REQUEST = table(Payout), table(PayoutAnswer), table(PayoutRequest)
_STATEMENT, _MAKER, _BOOTH = table(Statement), table(Maker), table(Booth)
_PAYER, _APPROVER = table(User).alias("payer"), table(User).alias("approver")
_REVERSAL = _PAYOUT.alias("reversal")


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout in a list. `answer`: the maker's last one, `received` or `missing`; None if there is none yet."""

    id: int
    statement_id: int
    number: str
    maker: str
    booth: str
    amount: int
    way: str
    reference: str
    paid_at: datetime
    paid_by: str | None
    approved_by: str | None
    reversal_of: int | None
    reason: str
    reversed_by_id: int | None
    answer: str | None
    answered_at: datetime | None

    @property
    def is_reversible(self) -> bool:
        """Whether it may be reversed: it is neither reversed nor a reversal."""
        return self.reversal_of is None and self.reversed_by_id is None


def _rows() -> Select[Any]:
    newer = _ANSWER.alias("newer")
    last = select(func.max(newer.c.id)).where(newer.c.payout_id == _PAYOUT.c.id).scalar_subquery()
    return (
        select(
            _PAYOUT.c.id, _STATEMENT.c.id, _STATEMENT.c.number, _MAKER.c.name, _BOOTH.c.name, _PAYOUT.c.amount,
            _PAYOUT.c.way, _PAYOUT.c.reference, _PAYOUT.c.paid_at, _PAYER.c.display_name,
            _APPROVER.c.display_name, _PAYOUT.c.reversal_of, _PAYOUT.c.reason, _REVERSAL.c.id,
            _ANSWER.c.answer, _ANSWER.c.answered_at,
        )
        .select_from(_PAYOUT)
        .join(_STATEMENT, _STATEMENT.c.id == _PAYOUT.c.statement_id)
        .join(_MAKER, _MAKER.c.id == _STATEMENT.c.maker_id)
        .join(_BOOTH, _BOOTH.c.id == _STATEMENT.c.booth_id)
        .outerjoin(_PAYER, _PAYER.c.id == _PAYOUT.c.paid_by)
        .outerjoin(_APPROVER, _APPROVER.c.id == _PAYOUT.c.approved_by)
        .outerjoin(_REVERSAL, _REVERSAL.c.reversal_of == _PAYOUT.c.id)
        .outerjoin(_ANSWER, _ANSWER.c.id == last)
        .order_by(_PAYOUT.c.id)
    )  # fmt: skip


def list_payouts(statement_id: int) -> list[PayoutRow]:
    """The payouts on a statement and their reversals, oldest first."""
    query = _rows().where(_PAYOUT.c.statement_id == statement_id)
    return [PayoutRow(*row) for row in db.session.execute(query)]


def list_payouts_of(statement_ids: Collection[int]) -> dict[int, list[PayoutRow]]:
    """The payouts on these statements and their reversals, by statement id. One SQL statement."""
    payouts: dict[int, list[PayoutRow]] = {}
    for row in db.session.execute(_rows().where(_PAYOUT.c.statement_id.in_(statement_ids))):
        payout = PayoutRow(*row)
        payouts.setdefault(payout.statement_id, []).append(payout)
    return payouts


def get_payout_of(payout_id: int, maker_ids: Collection[int]) -> PayoutRow:
    """One payout on a statement of one of these makers. NotFound."""
    query = _rows().where(_PAYOUT.c.id == payout_id, _STATEMENT.c.maker_id.in_(maker_ids))
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return PayoutRow(*row)


def list_missing_payouts(booth_ids: Collection[int] | None = None) -> list[PayoutRow]:
    """Payouts whose last answer is "not received yet", of these booths (None: all), oldest first."""
    query = _rows().where(_ANSWER.c.answer == "missing", _REVERSAL.c.id.is_(None))
    if booth_ids is not None:
        query = query.where(_STATEMENT.c.booth_id.in_(booth_ids))
    return [PayoutRow(*row) for row in db.session.execute(query)]


def list_unanswered_payouts(maker_ids: Collection[int]) -> list[PayoutRow]:
    """Payouts that are not reversed and that these makers have not answered, oldest first. One SQL statement."""
    query = _rows().where(
        _STATEMENT.c.maker_id.in_(maker_ids), _PAYOUT.c.reversal_of.is_(None), _REVERSAL.c.id.is_(None),
        _ANSWER.c.id.is_(None),
    )  # fmt: skip
    return [PayoutRow(*row) for row in db.session.execute(query)]


def get_payout_row(payout_id: int, statement_id: int) -> PayoutRow:
    """One payout of a statement. NotFound."""
    for row in list_payouts(statement_id):
        if row.id == payout_id:
            return row
    raise NotFound()


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A prepared payout. `decided_at`, `decided_by` and `reason` are set if it was dismissed."""

    id: int
    statement_id: int
    number: str
    maker: str
    booth: str
    amount: int
    way: str
    reference: str
    prepared_at: datetime
    prepared_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str


def _requests() -> Select[Any]:
    return (
        select(
            _REQUEST.c.id, _STATEMENT.c.id, _STATEMENT.c.number, _MAKER.c.name, _BOOTH.c.name, _REQUEST.c.amount,
            _REQUEST.c.way, _REQUEST.c.reference, _REQUEST.c.prepared_at, _PAYER.c.display_name,
            _REQUEST.c.decided_at, _APPROVER.c.display_name, _REQUEST.c.decision_reason,
        )
        .select_from(_REQUEST)
        .join(_STATEMENT, _STATEMENT.c.id == _REQUEST.c.statement_id)
        .join(_MAKER, _MAKER.c.id == _STATEMENT.c.maker_id)
        .join(_BOOTH, _BOOTH.c.id == _STATEMENT.c.booth_id)
        .outerjoin(_PAYER, _PAYER.c.id == _REQUEST.c.prepared_by)
        .outerjoin(_APPROVER, _APPROVER.c.id == _REQUEST.c.decided_by)
        .order_by(_REQUEST.c.id)
    )  # fmt: skip


def list_open_requests(
    *, statement_id: int | None = None, ids: Collection[int] | None = None
) -> list[RequestRow]:
    """Prepared payouts that need a second person, oldest first: of a statement, or with these ids, or all."""
    query = _requests().where(_REQUEST.c.decided_at.is_(None))
    if statement_id is not None:
        query = query.where(_REQUEST.c.statement_id == statement_id)
    if ids is not None:
        query = query.where(_REQUEST.c.id.in_(ids))
    return [RequestRow(*row) for row in db.session.execute(query)]


def list_dismissed_requests(statement_id: int) -> list[RequestRow]:
    """Dismissed payouts of a statement, oldest first."""
    query = _requests().where(_REQUEST.c.statement_id == statement_id, _REQUEST.c.decision == "dismissed")
    return [RequestRow(*row) for row in db.session.execute(query)]
