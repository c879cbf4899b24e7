"""The balance of a statement as SQL parts: the only definition. Whole rupiah.

Left = payable − payouts + what the maker paid in − what the next statement carries. Above zero the booth still pays,
below zero the maker still owes: the maker pays it in, or the next statement carries it.
"""

from typing import Any

from sqlalchemy import FromClause, func, or_, select

from app.settlement.models import Payout, Remittance, Statement
from app.shared.columns import table

_STATEMENT, _PAYOUT, _REMITTANCE = table(Statement), table(Payout), table(Remittance)


def sum_of_payouts(statement: FromClause) -> Any:
    """The sum paid to the maker, net of reversals."""
    return _sum(_PAYOUT.c.amount, _PAYOUT.c.statement_id == statement.c.id, statement)


def sum_of_remittances(statement: FromClause) -> Any:
    """The sum the maker paid in, net of reversals."""
    return _sum(_REMITTANCE.c.amount, _REMITTANCE.c.statement_id == statement.c.id, statement)


def left_of(statement: FromClause) -> Any:
    """The balance, as defined above."""
    following = _STATEMENT.alias("following")
    carried = _sum(following.c.carried, following.c.previous_id == statement.c.id, statement)
    return statement.c.payable - sum_of_payouts(statement) + sum_of_remittances(statement) - carried


def may_be_owed(statement: FromClause) -> Any:
    """A necessary condition for a balance below zero; cheaper than computing the balance."""
    taken_back = select(_REMITTANCE.c.statement_id).where(_REMITTANCE.c.amount < 0)
    return or_(statement.c.payable < 0, statement.c.id.in_(taken_back))


def _sum(amount: Any, of_it: Any, statement: FromClause) -> Any:
    query = select(func.coalesce(func.sum(amount), 0)).where(of_it)
    return query.correlate(statement).scalar_subquery()
