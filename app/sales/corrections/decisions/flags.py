"""Reviews of flagged sales: one review row per sale. A review does not change how the sale counts."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.audit.rules import Actor
from app.audit.services import record_event
from app.decisions.errors import AlreadyDecided, NothingChosen
from app.decisions.services import Scope
from app.extensions import db
from app.sales.models import FlagReview, Sale
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing

_SALE, _REVIEW = table(Sale), table(FlagReview)
_INSERT = {
    "sqlite": sqlite.insert(_REVIEW).on_conflict_do_nothing().returning(_REVIEW.c.sale_id),
    "postgresql": postgresql.insert(_REVIEW).on_conflict_do_nothing().returning(_REVIEW.c.sale_id),
}
_MOST_ROWS = 500


def review_flags(sale_ids: Collection[int], reason: str, *, actor: Actor, scope: Scope = None) -> int:
    """Record that the actor reviewed these flagged sales and why they are right. The number of sales.

    ReasonMissing; NothingChosen; NotFound for one that is missing, unflagged or of another booth; AlreadyDecided if
    one was reviewed before. On an error nothing is recorded.
    """
    reason = read_reason(reason)
    if not sale_ids:
        raise NothingChosen()
    begin_writing()
    ids = sorted(set(sale_ids))
    _ensure_flagged(ids, scope)
    connection, at = db.session.connection(), clock.now()
    statement, made = _INSERT[connection.dialect.name], 0
    for start in range(0, len(ids), _MOST_ROWS):
        rows = [
            {"sale_id": one, "reviewed_by": actor.id, "reviewed_at": at, "reason": reason}
            for one in ids[start : start + _MOST_ROWS]
        ]
        made += len(connection.execute(statement.values(rows)).all())
    if made != len(ids):
        raise AlreadyDecided(count=len(ids) - made, of=len(ids))
    record_event("sales.review_flags", actor=actor, subject="sale", details={"count": made, "ids": ids})
    return made


def _ensure_flagged(ids: list[int], scope: Scope) -> None:
    rows = db.session.execute(select(_SALE.c.id, _SALE.c.booth_id, _SALE.c.flags).where(_SALE.c.id.in_(ids)))
    fit = [row.id for row in rows if row.flags and (scope is None or row.booth_id in scope)]
    if len(fit) != len(ids):
        raise NotFound()
