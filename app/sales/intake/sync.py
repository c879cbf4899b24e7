"""Batches from tills (decisions, JSON): each item judged alone, the whole written once, every answer repeatable.

Reads come first, in a read transaction; then one short writing transaction with few statements.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.queries import TillIdentity
from app.booths.services import record_till_contact
from app.extensions import db
from app.sales.corrections import voids as reversing
from app.sales.drafts import Item, ItemResult, SaleDraft, SaleOrigin, VoidDraft
from app.sales.errors import SaleConflicting, SaleRefused
from app.sales.intake import duplicates, lookups
from app.sales.intake.lookups import StoredResult, WaitingVoids
from app.sales.intake.validation import Batch, ValidVoid, judge_batch
from app.sales.ledger import writer
from app.sales.rules import receipt_number
from app.shared import clock
from app.shared.transaction import begin_writing, rollback

AFTER_SIGN_OUT = "after_sign_out"
"""The flag of a sale that a cashier's browser handed in when its login session had ended."""


def accept_batch(
    items: Sequence[Item], sent_at: datetime | None, till: TillIdentity, *, unsent: int = 0
) -> list[ItemResult]:
    """Judge and write a till's items; answers in their order. Begins the writing transaction itself.

    `unsent`: how many more the till says it holds. DatabaseBusy when no turn came within five seconds: then
    nothing was written, and the till keeps all.
    """
    place, session = place_of(till), db.session()
    answers = _write_all(session, items, place, sent_at)
    counts: dict[str, int] = {}
    for answer in answers:
        counts[answer.result] = counts.get(answer.result, 0) + 1
    only = answers[0].sale_id if len(answers) == 1 else None
    actor = Actor("till", till.till_id, till.name)
    record_event("sales.sync", actor=actor, subject="sale", subject_id=only, details=counts, session=session)
    record_till_contact(till, session, unsent=unsent)
    return answers


def place_of(till: TillIdentity) -> SaleOrigin:
    """Where a till's drafts come from. What comes from a browser whose cashier has signed out is marked."""
    marks = (AFTER_SIGN_OUT,) if till.ended_at is not None else ()
    return SaleOrigin(
        till.booth_id, "till", till.till_id, till.enrolled_at, marks, till.cashier_id, till.ended_at
    )


def write_batch(items: Sequence[Item], place: SaleOrigin, sent_at: datetime | None) -> list[ItemResult]:
    """The same without an event: for the verbs that leave their own."""
    return _write_all(db.session(), items, place, sent_at)


def _write_all(
    session: Session, items: Sequence[Item], place: SaleOrigin, sent_at: datetime | None
) -> list[ItemResult]:
    received_at = clock.now()
    batch = judge_batch(session.connection(), items, place, received_at, sent_at, asks_first=False)
    connection = begin_writing()
    try:
        _write(connection, batch, list(batch.sales), list(batch.voids))
    except (IntegrityError, DataError):
        _write_one_by_one(batch)
        connection = session.connection()
    for index, first, hashed in batch.echoes:
        batch.answers[index] = _echo(connection, batch, items[index], first, hashed)
    duplicates.keep_conflicts(connection, batch, items)
    return [
        answer if answer is not None else _lost(item)
        for answer, item in zip(batch.answers, items, strict=True)
    ]


def record_stored_item(
    item: SaleDraft | VoidDraft,
    place: SaleOrigin,
    received_at: datetime,
    sent_at: datetime | None,
    *,
    reason: str,
    flag: str,
) -> ItemResult:
    """Book something that was kept beside the ledger until a person decided, by the clocks of when it came.

    Inside a writing transaction, with no event of its own. SaleRefused, SaleConflicting.
    """
    batch = judge_batch(db.session.connection(), [item], place, received_at, sent_at)
    batch.is_decided = True
    for sale in batch.sales.values():
        sale.row["reason"] = reason
        sale.row["flags"] = [*sale.row["flags"], flag]
    for void in batch.voids.values():
        void.flags.append(flag)
    _write(db.session.connection(), batch, list(batch.sales), list(batch.voids))
    answer = batch.answers[0] or _lost(item)
    if answer.result == "refused":
        where, code = answer.errors[0]
        raise SaleRefused(where, reason=code, where=where)
    if answer.result == "conflict":
        raise SaleConflicting(receipt=answer.receipt)
    return answer


def _write(connection: Connection, batch: Batch, sales: list[int], voids: list[int]) -> None:
    """Write these places of a batch; sales first, so that a reversal finds its sale whatever their order."""
    arrived = [batch.sales[index].uuid for index in sales]
    reversals = [batch.voids[index].draft.uuid for index in voids]
    targets = [batch.voids[index].draft.void_of for index in voids]
    writer.lock_ids(connection, [*arrived, *reversals, *targets])
    kept = lookups.find_waiting_voids(connection, [*arrived, *reversals])
    _write_sales(connection, batch, _leave_out_kept(batch, sales, kept))
    _settle_waiting(connection, kept, arrived)
    for index in voids:
        batch.answers[index] = _void(connection, batch, batch.voids[index], kept)
    _settle_waiting(connection, kept, reversals)


def _leave_out_kept(batch: Batch, sales: list[int], kept: WaitingVoids) -> list[int]:
    """A sale may not take the id of a reversal that was kept: that one would find its sale and not be booked."""
    free = []
    for index in sales:
        one = batch.sales[index]
        if one.uuid in kept.answers:
            batch.answers[index] = kept.answers[one.uuid].again(one.uuid, one.row["content_hash"])
        else:
            free.append(index)
    return free


def _write_sales(connection: Connection, batch: Batch, sales: list[int]) -> None:
    if not sales:
        return
    prepared = [batch.sales[index] for index in sales]
    months = writer.lock_months((one.row["period"] for one in prepared), connection)
    dispositions = [writer.dispose(one, months) for one in prepared]
    ids = writer.insert_sales(connection, prepared, dispositions)
    missing = [one.uuid for one in prepared if one.uuid not in ids] if len(ids) < len(prepared) else []
    answered = lookups.find_answers(connection, missing) if missing else {}
    for index, one in zip(sales, prepared, strict=True):
        sale_id = ids.get(one.row["uuid"])
        if sale_id is not None:
            batch.answers[index] = _first_answer(one.row, sale_id)
        else:  # another connection was quicker with this id, between our reading and our writing
            again = answered[one.uuid].again(one.uuid, one.row["content_hash"])
            batch.answers[index] = again


def _first_answer(row: dict[str, Any], sale_id: int) -> ItemResult:
    uuid = row["uuid"]
    return ItemResult(
        uuid, row["result"], receipt_number(uuid), str(row["period"]), tuple(row["flags"]), sale_id
    )


def _write_one_by_one(batch: Batch) -> None:
    """Something in the batch cannot be written, though it was judged good: find it, and save all the others."""
    rollback()
    begin_writing()
    for index in [*batch.sales, *batch.voids]:
        try:
            with db.session.begin_nested():
                one = ([index], []) if index in batch.sales else ([], [index])
                _write(db.session.connection(), batch, *one)
        except (IntegrityError, DataError):
            uuid = batch.sales[index].uuid if index in batch.sales else batch.voids[index].draft.uuid
            errors = (("", "not_recordable"),)
            batch.answers[index] = ItemResult(uuid, "refused", receipt_number(uuid), errors=errors)


def _void(connection: Connection, batch: Batch, void: ValidVoid, kept: WaitingVoids) -> ItemResult:
    draft, place = void.draft, batch.place
    answered = lookups.find_answers(connection, [draft.uuid]) | kept.answers
    if draft.uuid in answered:  # another connection was quicker with this id since it was judged
        return answered[draft.uuid].again(draft.uuid, void.content_hash)
    target = lookups.find_target(connection, uuid=draft.void_of)
    if target is None:
        return _keep_waiting(connection, batch, void)
    refusal = reversing.void_refusal_reason(target, place.booth_id)
    if not refusal and not batch.is_decided and not _is_own(target, void, place):
        refusal = "outside_shift"
    if refusal:
        return _refuse(draft, refusal)
    done = reversing.apply_void(
        connection, target, draft, hashed=void.content_hash, received_at=batch.received_at,
        sent_at=batch.sent_at, cashier_id=void.cashier_id, cashier_name=void.cashier_name,
        flags=void.flags, till_id=place.till_id, source=place.source,
    )  # fmt: skip
    return _refuse(draft, "already_voided") if done is None else done


def _is_own(target: Any, void: ValidVoid, place: SaleOrigin) -> bool:
    """Whether the page, asked at that moment, would have let this cashier take the sale back (decisions 14)."""
    if place.ended_at is not None or place.cashier_id not in (None, void.cashier_id):
        return False
    by = reversing.Reverser(void.cashier_id, place.booth_id)
    made_at = void.draft.sold_at + timedelta(seconds=void.clock.offset_seconds or 0)
    return not void.clock.is_parked and reversing.may_reverse(target, by, void.clock.business_date, made_at)


def _refuse(draft: VoidDraft, code: str) -> ItemResult:
    return ItemResult(draft.uuid, "refused", receipt_number(draft.uuid), errors=(("void_of", code),))


def _keep_waiting(connection: Connection, batch: Batch, void: ValidVoid) -> ItemResult:
    """The sale is not here yet: the reversal is kept and applied when it comes (decisions 14)."""
    draft, place = void.draft, batch.place
    row = {
        "uuid": draft.uuid,
        "target_uuid": draft.void_of,
        "content_hash": void.content_hash,
        "till_id": place.till_id,
        "booth_id": place.booth_id,
        "cashier_id": void.cashier_id,
        "cashier_name": void.cashier_name,
        "reason": draft.reason,
        "sold_at": draft.sold_at,
        "sent_at": batch.sent_at,
        "received_at": batch.received_at,
        "applied_at": None,
        "business_date": None if void.clock.is_parked else void.clock.business_date,
    }
    if writer.insert_pending(connection, row):
        return ItemResult(draft.uuid, "parked", receipt_number(draft.uuid), flags=lookups.WAITING_FLAGS)
    answered = lookups.find_pending_answers(connection, [draft.uuid])
    return answered[draft.uuid].again(draft.uuid, void.content_hash)


def _settle_waiting(connection: Connection, kept: WaitingVoids, uuids: list[str]) -> None:
    """What waited for these ids has an end now."""
    for uuid in uuids:
        for pending in kept.waiting.get(uuid, ()):
            _apply_waiting(connection, lookups.get_waiting_void(connection, pending))


def _apply_waiting(connection: Connection, row: Any) -> None:
    """A reversal waited for a row that has come now. One from another booth keeps waiting, for finance to see;
    one whose sale another reversal was quicker with, or that meant a reversal, has nothing left to do.
    """
    target = lookups.find_target(connection, uuid=row.target_uuid)
    refusal = "" if target is None else reversing.void_refusal_reason(target, row.booth_id)
    if target is None or refusal == "other_booth":
        return
    if refusal:
        writer.mark_applied(connection, row.id, clock.now())
        return
    draft = VoidDraft(row.uuid, row.target_uuid, row.reason, row.sold_at.astimezone(UTC), row.cashier_name)
    done = reversing.apply_void(
        connection, target, draft, hashed=row.content_hash, received_at=row.received_at, sent_at=row.sent_at,
        cashier_id=row.cashier_id, cashier_name=row.cashier_name, flags=list(lookups.WAITING_FLAGS),
        till_id=row.till_id,
    )  # fmt: skip
    if done is None:  # its id is in the ledger already: never lost in silence
        writer.insert_conflicts(connection, [duplicates.waiting_conflict(row)])
    writer.mark_applied(connection, row.id, clock.now())


def _echo(connection: Connection, batch: Batch, item: Item, first: int, hashed: str) -> ItemResult:
    """The answer for an id that stands twice in one batch: as if the second had come right after the first."""
    answer = batch.answers[first]
    if answer is None or answer.result == "refused":
        return answer or _lost(item)
    before = (
        batch.sales[first].row["content_hash"] if first in batch.sales else batch.voids[first].content_hash
    )
    said = answer.first_result or answer.result
    answered = StoredResult(before, said, answer.period, answer.flags, answer.sale_id)
    return answered.again(item.uuid, hashed)


def _lost(item: Item) -> ItemResult:
    """Never expected: an item nobody answered is refused, so that the till keeps it and somebody sees it."""
    return ItemResult(item.uuid, "refused", "", errors=(("", "not_recordable"),))
