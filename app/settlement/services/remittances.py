"""Services for payments by a maker on a statement below zero: record and reverse."""

from uuid import uuid4

from sqlalchemy import select, text

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.extensions import db
from app.settlement.errors import (
    ReferenceMissing,
    RemittanceAlreadyReversed,
    RemittanceIdTaken,
    RemittanceTooMuch,
)
from app.settlement.models import Remittance, Statement
from app.settlement.queries.remittances import find_remittance
from app.settlement.queries.statements import get_left, get_statement
from app.shared import clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.money import format_rupiah
from app.shared.transaction import lock_table

_LOCK = text("LOCK TABLE statement IN SHARE ROW EXCLUSIVE MODE")
"""Nobody makes statements or stores another payment: what is paid in is either carried or not, never both."""


def receive_remittance(
    number: str, *, amount: int, way: str, reference: str, actor: Actor, uuid: str | None = None
) -> Remittance:
    """Record a payment by a maker on a statement below zero; the same id again changes nothing.

    NotFound, RemittanceTooMuch, RemittanceIdTaken, ReferenceMissing.
    """
    lock_table(_LOCK)
    statement = get_statement(number)
    uuid = uuid or str(uuid4())
    before = find_remittance(uuid)
    if before is not None:
        if (before.statement_id, before.amount, before.way) != (statement.id, amount, way):
            raise RemittanceIdTaken("uuid")
        return before
    if not reference.strip():
        raise ReferenceMissing("reference")
    owed = max(-get_left(statement.id), 0)
    if not 0 < amount <= owed:
        raise RemittanceTooMuch("amount", owed=format_rupiah(owed))
    row = Remittance(
        uuid=uuid, statement_id=statement.id, reversal_of=None, amount=amount, way=way, reference=reference.strip(),
        received_at=clock.now(), received_by=actor.id, reason="",
    )  # fmt: skip
    return _store(row, "settlement.receive", actor)


def reverse_remittance(remittance_id: int, reason: str, *, actor: Actor) -> Remittance:
    """Reverse a wrong payment by an opposite row, once. NotFound, ReasonMissing, RemittanceAlreadyReversed.

    If a later statement carried the balance, the maker owes the sum again on that statement.
    """
    if not reason.strip():
        raise ReasonMissing("reason")
    lock_table(_LOCK)
    wrong = db.session.get(Remittance, remittance_id)
    if wrong is None:
        raise NotFound()
    reversed_already = db.session.scalar(select(Remittance.id).where(Remittance.reversal_of == wrong.id))
    if wrong.reversal_of is not None or reversed_already is not None:
        raise RemittanceAlreadyReversed()
    row = Remittance(
        uuid=str(uuid4()), statement_id=_last_of_chain(wrong.statement_id), reversal_of=wrong.id,
        amount=-wrong.amount, way=wrong.way, reference=wrong.reference, received_at=clock.now(),
        received_by=actor.id, reason=reason.strip(),
    )  # fmt: skip
    return _store(row, "settlement.reverse_remittance", actor)


def _last_of_chain(statement_id: int) -> int:
    """The last statement that carries this one's balance, directly or through others; itself if there is none."""
    chain = select(Statement.id).where(Statement.id == statement_id).cte("chain", recursive=True)
    following = select(Statement.id).join(chain, Statement.previous_id == chain.c.id)
    chain = chain.union_all(following)
    query = select(chain.c.id).order_by(chain.c.id.desc()).limit(1)  # a statement carries only earlier ones
    return db.session.execute(query).scalar_one()


def _store(row: Remittance, action: str, actor: Actor) -> Remittance:
    db.session.add(row)
    db.session.flush()
    seal_states("remittance", [row.id])
    details = {"statement": row.statement_id, "amount": row.amount}
    record_event(action, actor=actor, subject="remittance", subject_id=row.id, details=details)
    return row
