"""Re-enters a sale from the buyer's signed receipt when the tablet is lost.

The sale is written with its own uuid and exactly the content that the till signed, as from that till and booth. If the
tablet sends it later, or the receipt is entered again, the result is `replayed`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.queries import get_booth
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
from app.tills.queries.tills import TillEnd, find_till_end, get_receipt_key, get_till

FROM_RECEIPT = "from_receipt"
"""The flag of a sale that was re-entered from its receipt."""


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A receipt with a valid signature of its till. `sale` lacks a buyer that was typed; `total` in whole rupiah."""

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
        """The draft of the sale."""
        return self.code.sale

    @property
    def number(self) -> str:
        """The receipt's number."""
        return receipt_number(self.sale.uuid)


def read_receipt(text: str) -> SignedReceipt:
    """Read a receipt's QR text and check its till's signature. `end` is set if the till was withdrawn: only finance may
    enter its receipts, because they may be backdated, and those dated after `end` are parked.

    ReceiptUnreadable, ReceiptNotSigned (also if the till does not exist).
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
    """Write the sale; `number` and `name` are the buyer as printed, if it was typed at the till. BuyerNotProven.

    The result is as for a till: `replayed` if stored already, `conflict` (stored, to be committed) if its uuid has
    other content, `refused` with reasons. The till's clock is corrected by its last stored offset (decisions 20).
    """
    sale = ensure_buyer(receipt, number, name)
    sent_at = _sent_at(receipt)
    origin = SaleOrigin(
        receipt.booth_id, "till", receipt.till_id, receipt.enrolled_at, (FROM_RECEIPT,), receipt.cashier_id,
        receipt.end.at,
    )  # fmt: skip
    (result,) = write_batch([sale], origin, sent_at)
    details = {"till": receipt.till_id, "booth": receipt.booth_id, "result": result.result}
    record_event("sales.reenter", actor=actor, subject="sale", subject_id=result.sale_id, details=details)
    return result


def ensure_buyer(receipt: SignedReceipt, number: str = "", name: str = "") -> SaleDraft:
    """The sale with its buyer, checked against the receipt's proof. Case and blanks may differ; the spelling that was
    signed is used. BuyerNotProven."""
    for one, other in product(_spellings(number), _spellings(name)):
        if receipt.code.is_buyer(receipt.key, one, other):
            return receipt.code.with_typed(one, other)
    raise BuyerNotProven("name" if receipt.code.asks_name and not receipt.code.asks_number else "number")


def _spellings(text: str) -> Iterator[str]:
    folded = " ".join(text.split())
    return iter(dict.fromkeys((text, folded, folded.lower(), folded.upper(), folded.title())))


def _sent_at(receipt: SignedReceipt) -> datetime | None:
    """The present time by the tablet's clock; None if its offset is unknown."""
    if receipt.clock_offset is None:
        return None
    return clock.now() - timedelta(seconds=receipt.clock_offset)


@dataclass(frozen=True, slots=True)
class ReentryPreview:
    """What re-entering a receipt would do: its month, whether that is closed, and the receipt if stored already.

    `employee_id` is None for the public and for a typed buyer. A line without a product name has an unknown product.
    """

    verdict: ClockVerdict
    is_month_closed: bool
    stored: CheckedReceipt | None
    employee_id: int | None
    lines: list[LineRow]


def preview_reentry(receipt: SignedReceipt) -> ReentryPreview:
    """The preview that the page shows before the sale is written. Reads only."""
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
