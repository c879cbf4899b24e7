"""What somebody wants written into the ledger, as values: already of the right shape, not yet judged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

BuyerKey = Literal["nip", "code", "card", "employee", "name", "public"]


@dataclass(frozen=True, slots=True)
class BuyerRef:
    """Who bought, by one key. `value` is what was typed or scanned; `name` may stand beside a number.

    `is_damaged`: the number came as a number too long for one; its last digits may be rounded, so it is nobody's.
    """

    key: BuyerKey
    value: str = ""
    name: str = ""
    is_damaged: bool = False


PUBLIC = BuyerRef("public")


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: a product's id, or maker and name as typed. `unit_price` in whole rupiah as charged."""

    quantity: int
    unit_price: int
    product_id: int | None = None
    maker: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """A sale. `uuid` was made where the sale was made; `cashier` is a username as the till sent it."""

    uuid: str
    sold_at: datetime
    buyer: BuyerRef
    lines: tuple[LineDraft, ...]
    payment: str = "none"
    cashier: str = ""
    shift: str = ""


@dataclass(frozen=True, slots=True)
class VoidDraft:
    """The reversal of a whole sale, named by that sale's uuid."""

    uuid: str
    void_of: str
    reason: str
    sold_at: datetime
    cashier: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An item of a batch that has not the right shape: refused alone, with a sentence per field."""

    uuid: str
    errors: dict[str, str]


Item = SaleDraft | VoidDraft | Unreadable


@dataclass(frozen=True, slots=True)
class SaleOrigin:
    """Where drafts come from: a till (`enrolled_at` known), the web till, or a book. `marks` flag every sale.

    `cashier_id`: the only cashier a login till sends for; another name is flagged. `ended_at`: when the till ended;
    what was sold later is parked. `is_office`: finance itself enters it, with no shift and at the price that was
    paid, so neither is flagged.
    """

    booth_id: int
    source: Literal["till", "web", "book"]
    till_id: int | None = None
    enrolled_at: datetime | None = None
    marks: tuple[str, ...] = ()
    cashier_id: int | None = None
    ended_at: datetime | None = None
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The answer for one item. `first_result` tells what a replayed item was answered the first time.

    `sale_id` and `period` are None where nothing is booked (yet); `errors` hold a reason code per field.
    """

    uuid: str
    result: Literal["recorded", "replayed", "parked", "conflict", "refused"]
    receipt: str
    period: str | None = None
    flags: tuple[str, ...] = ()
    sale_id: int | None = None
    first_result: str = ""
    errors: tuple[tuple[str, str], ...] = ()
