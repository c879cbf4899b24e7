"""Reversals and corrections (decisions 14). A sale is reversed whole and once, on its business date, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Connection

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.sales.drafts import ItemResult, SaleDraft, SaleOrigin, VoidDraft
from app.sales.errors import (
    CannotVoidAVoid,
    SaleAlreadyVoided,
    SaleConflicting,
    SaleNotFound,
    SaleRefused,
    VoidNotAllowed,
)
from app.sales.intake import lookups
from app.sales.intake.validation import ValidSale, validate_batch
from app.sales.ledger import writer
from app.sales.ledger.content_hash import content_hash
from app.sales.ledger.writer import RECORDED, Booking, lock_months
from app.sales.rules import SaleFacts, may_void, receipt_number
from app.shared import clock
from app.shared.reason import read_reason
from app.shared.transaction import begin_writing


@dataclass(frozen=True, slots=True)
class Reverser:
    """Who reverses a sale: finance, or a cashier at a booth."""

    cashier_id: int | None = None
    booth_id: int | None = None
    is_finance: bool = False


FINANCE = Reverser(is_finance=True)
_SALE_COLUMNS = frozenset(lookups.SALE_COLUMNS) - {"id", "result"}
_COPIED = ("booth_id", "till_id", "shift_id", "buyer_kind", "employee_id", "buyer_number", "buyer_name",
           "payment", "business_date", "period")  # fmt: skip


def void_sale(
    sale_id: int, reason: str, *, by: Reverser, actor: Actor, uuid: str | None = None
) -> ItemResult:
    """Reverse a sale. SaleNotFound, CannotVoidAVoid, SaleAlreadyVoided, VoidNotAllowed, ReasonMissing.

    `uuid`: the id of the reversal, made by the page, so that a repeated submit writes nothing. In a closed month the
    result is `parked`.
    """
    reason = read_reason(reason)
    begin_writing()
    connection = db.session.connection()
    target = _ensure_target(connection, sale_id, by)
    uuid = uuid or str(uuid4())
    draft = VoidDraft(uuid, target.uuid, reason, clock.now(), actor.name)
    row = _reversal(target, draft, content_hash(draft), by.cashier_id, "", ["web"])
    recorded = _write(connection, target, row)
    if recorded is None:
        raise SaleAlreadyVoided(receipt=receipt_number(target.uuid))
    record_event(
        "sales.void", actor=actor, subject="sale", subject_id=recorded.sale_id, details={"of": sale_id}
    )
    return recorded


def correct_sale(sale_id: int, draft: SaleDraft, reason: str, *, by: Reverser, actor: Actor) -> ItemResult:
    """ "Perbaiki nota": reverse a sale and record the corrected one, linked to it, with the original's date.

    Raises what `void_sale` raises, SaleRefused for a faulty draft, SaleConflicting for a used id. A repeated
    correction returns `replayed`. In a closed month both rows are parked in one bundle.
    """
    reason = read_reason(reason)
    begin_writing()
    connection = db.session.connection()
    target = lookups.find_target(connection, sale_id=sale_id)
    if target is None:
        raise SaleNotFound()
    origin = SaleOrigin(target.booth_id, "web", is_office=by.is_finance)
    batch = validate_batch(connection, [draft], origin, clock.now(), None)
    result = batch.results[0]
    if result is not None and result.result == "replayed":
        return result
    target = _ensure_target(connection, sale_id, by)
    _ensure_bookable(result)
    lock_months([target.late_period or target.period])
    void = VoidDraft(str(uuid5(UUID(draft.uuid), "void")), target.uuid, reason, clock.now(), actor.name)
    row = _reversal(target, void, content_hash(void), by.cashier_id, "", ["correction"])
    if _write(connection, target, row) is None:
        raise SaleAlreadyVoided(receipt=receipt_number(target.uuid))
    recorded = _write_corrected(connection, target, batch.sales[0], reason)
    details = {"of": sale_id, "shift": target.shift_id}
    record_event("sales.correct", actor=actor, subject="sale", subject_id=recorded.sale_id, details=details)
    return recorded


def _ensure_bookable(result: ItemResult | None) -> None:
    """Raise SaleConflicting or SaleRefused for the result of an item that validation decided; None passes."""
    if result is None:
        return
    if result.result == "conflict":
        raise SaleConflicting(receipt=result.receipt)
    where, code = result.errors[0]
    raise SaleRefused(where, reason=code, where=where)


def _write_corrected(connection: Connection, target: Any, prepared: ValidSale, reason: str) -> ItemResult:
    row = prepared.row
    row.update(
        correction_of=target.id, reason=reason, sold_at=target.sold_at, offset_seconds=None, sent_at=None
    )
    for name in ("business_date", "period", "shift_id", "till_id"):
        row[name] = target._mapping[name]
    row["flags"] = [flag for flag in row["flags"] if not flag.startswith("clock_")]
    prepared.is_clock_parked = False
    booking = _booking_of(target)
    ids = writer.insert_sales(connection, [prepared], [booking])
    if prepared.uuid not in ids:
        raise SaleConflicting(receipt=receipt_number(prepared.uuid))
    return _item_result(row, ids[prepared.uuid], booking)


def _ensure_target(connection: Connection, sale_id: int, by: Reverser) -> Any:
    """The sale, checked to be reversible by this person; its month is locked before its state is read."""
    target = lookups.find_target(connection, sale_id=sale_id)
    if target is None or (by.booth_id is not None and target.booth_id != by.booth_id):
        raise SaleNotFound()
    lock_months([target.late_period or target.period])
    target = lookups.find_target(connection, sale_id=sale_id)
    refusal = void_refusal_reason(target)
    if refusal == "void_of_void":
        raise CannotVoidAVoid(receipt=receipt_number(target.uuid))
    if refusal:
        raise SaleAlreadyVoided(receipt=receipt_number(target.uuid))
    if not may_reverse(target, by, clock.today()):
        raise VoidNotAllowed(receipt=receipt_number(target.uuid))
    return target


def may_reverse(target: Any, by: Reverser, day: date, made_at: datetime | None = None) -> bool:
    """Whether this person may reverse this sale on that day (decisions 14), on a page or at a till.

    `made_at`: when a till made the reversal, by its corrected clock; the shift may have been closed since.
    """
    closed_at = target.shift_closed_at
    is_open = target.shift_id is not None and (
        closed_at is None or (made_at is not None and made_at <= closed_at)
    )
    facts = SaleFacts(target.booth_id, target.cashier_id, target.shift_id, is_open, target.business_date)
    booth_id = by.booth_id or target.booth_id
    return may_void(facts, cashier_id=by.cashier_id, booth_id=booth_id, today=day, is_finance=by.is_finance)


def void_refusal_reason(target: Any, booth_id: int | None = None) -> str:
    """The reason code why a sale cannot be reversed; empty when it can."""
    if booth_id is not None and target.booth_id != booth_id:
        return "other_booth"
    if target.void_of is not None:
        return "void_of_void"
    return "already_voided" if target.reversal_id is not None else ""


def apply_void(
    connection: Connection,
    target: Any,
    draft: VoidDraft,
    *,
    hashed: str,
    received_at: datetime,
    sent_at: datetime | None,
    cashier_id: int | None,
    cashier_name: str,
    flags: list[str],
    till_id: int | None,
    source: str = "till",
) -> ItemResult | None:
    """Write a till's reversal of a stored sale; locks its month. None if its sale or its id is used already."""
    lock_months([target.late_period or target.period])
    target = lookups.find_target(connection, sale_id=target.id)
    if target.cashier_id != cashier_id or target.shift_closed_at is not None:
        flags = [*flags, "void_outside_shift"]
    row = _reversal(target, draft, hashed, cashier_id, cashier_name, [source])
    offset = None if sent_at is None else round((received_at - sent_at).total_seconds())
    row.update(
        received_at=received_at, sent_at=sent_at, offset_seconds=offset, till_id=till_id, source=source
    )
    row["flags"] = list(dict.fromkeys(flags))
    return _write(connection, target, row)


def _reversal(
    target: Any, draft: VoidDraft, hashed: str, cashier_id: int | None, cashier_name: str, kinds: list[str]
) -> dict[str, Any]:
    """The columns of a reversing row: the original's, with the opposite sign, on the original's date."""
    row = {name: target._mapping[name] for name in _COPIED}
    row.update(
        uuid=draft.uuid,
        content_hash=hashed,
        void_of=target.id,
        correction_of=None,
        amount=-target.amount,
        cashier_id=cashier_id,
        cashier_name=cashier_name,
        sold_at=draft.sold_at,
        sent_at=None,
        received_at=clock.now(),
        offset_seconds=None,
        reason=draft.reason,
        source="book" if "book" in kinds else "web",
        book_sheet=None,
        book_line=None,
        flags=["correction"] if "correction" in kinds else [],
    )
    return row


def _write(connection: Connection, target: Any, row: dict[str, Any]) -> ItemResult | None:
    booking = _booking_of(target)
    late = booking.late or {}
    if _is_uncounted(booking) and late["reason"] == "month_closed":
        row["flags"] = [*row["flags"], "month_closed"]
    lines = [_opposite(line._mapping) for line in lookups.list_lines(connection, target.id)]
    ids = writer.insert_sales(connection, [ValidSale(row, lines)], [booking])
    if row["uuid"] not in ids:
        return None
    return _item_result(row, ids[row["uuid"]], booking)


def write_reversal(connection: Connection, target: Any, draft: VoidDraft) -> None:
    """Reverse a sale as the first half of a correction; `write_copy` is the second. SaleAlreadyVoided."""
    row = _reversal(target, draft, content_hash(draft), None, "", ["correction"])
    if _write(connection, target, row) is None:
        raise SaleAlreadyVoided(receipt=receipt_number(target.uuid))


def write_copy(connection: Connection, target: Any, changed: ValidSale) -> int:
    """Write a corrected copy of a sale with the lines and columns of `changed`; its id. SaleConflicting."""
    row = {name: value for name, value in target._mapping.items() if name in _SALE_COLUMNS} | changed.row
    row.update(correction_of=target.id, received_at=clock.now(), sent_at=None, offset_seconds=None, flags=[])
    row.update(source="web", book_sheet=None, book_line=None)
    booking = _booking_of(target)
    ids = writer.insert_sales(connection, [ValidSale(row, changed.lines)], [booking])
    if row["uuid"] not in ids:
        raise SaleConflicting(receipt=receipt_number(row["uuid"]))
    return ids[row["uuid"]]


def _opposite(line: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in line.items() if name not in ("id", "sale_id")}
    values.update(quantity=-line["quantity"], amount=-line["amount"])
    return values


def _booking_of(target: Any) -> Booking:
    """The booking of a reversal or correction: as its original's, so that one never counts without the other."""
    bundle = target.late_bundle or target.id
    month = lock_months([target.late_period or target.period])
    (state,) = month.values()
    if target.late_reason is None:
        if not state.is_closed:
            return RECORDED
        late: dict[str, Any] = {"period": target.period, "reason": "month_closed", "bundle": bundle}
        return Booking("parked", late)
    late = {"period": target.late_period, "reason": target.late_reason, "bundle": bundle}
    if target.late_decision == "declined" or (target.late_decision == "accepted" and not state.is_closed):
        late.update(
            decision=target.late_decision, decided_at=clock.now(), decision_reason="mengikuti nota asal"
        )
    return Booking("parked", late)


def _is_uncounted(booking: Booking) -> bool:
    """Whether the row does not count yet. It counts at once if its original was accepted into an open month."""
    return booking.late is not None and booking.late.get("decision") != "accepted"


def _item_result(row: Mapping[str, Any], sale_id: int, booking: Booking) -> ItemResult:
    period = booking.late["period"] if booking.late else row["period"]
    return ItemResult(
        row["uuid"],
        "parked" if _is_uncounted(booking) else "recorded",
        receipt_number(row["uuid"]),
        str(period),
        tuple(row["flags"]),
        sale_id,
    )
