"""Part of `ledger check`: sums carried between statements, payouts, and payments by makers (makers 11–13).

1. A carried sum equals the balance of the statement before; no balance below zero is left uncarried.
2. Payouts are at most the payable sum, payments by makers at most their debt.
3. A reversal has the amount of its payment.
"""

from typing import Any

from sqlalchemy import and_, case, func, or_, select

from app.extensions import db
from app.sales.ledger.check import LedgerReport
from app.settlement.models import Payout, Remittance, Statement
from app.shared.columns import table

_STATEMENT, _PAYOUT, _REMITTANCE = table(Statement), table(Payout), table(Remittance)
_MOST = 50


def check_payments(report: LedgerReport) -> None:
    """Run the checks above. Reads only."""
    _check_carried(report)
    _check_left_behind(report)
    _check_payouts(report)
    _check_remittances(report)
    _check_reversals(report, _PAYOUT, "pembatalan pembayaran", "pembayaran")
    _check_reversals(report, _REMITTANCE, "pembatalan setoran", "setoran")


def _paid_in(*conditions: Any) -> Any:
    """The sum of payments by makers, by statement."""
    amount = func.sum(_REMITTANCE.c.amount).label("amount")
    query = select(_REMITTANCE.c.statement_id, amount).where(*conditions)
    return query.group_by(_REMITTANCE.c.statement_id).subquery("paid_in")


def _check_carried(report: LedgerReport) -> None:
    """Finds a carried sum that is not the balance of the statement before, or comes from another booth.

    A balance above zero is carried only if a wrong payment by the maker was reversed on it, and at most that sum.
    """
    before, paid_in = _STATEMENT.alias("before"), _paid_in()
    below = case((before.c.payable < 0, before.c.payable), else_=0)
    left = func.coalesce(below + func.coalesce(paid_in.c.amount, 0), 0)
    wrong = (
        select(_STATEMENT.c.number)
        .outerjoin(before, before.c.id == _STATEMENT.c.previous_id)
        .outerjoin(paid_in, paid_in.c.statement_id == before.c.id)
        .where(
            or_(
                _STATEMENT.c.carried < left,
                and_(or_(before.c.id.is_(None), before.c.payable < 0), _STATEMENT.c.carried != left),
                before.c.booth_id != _STATEMENT.c.booth_id,
            )
        )
        .limit(_MOST)
    )
    for number in db.session.scalars(wrong):
        report.add_finding(f"{number}: yang dibawa tidak sama dengan sisa nota sebelumnya")


def _check_left_behind(report: LedgerReport) -> None:
    """Finds a balance below zero that a later statement should have carried.

    A reversed payment counts as paid, because it may not have been reversed yet when the later statement was made.
    """
    later, carrying = _STATEMENT.alias("later"), _STATEMENT.alias("carrying")
    paid_in = _paid_in(_REMITTANCE.c.amount > 0)
    passed = (
        select(later.c.id)
        .where(
            later.c.maker_id == _STATEMENT.c.maker_id,
            later.c.booth_id == _STATEMENT.c.booth_id,
            later.c.id > _STATEMENT.c.id,
            later.c.carried == 0,
        )
        .exists()
    )
    taken = select(carrying.c.id).where(carrying.c.previous_id == _STATEMENT.c.id).exists()
    left = (
        select(_STATEMENT.c.number)
        .outerjoin(paid_in, paid_in.c.statement_id == _STATEMENT.c.id)
        .where(_STATEMENT.c.payable + func.coalesce(paid_in.c.amount, 0) < 0, passed, ~taken)
    )
    for number in db.session.scalars(left.limit(_MOST)):
        report.add_finding(f"{number}: sisa di bawah nol tidak dibawa ke nota berikutnya")


def _check_payouts(report: LedgerReport) -> None:
    paid = func.coalesce(func.sum(_PAYOUT.c.amount), 0)
    most = case((_STATEMENT.c.payable > 0, _STATEMENT.c.payable), else_=0)
    wrong = (
        select(_STATEMENT.c.number, _STATEMENT.c.payable, paid)
        .join(_PAYOUT, _PAYOUT.c.statement_id == _STATEMENT.c.id)
        .group_by(_STATEMENT.c.id, _STATEMENT.c.number, _STATEMENT.c.payable)
        .having(or_(paid > most, paid < 0))
        .limit(_MOST)
    )
    for number, payable, amount in db.session.execute(wrong):
        report.add_finding(f"{number}: dibayar {int(amount)}, yang harus dibayar {payable}")


def _check_remittances(report: LedgerReport) -> None:
    paid_in = _paid_in()
    most = case((_STATEMENT.c.payable < 0, -_STATEMENT.c.payable), else_=0)
    wrong = (
        select(_STATEMENT.c.number, _STATEMENT.c.payable, paid_in.c.amount)
        .join(paid_in, paid_in.c.statement_id == _STATEMENT.c.id)
        .where(paid_in.c.amount > most)
        .limit(_MOST)
    )
    for number, payable, amount in db.session.execute(wrong):
        report.add_finding(f"{number}: disetor {int(amount)}, yang harus disetor {max(-payable, 0)}")


def _check_reversals(report: LedgerReport, rows: Any, what: str, of_what: str) -> None:
    """Finds reversals with another amount than their payment, or, for payouts, on another statement."""
    original = rows.alias("original")
    wrong = [rows.c.amount != -original.c.amount, original.c.reversal_of.is_not(None)]
    if rows is _PAYOUT:
        wrong.append(rows.c.statement_id != original.c.statement_id)
    query = select(rows.c.id).join(original, original.c.id == rows.c.reversal_of).where(or_(*wrong))
    for row_id in db.session.scalars(query.limit(_MOST)):
        report.add_finding(f"{what} {row_id}: tidak sama dengan {of_what} asalnya")
