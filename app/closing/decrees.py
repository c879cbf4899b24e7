"""Withdraws a decree; possible until a month under it is closed (ADR 0016)."""

from sqlalchemy import select

from app.audit.rules import Actor
from app.closing.models import Closing
from app.extensions import db
from app.minimums import queries, services
from app.minimums.errors import DecreeInUse
from app.months.services import lock_month
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_writing


def list_months_closed_under(number: str) -> list[Period]:
    """The months with a closing under the decree of this number, oldest first."""
    rows = db.session.execute(select(Closing.period, Closing.header).order_by(Closing.period))
    return list(
        dict.fromkeys(
            period for period, header in rows if (header.get("decree") or {}).get("number") == number
        )
    )


def withdraw_decree(decree_id: int, reason: str, *, actor: Actor) -> None:
    """Withdraw a decree: it applies to no month any more, stays in the history, and its number can be used again.

    DecreeNotFound, DecreeWithdrawn, WithdrawalReasonMissing; DecreeInUse once a month was closed under it. The
    months it applies to are locked first, so that none closes meanwhile.
    """
    begin_writing()
    decree = queries.get_decree(decree_id)
    period = decree.effective_from
    while period <= clock.this_period():
        lock_month(period)
        period = period.next()
    closed = list_months_closed_under(decree.number) if decree.withdrawal is None else []
    if closed:
        raise DecreeInUse(number=decree.number, months=", ".join(map(str, closed)))
    services.withdraw_decree(decree, reason, actor=actor)
