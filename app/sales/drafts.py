"""Drafts: sales and reversals to be written, as values of the right shape that are not yet validated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

BuyerKey = Literal["nip", "code", "card", "employee", "name", "public"]


@dataclass(frozen=True, slots=True)
class BuyerRef:
    """The buyer, by one key. `value` is as typed or scanned; `name` may be given beside a number.

    `is_damaged`: the NIP came as a JSON number, whose last digits may be rounded, so it identifies nobody.
    """

    key: BuyerKey
    value: str = ""
    name: str = ""
    is_damaged: bool = False


PUBLIC = BuyerRef("public")


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: a product's id, or maker and name as typed. `unit_price` is the price charged, in whole rupiah."""

    quantity: int
    unit_price: int
    product_id: int | None = None
    maker: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """A sale. The device that made the sale made its `uuid`; `cashier` is a username as sent."""

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
class UnreadableItem:
    """An item of the wrong shape. It alone is refused, with a reason per field."""

    uuid: str
    errors: dict[str, str]


Item = SaleDraft | VoidDraft | UnreadableItem


@dataclass(frozen=True, slots=True)
class SaleOrigin:
    """Where drafts come from: an enrolled till (`enrolled_at` set), a page, or a book. `marks`: flags of every sale.

    `cashier_id`: the cashier of a login till; a sale with another cashier is flagged. `ended_at`: when the till ended;
    later sales are parked. `is_office`: finance enters it, without a shift and at the price paid, so neither is
    flagged.
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
    """The result of one item. `first_result` is the first result of a replayed item.

    `sale_id` and `period` are None while nothing is written; `errors` are reason codes by field.
    """

    uuid: str
    result: Literal["recorded", "replayed", "parked", "conflict", "refused"]
    receipt: str
    period: str | None = None
    flags: tuple[str, ...] = ()
    sale_id: int | None = None
    first_result: str = ""
    errors: tuple[tuple[str, str], ...] = ()
