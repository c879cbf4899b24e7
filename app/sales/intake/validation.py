"""Validates drafts one by one before anything is written: each becomes rows, or is refused with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from app.makers.queries import CatalogueItem
from app.sales.drafts import (
    BuyerRef,
    Item,
    ItemResult,
    LineDraft,
    SaleDraft,
    SaleOrigin,
    UnreadableItem,
    VoidDraft,
)
from app.sales.intake.item_facts import Facts, find_facts, fold_username
from app.sales.ledger.content_hash import content_hash
from app.sales.rules import (
    ClockVerdict,
    assess_clock,
    check_amounts,
    price_differs,
    receipt_number,
    sale_total,
)
from app.shared import clock


@dataclass(slots=True)
class ValidSale:
    """A sale ready to be written: the columns of its row, of its lines, and whether its clock parks it."""

    row: dict[str, Any]
    lines: list[dict[str, Any]]
    is_clock_parked: bool = False

    @property
    def uuid(self) -> str:
        """The id that the till made."""
        return self.row["uuid"]  # type: ignore[no-any-return]


@dataclass(slots=True)
class ValidVoid:
    """A reversal ready to be applied once its target is looked up inside the writing transaction."""

    draft: VoidDraft
    content_hash: str
    cashier_id: int | None
    cashier_name: str
    clock: ClockVerdict
    flags: list[str]


@dataclass(slots=True)
class Batch:
    """One request's items by position: results (None until decided), and the sales and reversals to write."""

    origin: SaleOrigin
    received_at: datetime
    sent_at: datetime | None
    results: list[ItemResult | None]
    sales: dict[int, ValidSale] = field(default_factory=dict)
    voids: dict[int, ValidVoid] = field(default_factory=dict)
    repeats: list[tuple[int, int, str]] = field(
        default_factory=list
    )  # (position, position of the first, hash)
    is_decided: bool = False  # finance decided to book it: a void outside the own shift is allowed


def validate_batch(
    connection: Connection,
    items: Sequence[Item],
    origin: SaleOrigin,
    received_at: datetime,
    sent_at: datetime | None,
    *,
    checks_duplicates: bool = True,
) -> Batch:
    """Validate every item alone. Reads only; no result depends on a concurrent writer.

    `checks_duplicates=False` skips the query for stored ids of sales: on the till's path nearly every id is new, and
    the unique key finds the others when they are written.
    """
    batch = Batch(origin, received_at, sent_at, [None] * len(items))
    clocks = [_clock_of(item, batch) for item in items]
    facts = find_facts(connection, items, clocks, origin, checks_duplicates)
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        verdict = clocks[index]
        if verdict is None or isinstance(item, UnreadableItem):
            batch.results[index] = _refuse_unreadable(item)
            continue
        hashed = content_hash(item)
        stored = facts.results.get(item.uuid)
        if stored is not None:
            batch.results[index] = stored.answer_repeat(item.uuid, hashed)
        elif item.uuid in first:
            batch.repeats.append((index, first[item.uuid], hashed))
        elif _validate_item(batch, index, item, hashed, verdict, facts):
            first[item.uuid] = index
    return batch


def find_day(item: SaleDraft | VoidDraft, batch: Batch) -> date | None:
    """The city's date of an item by its corrected clock; None where that clock is in doubt."""
    verdict = _clock_of(item, batch)
    return None if verdict is None or verdict.is_parked else verdict.business_date


def _clock_of(item: Item, batch: Batch) -> ClockVerdict | None:
    if isinstance(item, UnreadableItem):
        return None
    sent_at = batch.sent_at
    if sent_at is None and batch.origin.source == "web":
        sent_at = batch.received_at  # a form sends no clock: the sale happened when it was received
    origin = batch.origin
    return assess_clock(
        item.sold_at, sent_at, batch.received_at, clock.zone(), origin.enrolled_at, origin.ended_at
    )


def _validate_item(
    batch: Batch,
    index: int,
    item: SaleDraft | VoidDraft,
    hashed: str,
    verdict: ClockVerdict,
    facts: Facts,
) -> bool:
    """Prepare one item for writing. False if it is refused; refusals are not stored, so the id stays free."""
    cashier_id, cashier_name, flags = _check_cashier(item.cashier, verdict, batch.origin, facts)
    if isinstance(item, VoidDraft):
        clock_flags = [flag for flag in verdict.flags if flag in ("clock_skew", "clock_unknown")]
        batch.voids[index] = ValidVoid(item, hashed, cashier_id, cashier_name, verdict, clock_flags + flags)
        return True
    errors = check_amounts(item.lines) or _check_products(item.lines, verdict, facts)
    if errors:
        batch.results[index] = _refusal(item.uuid, errors)
        return False
    flags = [*batch.origin.marks, *verdict.flags, *flags]
    row = _sale_row(batch, item, hashed, verdict)
    row.update(cashier_id=cashier_id, cashier_name=cashier_name)
    row.update(_buyer_columns(item.buyer, facts.people, flags))
    row["shift_id"] = facts.shifts.get(item.shift) if item.shift else None
    if item.shift and row["shift_id"] is None:
        flags.append("unknown_shift")
    lines = [_line_row(position, line, verdict, facts, flags) for position, line in enumerate(item.lines, 1)]
    expected = {"price_differs"} if batch.origin.is_office else set()
    row["flags"] = [flag for flag in dict.fromkeys(flags) if flag not in expected]
    batch.sales[index] = ValidSale(row, lines, verdict.is_parked)
    return True


def _sale_row(batch: Batch, item: SaleDraft, hashed: str, verdict: ClockVerdict) -> dict[str, Any]:
    origin = batch.origin
    return {
        "uuid": item.uuid,
        "content_hash": hashed,
        "void_of": None,
        "correction_of": None,
        "booth_id": origin.booth_id,
        "till_id": origin.till_id,
        "amount": sale_total(item.lines),
        "payment": item.payment,
        "sold_at": item.sold_at,
        "sent_at": batch.sent_at,
        "received_at": batch.received_at,
        "offset_seconds": verdict.offset_seconds,
        "business_date": verdict.business_date,
        "period": verdict.period,
        "reason": "",
        "source": origin.source,
        "book_sheet": None,
        "book_line": None,
    }


def _check_cashier(
    name: str, verdict: ClockVerdict, origin: SaleOrigin, facts: Facts
) -> tuple[int | None, str, list[str]]:
    """(user id, name as typed if no login has it, flags). A sale is never refused because of its cashier."""
    cashier = facts.cashiers.get(fold_username(name))
    if cashier is None:
        return None, name, ["unknown_cashier"]
    is_own = origin.cashier_id in (None, cashier.user_id)
    allowed = origin.is_office or is_own and cashier.may_sell_on(verdict.business_date)
    return cashier.user_id, "", [] if allowed else ["cashier_not_allowed"]


def _buyer_columns(
    buyer: BuyerRef, people: Mapping[tuple[str, str], int], flags: list[str]
) -> dict[str, Any]:
    """The buyer's columns. An unknown buyer is stored as typed and never refused (decisions 13)."""
    employee_id = None if buyer.is_damaged else people.get((buyer.key, buyer.value))
    if buyer.key == "public":
        kind, number, name = "public", "", ""
    elif employee_id is not None:
        kind, number, name = "employee", "", ""
    elif buyer.key == "name":
        kind, number, name = "unresolved", "", buyer.value
    else:
        kind, number, name = "unresolved", buyer.value, buyer.name
        flags.append("number_damaged" if buyer.is_damaged else "buyer_unknown")
    return {"buyer_kind": kind, "employee_id": employee_id, "buyer_number": number, "buyer_name": name}


def _check_products(lines: Sequence[LineDraft], verdict: ClockVerdict, facts: Facts) -> dict[str, str]:
    """Errors by field: `unknown_product` for a line whose product the catalogue does not have on that date."""
    return {
        f"lines[{position}].product": "unknown_product"
        for position, line in enumerate(lines)
        if line.product_id is not None and (line.product_id, verdict.business_date) not in facts.catalogue
    }


def _line_row(
    position: int, line: LineDraft, verdict: ClockVerdict, facts: Facts, flags: list[str]
) -> dict[str, Any]:
    product = None
    if line.product_id is not None:
        product = facts.catalogue[line.product_id, verdict.business_date]
        if price_differs(line.unit_price, product.unit_price):
            flags.append("price_differs")
    return line_values(position, line.quantity, line.unit_price, product, line.maker, line.name)


def line_values(
    position: int, quantity: int, unit_price: int, product: CatalogueItem | None, maker: str, name: str
) -> dict[str, Any]:
    """The columns of a line: maker and name from the catalogue if `product` is given, else as typed."""
    return {
        "position": position,
        "product_id": product.product_id if product else None,
        "maker_id": product.maker_id if product else None,
        "maker_name": product.maker_name if product else maker,
        "product_name": product.name if product else name,
        "quantity": quantity,
        "unit_price": unit_price,
        "amount": quantity * unit_price,
    }


def _refuse_unreadable(item: Item) -> ItemResult:
    errors = item.errors if isinstance(item, UnreadableItem) else {}
    return ItemResult(item.uuid, "refused", "", errors=tuple(errors.items()))


def _refusal(uuid: str, errors: Mapping[str, str]) -> ItemResult:
    return ItemResult(uuid, "refused", receipt_number(uuid), errors=tuple(errors.items()))
