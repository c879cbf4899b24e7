"""The act of a sale: a batch of items from a till (or one from a page) becomes rows of the ledger, each once.

In order, read downward:
1. `accept_batch` (a till), `write_batch` (pages and books) or `record_stored_item` (finance's decision) is called.
2. `_write_items` validates each item alone, in a read transaction (`validation.validate_batch`).
3. It begins the one short writing transaction, locks the ids, then the months (`writer`).
4. `_write_sales` inserts the sales; an id that another transaction stored first is answered as a repeat.
5. `apply_pending_voids` applies the reversals that arrived before their sale and were stored (`intake/voids.py`).
6. `write_void` reverses a sale, or stores the reversal as pending while its sale is missing.
7. Items that repeat an id within the batch, and items with other content under a used id (conflicts), come last.
8. A till's batch leaves one audit event; the edge commits once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.audit.rules import Actor
from app.audit.sealing import hold_sealing
from app.audit.services import record_event
from app.extensions import db
from app.sales.drafts import Item, ItemResult, SaleDraft, SaleOrigin, VoidDraft
from app.sales.errors import SaleConflicting, SaleRefused
from app.sales.intake import duplicates, lookups
from app.sales.intake.lookups import PendingVoids, StoredResult
from app.sales.intake.validation import Batch, validate_batch
from app.sales.intake.voids import apply_pending_voids, write_void
from app.sales.ledger import writer
from app.sales.rules import receipt_number
from app.shared import clock
from app.shared.transaction import begin_writing, rollback
from app.tills.queries.tills import TillIdentity
from app.tills.services.heartbeat import record_till_contact

AFTER_SIGN_OUT = "after_sign_out"
"""The flag of a sale that a cashier's browser sent after its login session had ended."""


def accept_batch(
    items: Sequence[Item], sent_at: datetime | None, till: TillIdentity, *, unsent: int = 0
) -> list[ItemResult]:
    """Validate and write a till's items; results in their order. Begins the writing transaction itself.

    `sent_at` is the till's clock when it sent. `unsent`: how many more items the till says it stores. DatabaseBusy
    after five seconds in the queue of writers: then nothing was written, and the till sends the batch again.
    """
    origin, session = origin_of(till), db.session()
    results = _write_items(session, items, origin, sent_at)
    counts: dict[str, int] = {}
    for result in results:
        counts[result.result] = counts.get(result.result, 0) + 1
    only = results[0].sale_id if len(results) == 1 else None
    actor = Actor("till", till.till_id, till.name)
    record_event("sales.sync", actor=actor, subject="sale", subject_id=only, details=counts, session=session)
    record_till_contact(till, session, unsent=unsent)
    return results


def origin_of(till: TillIdentity) -> SaleOrigin:
    """Where a till's drafts come from. Sales of a browser whose cashier has signed out are flagged."""
    marks = (AFTER_SIGN_OUT,) if till.ended_at is not None else ()
    return SaleOrigin(
        till.booth_id, "till", till.till_id, till.enrolled_at, marks, till.cashier_id, till.ended_at
    )


def write_batch(items: Sequence[Item], origin: SaleOrigin, sent_at: datetime | None) -> list[ItemResult]:
    """`accept_batch` without an audit event, for services that record their own."""
    return _write_items(db.session(), items, origin, sent_at)


def record_stored_item(
    item: SaleDraft | VoidDraft,
    origin: SaleOrigin,
    received_at: datetime,
    sent_at: datetime | None,
    *,
    reason: str,
    flag: str,
) -> ItemResult:
    """Write an item that was rejected or in conflict and that a person decided to book.

    `received_at` and `sent_at` are those of its first arrival. Runs in a writing transaction; records no event itself.
    SaleRefused, SaleConflicting.
    """
    batch = validate_batch(db.session.connection(), [item], origin, received_at, sent_at)
    batch.is_decided = True
    for sale in batch.sales.values():
        sale.row["reason"] = reason
        sale.row["flags"] = [*sale.row["flags"], flag]
    for void in batch.voids.values():
        void.flags.append(flag)
    _write(db.session.connection(), batch, list(batch.sales), list(batch.voids))
    result = batch.results[0] or _refuse_without_result(item)
    if result.result == "refused":
        where, code = result.errors[0]
        raise SaleRefused(where, reason=code, where=where)
    if result.result == "conflict":
        raise SaleConflicting(receipt=result.receipt)
    return result


def _write_items(
    session: Session, items: Sequence[Item], origin: SaleOrigin, sent_at: datetime | None
) -> list[ItemResult]:
    """Validate in a read transaction, then write all items in one writing transaction; results in their order."""
    received_at = clock.now()
    batch = validate_batch(session.connection(), items, origin, received_at, sent_at, checks_duplicates=False)
    connection = _begin(session, items)
    try:
        _write(connection, batch, list(batch.sales), list(batch.voids))
    except (IntegrityError, DataError):
        rollback()
        connection = _begin(session, items)
        # Validated again: the buyer may have been removed meanwhile (ADR 0036).
        batch = validate_batch(connection, items, origin, received_at, sent_at, checks_duplicates=False)
        _write_one_by_one(batch)
        connection = session.connection()
    for index, first, hashed in batch.repeats:
        batch.results[index] = _answer_repeat(batch, items[index], first, hashed)
    duplicates.store_conflicts(connection, batch, items)
    return [
        result if result is not None else _refuse_without_result(item)
        for result, item in zip(batch.results, items, strict=True)
    ]


def _begin(session: Session, items: Sequence[Item]) -> Connection:
    connection = begin_writing()
    hold_sealing(session, len(items))
    return connection


def _write(connection: Connection, batch: Batch, sales: list[int], voids: list[int]) -> None:
    """Write the items at these positions; sales first, so that a reversal finds its sale in the same batch."""
    sale_ids = [batch.sales[index].uuid for index in sales]
    void_ids = [batch.voids[index].draft.uuid for index in voids]
    targets = [batch.voids[index].draft.void_of for index in voids]
    writer.lock_ids(connection, [*sale_ids, *void_ids, *targets])
    pending = lookups.find_pending_voids(connection, [*sale_ids, *void_ids])
    _write_sales(connection, batch, _without_ids_of_voids(batch, sales, pending))
    apply_pending_voids(connection, pending, sale_ids)
    for index in voids:
        batch.results[index] = write_void(connection, batch, batch.voids[index], pending)
    apply_pending_voids(connection, pending, void_ids)


def _without_ids_of_voids(batch: Batch, sales: list[int], pending: PendingVoids) -> list[int]:
    """The positions of sales whose id no stored reversal uses; the others are answered as repeat or conflict.

    A sale with the id of a pending reversal would prevent that reversal from ever being written.
    """
    free = []
    for index in sales:
        sale = batch.sales[index]
        stored = pending.results.get(sale.uuid)
        if stored is None:
            free.append(index)
        else:
            batch.results[index] = stored.answer_repeat(sale.uuid, sale.row["content_hash"])
    return free


def _write_sales(connection: Connection, batch: Batch, indexes: list[int]) -> None:
    """Insert the sales at these positions. If another transaction stored an id first, RETURNING yields no row for
    it, and the item is answered as a repeat."""
    if not indexes:
        return
    sales = [batch.sales[index] for index in indexes]
    months = writer.lock_months((sale.row["period"] for sale in sales), connection)
    bookings = [writer.decide_booking(sale, months) for sale in sales]
    ids = writer.insert_sales(connection, sales, bookings)
    missing = [sale.uuid for sale in sales if sale.uuid not in ids] if len(ids) < len(sales) else []
    stored = lookups.find_results(connection, missing) if missing else {}
    for index, sale in zip(indexes, sales, strict=True):
        sale_id = ids.get(sale.uuid)
        if sale_id is None:
            batch.results[index] = stored[sale.uuid].answer_repeat(sale.uuid, sale.row["content_hash"])
        else:
            batch.results[index] = _first_result(sale.row, sale_id)


def _first_result(row: dict[str, Any], sale_id: int) -> ItemResult:
    uuid = row["uuid"]
    return ItemResult(
        uuid, row["result"], receipt_number(uuid), str(row["period"]), tuple(row["flags"]), sale_id
    )


def _write_one_by_one(batch: Batch) -> None:
    """Write each item in its own savepoint after the database refused the batch; refuse only the faulty items."""
    for index in [*batch.sales, *batch.voids]:
        try:
            with db.session.begin_nested():
                one = ([index], []) if index in batch.sales else ([], [index])
                _write(db.session.connection(), batch, *one)
        except (IntegrityError, DataError):
            uuid = batch.sales[index].uuid if index in batch.sales else batch.voids[index].draft.uuid
            errors = (("", "not_recordable"),)
            batch.results[index] = ItemResult(uuid, "refused", receipt_number(uuid), errors=errors)


def _answer_repeat(batch: Batch, item: Item, first: int, hashed: str) -> ItemResult:
    """The result of the second item with one id in a batch: the same as if it had come in the next batch."""
    result = batch.results[first]
    if result is None or result.result == "refused":
        return result or _refuse_without_result(item)
    first_hash = (
        batch.sales[first].row["content_hash"] if first in batch.sales else batch.voids[first].content_hash
    )
    first_answer = result.first_result or result.result
    stored = StoredResult(first_hash, first_answer, result.period, result.flags, result.sale_id)
    return stored.answer_repeat(item.uuid, hashed)


def _refuse_without_result(item: Item) -> ItemResult:
    """Defensive: an item without a result is refused, so that the till keeps it and shows it."""
    return ItemResult(item.uuid, "refused", "", errors=(("", "not_recordable"),))
