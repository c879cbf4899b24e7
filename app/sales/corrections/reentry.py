"""Booking a sale from the buyer's receipt when its tablet died (issue 3, part 6): once, and only once.

It is booked under its own uuid with just the content the till signed, as from that till at that booth: should the
tablet come back, its own sending is answered `replayed`, and so is a second re-entry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.queries import TillEnd, find_till_end, get_booth, get_receipt_key, get_till
from app.makers.queries import find_catalogue_items
from app.months.queries import get_month
from app.sales.drafts import ItemResult, SaleDraft, SaleOrigin
from app.sales.errors import BuyerNotProven, ReceiptNotSigned, ReceiptUnreadable
from app.sales.intake.sync import write_batch
from app.sales.paper.receipt_code import ReceiptCode, UnreadableCode, read_receipt_code
from app.sales.queries.ledger import LineRow
from app.sales.queries.receipt_check import CheckedReceipt, find_receipt
from app.sales.rules import ClockVerdict, assess_clock, receipt_number, sale_total
from app.shared import clock
from app.shared.errors import NotFound

FROM_RECEIPT = "from_receipt"
"""The flag of a sale that came from paper while its tablet was silent."""


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt whose till signed it. `sale` lacks a typed buyer; `total` in whole rupiah."""

    code: ReceiptCode
    till_id: int
    till: str
    booth_id: int
    booth: str
    enrolled_at: datetime
    end: TillEnd
    cashier_id: int | None
    clock_offset: int | None
    key: bytes
    total: int

    @property
    def sale(self) -> SaleDraft:
        """What was sold, when, by whom."""
        return self.code.sale

    @property
    def number(self) -> str:
        """The receipt's number."""
        return receipt_number(self.sale.uuid)


def read_receipt(text: str) -> SignedReceipt:
    """What a receipt's QR says, believed because its till signed it. `end` tells whether that till is one still: what
    a withdrawn one signed may have been dated back, so it wants finance, and what is dated later is parked.

    ReceiptUnreadable, ReceiptNotSigned (also for a till nobody knows).
    """
    try:
        code = read_receipt_code(text)
    except UnreadableCode as error:
        raise ReceiptUnreadable("code") from error
    try:
        till = get_till(code.till_id)
    except NotFound as error:
        raise ReceiptNotSigned("code") from error
    key = get_receipt_key(till.id)
    if not code.is_signed_by(key):
        raise ReceiptNotSigned("code")
    booth = get_booth(till.booth_id)
    return SignedReceipt(
        code, till.id, till.name, booth.id, booth.name, till.enrolled_at, find_till_end(till), till.cashier_id,
        till.clock_offset, key, sale_total(code.sale.lines),
    )  # fmt: skip


def record_from_receipt(
    receipt: SignedReceipt, *, actor: Actor, number: str = "", name: str = ""
) -> ItemResult:
    """Book it; `number` and `name` are the buyer as typed on the paper, where the till had it typed. BuyerNotProven.

    Answers as a till is answered: `replayed` when it came before, `conflict` (kept, to be committed) when its uuid
    holds another content, `refused` with reasons. The till's clock is corrected by what it was last known to be
    off by (decisions 20).
    """
    sale = ensure_buyer(receipt, number, name)
    sent_at = _sent_at(receipt)
    place = SaleOrigin(
        receipt.booth_id, "till", receipt.till_id, receipt.enrolled_at, (FROM_RECEIPT,), receipt.cashier_id,
        receipt.end.at,
    )  # fmt: skip
    (answer,) = write_batch([sale], place, sent_at)
    details = {"till": receipt.till_id, "booth": receipt.booth_id, "result": answer.result}
    record_event("sales.reenter", actor=actor, subject="sale", subject_id=answer.sale_id, details=details)
    return answer


def ensure_buyer(receipt: SignedReceipt, number: str = "", name: str = "") -> SaleDraft:
    """The whole sale, the typed buyer proven by the receipt. Small and capital letters do not matter to whoever
    types it again; what is booked is the spelling that was signed. BuyerNotProven."""
    for one, other in product(_spellings(number), _spellings(name)):
        if receipt.code.is_buyer(receipt.key, one, other):
            return receipt.code.with_typed(one, other)
    raise BuyerNotProven("name" if receipt.code.asks_name and not receipt.code.asks_number else "number")


def _spellings(text: str) -> Iterator[str]:
    folded = " ".join(text.split())
    return iter(dict.fromkeys((text, folded, folded.lower(), folded.upper(), folded.title())))


def _sent_at(receipt: SignedReceipt) -> datetime | None:
    """What the tablet's clock would show now; None while it is unknown."""
    if receipt.clock_offset is None:
        return None
    return clock.now() - timedelta(seconds=receipt.clock_offset)


@dataclass(frozen=True, slots=True)
class ReentryPreview:
    """What booking a receipt would do: in which month, whether it will wait there, or what is stored already.

    `employee_id` None for the public and for typed buyers; a line without a product name is in no catalogue.
    """

    verdict: ClockVerdict
    is_month_closed: bool
    stored: CheckedReceipt | None
    employee_id: int | None
    lines: list[LineRow]


def preview_reentry(receipt: SignedReceipt) -> ReentryPreview:
    """What the page shows before anything is booked. Reads only."""
    sale = receipt.sale
    verdict = assess_clock(
        sale.sold_at, _sent_at(receipt), clock.now(), clock.zone(), receipt.enrolled_at, receipt.end.at
    )
    ids = {line.product_id for line in sale.lines if line.product_id is not None}
    goods = find_catalogue_items(ids, verdict.business_date)
    lines = []
    for line in sale.lines:
        item = goods.get(line.product_id) if line.product_id is not None else None
        maker, name = (item.maker_name, item.name) if item else (line.maker, line.name)
        amount = line.quantity * line.unit_price
        lines.append(LineRow(maker, name, line.quantity, line.unit_price, amount, line.product_id))
    return ReentryPreview(
        verdict,
        get_month(verdict.period).is_closed,
        find_receipt(sale.uuid),
        int(sale.buyer.value) if sale.buyer.key == "employee" else None,
        lines,
    )
