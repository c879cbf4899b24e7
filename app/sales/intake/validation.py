"""Judging drafts one by one before anything is written: what each would become, or why it is refused."""

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
    Unreadable,
    VoidDraft,
)
from app.sales.intake.item_facts import Facts, fold_username, look_up
from app.sales.ledger.content_hash import content_hash
from app.sales.rules import (
    ClockVerdict,
    check_amounts,
    judge_clock,
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
        """The id the till gave."""
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
    """One request's items: answers by place (None while open), and what is to be written."""

    place: SaleOrigin
    received_at: datetime
    sent_at: datetime | None
    answers: list[ItemResult | None]
    sales: dict[int, ValidSale] = field(default_factory=dict)
    voids: dict[int, ValidVoid] = field(default_factory=dict)
    echoes: list[tuple[int, int, str]] = field(default_factory=list)  # (place, place of the first, hash)
    is_decided: bool = False  # a person of the office books it, and answers for what a till may not do


def judge_batch(
    connection: Connection,
    items: Sequence[Item],
    place: SaleOrigin,
    received_at: datetime,
    sent_at: datetime | None,
    *,
    asks_first: bool = True,
) -> Batch:
    """Judge every item alone. Reads only; nothing here depends on what another writer does meanwhile.

    `asks_first=False`: whether a sale's id was answered before is left to the unique key, which must say so
    anyway; it saves the till's path a question whose answer nearly always is no.
    """
    batch = Batch(place, received_at, sent_at, [None] * len(items))
    clocks = [_clock_of(item, batch) for item in items]
    known = look_up(connection, items, clocks, place, asks_first)
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        verdict = clocks[index]
        if verdict is None or isinstance(item, Unreadable):
            batch.answers[index] = _refuse_unreadable(item)
            continue
        hashed = content_hash(item)
        answered = known.answers.get(item.uuid)
        if answered is not None:
            batch.answers[index] = answered.again(item.uuid, hashed)
        elif item.uuid in first:
            batch.echoes.append((index, first[item.uuid], hashed))
        elif _judge_one(batch, index, item, hashed, verdict, known):
            first[item.uuid] = index
    return batch


def find_day(item: SaleDraft | VoidDraft, batch: Batch) -> date | None:
    """The city's date of an item by its corrected clock; None where that clock is in doubt."""
    verdict = _clock_of(item, batch)
    return None if verdict is None or verdict.is_parked else verdict.business_date


def _clock_of(item: Item, batch: Batch) -> ClockVerdict | None:
    if isinstance(item, Unreadable):
        return None
    sent_at = batch.sent_at
    if sent_at is None and batch.place.source == "web":
        sent_at = batch.received_at  # a form without a clock of its own: the server's moment is the sale's
    place = batch.place
    return judge_clock(
        item.sold_at, sent_at, batch.received_at, clock.zone(), place.enrolled_at, place.ended_at
    )


def _judge_one(
    batch: Batch,
    index: int,
    item: SaleDraft | VoidDraft,
    hashed: str,
    verdict: ClockVerdict,
    known: Facts,
) -> bool:
    """Prepare one item; False when it is refused (a refusal is not remembered)."""
    cashier_id, cashier_name, flags = _judge_cashier(item.cashier, verdict, batch.place, known)
    if isinstance(item, VoidDraft):
        said = [flag for flag in verdict.flags if flag in ("clock_skew", "clock_unknown")]
        batch.voids[index] = ValidVoid(item, hashed, cashier_id, cashier_name, verdict, said + flags)
        return True
    errors = check_amounts(item.lines) or _check_products(item.lines, verdict, known)
    if errors:
        batch.answers[index] = _refusal(item.uuid, errors)
        return False
    flags = [*batch.place.marks, *verdict.flags, *flags]
    row = _sale_row(batch, item, hashed, verdict)
    row.update(cashier_id=cashier_id, cashier_name=cashier_name)
    row.update(_judge_buyer(item.buyer, known.people, flags))
    row["shift_id"] = known.shifts.get(item.shift) if item.shift else None
    if item.shift and row["shift_id"] is None:
        flags.append("unknown_shift")
    lines = [_line_row(place, line, verdict, known, flags) for place, line in enumerate(item.lines, 1)]
    expected = {"price_differs"} if batch.place.is_office else set()
    row["flags"] = [flag for flag in dict.fromkeys(flags) if flag not in expected]
    batch.sales[index] = ValidSale(row, lines, verdict.is_parked)
    return True


def _sale_row(batch: Batch, item: SaleDraft, hashed: str, verdict: ClockVerdict) -> dict[str, Any]:
    place = batch.place
    return {
        "uuid": item.uuid,
        "content_hash": hashed,
        "void_of": None,
        "correction_of": None,
        "booth_id": place.booth_id,
        "till_id": place.till_id,
        "amount": sale_total(item.lines),
        "payment": item.payment,
        "sold_at": item.sold_at,
        "sent_at": batch.sent_at,
        "received_at": batch.received_at,
        "offset_seconds": verdict.offset_seconds,
        "business_date": verdict.business_date,
        "period": verdict.period,
        "reason": "",
        "source": place.source,
        "book_sheet": None,
        "book_line": None,
    }


def _judge_cashier(
    name: str, verdict: ClockVerdict, place: SaleOrigin, known: Facts
) -> tuple[int | None, str, list[str]]:
    """(id, name as typed when unknown, flags): a sale is never lost for its cashier."""
    facts = known.cashiers.get(fold_username(name))
    if facts is None:
        return None, name, ["unknown_cashier"]
    is_own = place.cashier_id in (None, facts.user_id)
    allowed = place.is_office or is_own and facts.may_sell_on(verdict.business_date)
    return facts.user_id, "", [] if allowed else ["cashier_not_allowed"]


def _judge_buyer(buyer: BuyerRef, people: Mapping[tuple[str, str], int], flags: list[str]) -> dict[str, Any]:
    """The buyer's columns; whom nobody knows is kept as typed, never refused (decisions 13)."""
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


def _check_products(lines: Sequence[LineDraft], verdict: ClockVerdict, known: Facts) -> dict[str, str]:
    """A line names a product the catalogue has, or maker and name as typed."""
    return {
        f"lines[{place}].product": "unknown_product"
        for place, line in enumerate(lines)
        if line.product_id is not None and (line.product_id, verdict.business_date) not in known.catalogue
    }


def _line_row(
    position: int, line: LineDraft, verdict: ClockVerdict, known: Facts, flags: list[str]
) -> dict[str, Any]:
    product = None
    if line.product_id is not None:
        product = known.catalogue[line.product_id, verdict.business_date]
        if price_differs(line.unit_price, product.unit_price):
            flags.append("price_differs")
    return line_values(position, line.quantity, line.unit_price, product, line.maker, line.name)


def line_values(
    position: int, quantity: int, unit_price: int, product: CatalogueItem | None, maker: str, name: str
) -> dict[str, Any]:
    """The columns of a line: the catalogue's names where the product is known, else as typed."""
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
    errors = item.errors if isinstance(item, Unreadable) else {}
    return ItemResult(item.uuid, "refused", "", errors=tuple(errors.items()))


def _refusal(uuid: str, errors: Mapping[str, str]) -> ItemResult:
    return ItemResult(uuid, "refused", receipt_number(uuid), errors=tuple(errors.items()))
