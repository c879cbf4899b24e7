"""Turn a sales book's row into a ledger row: its uuid, buyer and line."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from app.makers.queries import CatalogueItem
from app.makers.rules import fold_name
from app.sales.drafts import BuyerRef
from app.sales.intake import lookups
from app.sales.intake.validation import ValidSale, line_values
from app.sales.paper.book_rows import NOON, BookRow
from app.sales.rules import price_differs
from app.shared import clock
from app.shared.period import Period

BOOKS = UUID("5f6a1c1e-2b0d-5c7e-9a53-0b1f5a2d9c11")
"""The namespace of book rows: the same row of the same sheet always has the same uuid."""
_FIXED: dict[str, Any] = {
    "void_of": None,
    "correction_of": None,
    "till_id": None,
    "shift_id": None,
    "cashier_id": None,
    "cashier_name": "",
    "sent_at": None,
    "offset_seconds": None,
    "source": "book",
}


def book_uuid(row: BookRow) -> str:
    """The uuid derived from a row's key (booth, sheet, line)."""
    return str(uuid5(BOOKS, "\n".join((fold_name(row.booth), fold_name(row.sheet), str(row.line)))))


def sold_at(row: BookRow) -> datetime:
    """The instant of sale by the book; noon if it has no time."""
    at = row.at or NOON
    return clock.at_local(row.day, at.hour, at.minute, at.second)


def find_book_people(connection: Connection, buyers: list[BuyerRef]) -> dict[str, int]:
    """Employee ids by the text of the NIP column: as a NIP, else as a KODE."""
    numbers = [buyer for buyer in buyers if buyer.key == "nip"]
    codes = [BuyerRef("code", buyer.value) for buyer in numbers]
    people = {value: person for (_, value), person in lookups.find_people(connection, codes).items()}
    people.update({value: person for (_, value), person in lookups.find_people(connection, numbers).items()})
    return people


def prepare_row(
    uuid: str,
    row: BookRow,
    hashed: str,
    booth_id: int,
    people: dict[str, int],
    catalogue: dict[tuple[str, str], CatalogueItem],
) -> ValidSale:
    """The ledger row and line of a book row. Price and names are the book's; another price is flagged."""
    product = catalogue.get((fold_name(row.maker), fold_name(row.product)))
    line = line_values(1, row.quantity, row.unit_price, product, row.maker, row.product)
    flags = []
    if product is not None and price_differs(row.unit_price, product.unit_price):
        flags.append("price_differs")
    if row.at is None:
        flags.append("time_unknown")
    values = {
        **_FIXED,
        **_buyer_values(row, people, flags),
        "uuid": uuid,
        "content_hash": hashed,
        "booth_id": booth_id,
        "amount": line["amount"],
        "payment": row.payment,
        "sold_at": sold_at(row),
        "received_at": clock.now(),
        "business_date": row.day,
        "period": Period.of(row.day),
        "flags": flags,
        "reason": "" if row.is_void else row.note,
        "book_sheet": row.sheet,
        "book_line": row.line,
    }
    return ValidSale(values, [line])


def _buyer_values(row: BookRow, people: dict[str, int], flags: list[str]) -> dict[str, Any]:
    buyer = row.buyer
    if buyer.key == "public":
        return {"buyer_kind": "public", "employee_id": None, "buyer_number": "", "buyer_name": ""}
    if buyer.key == "name":
        return {
            "buyer_kind": "unresolved",
            "employee_id": None,
            "buyer_number": "",
            "buyer_name": buyer.value,
        }
    employee_id = None if row.is_number_cell and len(buyer.value) > 12 else people.get(buyer.value)
    if employee_id is not None:
        return {"buyer_kind": "employee", "employee_id": employee_id, "buyer_number": "", "buyer_name": ""}
    flags.append("number_damaged" if row.is_number_cell else "buyer_unknown")
    typed = {"buyer_number": buyer.value, "buyer_name": buyer.name}
    return {"buyer_kind": "unresolved", "employee_id": None, **typed}
