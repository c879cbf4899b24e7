"""Services for payouts: record, prepare, approve, dismiss, reverse, and answer by the maker. No row is edited."""

from uuid import uuid4

from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.extensions import db
from app.notices.rules import Message, maker
from app.notices.services import send_notices
from app.settings.queries import get_setting
from app.settlement.errors import (
    ApproverIsPayer,
    ApproverMissing,
    PayoutAlreadyReversed,
    PayoutIdTaken,
    PayoutTooMuch,
    ReferenceMissing,
)
from app.settlement.models import Payout, PayoutAnswer, PayoutRequest, Statement
from app.settlement.queries.statements import find_payout, find_payout_request, get_left, get_statement
from app.shared import clock
from app.shared.errors import NotFound, ReasonMissing
from app.shared.money import format_rupiah
from app.shared.transaction import lock_table

_LOCK = text("LOCK TABLE payout IN SHARE ROW EXCLUSIVE MODE")


def pay_statement(
    number: str,
    *,
    amount: int,
    way: str,
    reference: str,
    actor: Actor,
    uuid: str | None = None,
    approver: Actor | None = None,
) -> Payout:
    """Record money paid on a statement; the same id again changes nothing.

    NotFound, PayoutTooMuch, PayoutIdTaken, ReferenceMissing; above the city's limit ApproverMissing, ApproverIsPayer.
    """
    statement = get_statement(number)
    lock_table(_LOCK)
    uuid = uuid or str(uuid4())
    before = find_payout(uuid)
    if before is not None:
        _ensure_same(before, statement.id, amount, way)
        return before
    if find_payout_request(uuid) is not None:  # it is prepared and not approved yet
        raise PayoutIdTaken("uuid")
    _ensure_payable(statement.id, amount, reference)
    if _needs_approval(statement.id, amount):
        if approver is None:
            raise ApproverMissing(limit=format_rupiah(int(get_setting("payout_limit"))))
        if approver.id == actor.id:
            raise ApproverIsPayer()
    return _record_payout(statement.id, uuid, amount, way, reference, actor, approver)


def prepare_payout(
    number: str, *, amount: int, way: str, reference: str, actor: Actor, uuid: str
) -> PayoutRequest:
    """Prepare a payout above the limit; another person approves it. The same id again changes nothing."""
    statement = get_statement(number)
    lock_table(_LOCK)
    before = find_payout_request(uuid)
    if before is not None:
        _ensure_same(before, statement.id, amount, way)
        return before
    _ensure_payable(statement.id, amount, reference)
    request = PayoutRequest(
        uuid=uuid, statement_id=statement.id, amount=amount, way=way, reference=reference.strip(),
        prepared_at=clock.now(), prepared_by=actor.id,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    seal_states("payout_request", [request.id])
    details = {"statement": statement.id, "amount": amount}
    record_event(
        "settlement.prepare", actor=actor, subject="payout_request", subject_id=request.id, details=details
    )
    return request


def pay_or_prepare(number: str, *, amount: int, way: str, reference: str, actor: Actor, uuid: str) -> bool:
    """Pay if one person may do so alone (True), else prepare the payout for another person's approval (False).

    The same id again returns the same result, even if more was paid since. Errors of both services.
    """
    statement = get_statement(number)
    lock_table(_LOCK)
    is_paid = find_payout(uuid) is not None
    is_prepared = not is_paid and (
        find_payout_request(uuid) is not None or _needs_approval(statement.id, amount)
    )
    act = prepare_payout if is_prepared else pay_statement
    act(number, amount=amount, way=way, reference=reference, actor=actor, uuid=uuid)
    return not is_prepared


def _needs_approval(statement_id: int, amount: int) -> bool:
    """Whether this amount plus all payments on the statement without an approver is above the city's limit.

    This way the limit cannot be avoided by paying in parts.
    """
    reversal = aliased(Payout)
    alone = select(func.coalesce(func.sum(Payout.amount), 0)).where(
        Payout.statement_id == statement_id,
        Payout.approved_by.is_(None),
        Payout.reversal_of.is_(None),
        ~select(reversal.id).where(reversal.reversal_of == Payout.id).exists(),
    )
    return int(db.session.scalar(alone) or 0) + amount > int(get_setting("payout_limit"))


def approve_payout(request_id: int, *, actor: Actor) -> Payout:
    """Approve a prepared payout: the money counts as paid from now on. ApproverIsPayer, PayoutTooMuch, NotFound."""
    lock_table(_LOCK)
    request = _open_request(request_id)
    if request.prepared_by == actor.id:
        raise ApproverIsPayer()
    _ensure_payable(request.statement_id, request.amount, request.reference)
    prepared = Actor("user", request.prepared_by, "")
    payout = _record_payout(
        request.statement_id, request.uuid, request.amount, request.way, request.reference, prepared, actor
    )
    _decide_request(request, "approved", "", actor)
    return payout


def dismiss_payout(request_id: int, reason: str, *, actor: Actor) -> None:
    """Dismiss a prepared payout, with a reason; nothing is paid. NotFound, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing("reason")
    lock_table(_LOCK)
    _decide_request(_open_request(request_id), "dismissed", reason.strip(), actor)


def _open_request(request_id: int) -> PayoutRequest:
    request = db.session.get(PayoutRequest, request_id, populate_existing=True)
    if request is None or request.decision is not None:
        raise NotFound()
    return request


def _decide_request(request: PayoutRequest, decision: str, reason: str, actor: Actor) -> None:
    request.decision, request.decision_reason = decision, reason
    request.decided_at, request.decided_by = clock.now(), actor.id
    db.session.flush()
    seal_states("payout_request", [request.id])
    details = {"decision": decision}
    record_event(
        "settlement.decide", actor=actor, subject="payout_request", subject_id=request.id, details=details
    )


def reverse_payout(payout_id: int, reason: str, *, actor: Actor) -> Payout:
    """Reverse a wrong payout by an opposite row, once. NotFound, ReasonMissing, PayoutAlreadyReversed."""
    if not reason.strip():
        raise ReasonMissing("reason")
    lock_table(_LOCK)
    wrong = db.session.get(Payout, payout_id)
    if wrong is None:
        raise NotFound()
    if wrong.reversal_of is not None or _is_reversed(wrong.id):
        raise PayoutAlreadyReversed()
    row = Payout(
        uuid=str(uuid4()), statement_id=wrong.statement_id, reversal_of=wrong.id, amount=-wrong.amount,
        way=wrong.way, reference=wrong.reference, paid_at=clock.now(), paid_by=actor.id, approved_by=None,
        reason=reason.strip(),
    )  # fmt: skip
    return _store_payout(row, "settlement.reverse", actor)


def _is_reversed(payout_id: int) -> bool:
    return db.session.scalar(select(Payout.id).where(Payout.reversal_of == payout_id)) is not None


def answer_payout(payout_id: int, answer: str, *, actor: Actor, is_by_officer: bool = False) -> None:
    """Store the maker's answer: `received`, or `missing` ("belum saya terima"). The same answer again changes nothing.

    NotFound, PayoutAlreadyReversed.
    """
    payout = db.session.get(Payout, payout_id, with_for_update=True)
    if payout is None:
        raise NotFound()
    if payout.reversal_of is not None or _is_reversed(payout.id):
        raise PayoutAlreadyReversed()
    last = (
        select(PayoutAnswer.answer)
        .where(PayoutAnswer.payout_id == payout_id)
        .order_by(PayoutAnswer.id.desc())
    )
    if db.session.scalar(last.limit(1)) == answer:
        return
    row = PayoutAnswer(
        payout_id=payout_id,
        answer=answer,
        answered_at=clock.now(),
        answered_by=actor.id,
        is_by_officer=is_by_officer,
    )
    db.session.add(row)
    db.session.flush()
    seal_states("payout_answer", [row.id])
    details = {"answer": answer, "by_officer": is_by_officer}
    record_event("settlement.answer", actor=actor, subject="payout", subject_id=payout_id, details=details)


def _record_payout(
    statement_id: int, uuid: str, amount: int, way: str, reference: str, actor: Actor, approver: Actor | None
) -> Payout:
    row = Payout(
        uuid=uuid, statement_id=statement_id, reversal_of=None, amount=amount, way=way, reference=reference.strip(),
        paid_at=clock.now(), paid_by=actor.id, approved_by=approver.id if approver else None, reason="",
    )  # fmt: skip
    return _store_payout(row, "settlement.pay", actor)


def _store_payout(row: Payout, action: str, actor: Actor) -> Payout:
    db.session.add(row)
    db.session.flush()
    seal_states("payout", [row.id])
    details = {"statement": row.statement_id, "amount": row.amount, "approved_by": row.approved_by}
    record_event(action, actor=actor, subject="payout", subject_id=row.id, details=details)
    statement = db.session.get_one(Statement, row.statement_id)
    facts = {"number": statement.number, "amount": row.amount}
    send_notices([Message(maker(statement.maker_id), "payout", f"payout:{row.id}", facts)])
    return row


def _ensure_same(before: Payout | PayoutRequest, statement_id: int, amount: int, way: str) -> None:
    if (before.statement_id, before.amount, before.way) != (statement_id, amount, way):
        raise PayoutIdTaken("uuid")


def _ensure_payable(statement_id: int, amount: int, reference: str) -> None:
    if not reference.strip():
        raise ReferenceMissing("reference")
    unpaid = max(get_left(statement_id), 0)
    if not 0 < amount <= unpaid:
        raise PayoutTooMuch("amount", unpaid=format_rupiah(unpaid))
