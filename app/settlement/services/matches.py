"""Removes wrong matches of typed goods, as long as no statement has the lines (makers 7, 11)."""

from collections.abc import Collection

from sqlalchemy import func, select

from app.audit.rules import Actor
from app.decisions.services import Scope
from app.extensions import db
from app.sales.corrections.line_matches import lock_matches, remove_matches
from app.settlement.errors import LinesSettled
from app.settlement.models import StatementLine
from app.shared.columns import table
from app.shared.reason import read_reason

_LINE = table(StatementLine)


def withdraw_matches(line_ids: Collection[int], reason: str, *, actor: Actor, booth_ids: Scope = None) -> int:
    """Remove these matches, all or none, and return their number; the lines are open again.

    ReasonMissing, LinesSettled, NothingChosen, AlreadyDecided, MatchReversed.
    """
    reason = read_reason(reason)
    lock_matches()
    of_these = select(func.count()).select_from(_LINE).where(_LINE.c.sale_line_id.in_(set(line_ids)))
    settled = db.session.scalar(of_these)
    if settled:
        raise LinesSettled(count=settled)
    return remove_matches(line_ids, reason, actor=actor, booth_ids=booth_ids)
