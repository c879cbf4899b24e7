"""Enters numbered paper sheets into the ledger, as rows of a book with the key booth + sheet + line.

The date is the sheet's, the time each line's own (decisions 20, books). All lines of one submit are written or none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.queries import get_booth
from app.booths.rules import takes_cash
from app.directory.rules import count_damaged_digits
from app.imports.faults import RowFault, RowRefused
from app.imports.sheet import SheetFile
from app.makers.queries import list_products_by_name
from app.makers.rules import fold_name
from app.sales.errors import SheetLinesDiffer, SheetNotEmpty, SheetReasonMissing
from app.sales.ledger.content_hash import book_hash
from app.sales.paper.book_rows import COLUMNS, BookRow, read_row
from app.sales.paper.sales_import import ImportResult, apply_book
from app.sales.queries.sheet_lines import list_sheet_hashes
from app.shared.money import NotRupiah, parse_rupiah
from app.shared.reason import read_reason
from app.tills.models import PaperSheet
from app.tills.services.sheets import LINES, end_sheet

_PUBLIC = {"umum", "u", "-"}


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line as typed. `buyer` is a NIP, a code, a name, or UMUM; `sure` repeats a NIP of the wrong length that the
    person confirmed."""

    line: int
    at: str = ""
    buyer: str = ""
    product: str = ""
    maker: str = ""
    quantity: str = ""
    unit_price: str = ""
    sure: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in this line."""
        return not any((self.at, self.buyer, self.product, self.maker, self.quantity, self.unit_price))


def read_lines(
    sheet: PaperSheet, typed: Sequence[TypedLine], today: date
) -> tuple[list[BookRow], list[RowFault]]:
    """The lines that are not blank as book rows, and their faults. Reads only."""
    booth = get_booth(sheet.booth_id)
    makers = _makers_of(sheet.day)
    stored = list_sheet_hashes(sheet.booth_id, sheet.number)
    rows, faults = [], []
    for one in typed:
        if one.is_blank:
            continue
        fixed = {"date": sheet.day, "booth": booth.name, "sheet": sheet.number, "line": one.line}
        fixed["payment"] = "TUNAI" if takes_cash(booth.mode) else ""
        try:
            row = read_row((fixed | _cells(one, makers)).get, today)
        except RowRefused as refused:
            faults.append(refused.at(one.line))
            continue
        if one.line in stored and stored[one.line] != book_hash(row):
            faults.append(RowFault(one.line, "content_differs", "line"))
        rows.append(row)
    return rows, faults


def _makers_of(day: date) -> Mapping[str, list[str]]:
    """Folded product name → its makers in the catalogue of that day."""
    makers: dict[str, list[str]] = {}
    for (_maker, product), item in list_products_by_name(day).items():
        makers.setdefault(product, []).append(item.maker_name)
    return makers


def _cells(one: TypedLine, makers: Mapping[str, list[str]]) -> dict[str, Any]:
    """The line's values as cells of a book. RowRefused for a buyer or maker that cannot be determined."""
    number, name = split_buyer(one.buyer, is_sure=bool(one.sure) and one.sure == one.buyer)
    maker = one.maker
    if not maker and one.product:
        fitting = makers.get(fold_name(one.product), [])
        if len(fitting) != 1:
            raise RowRefused("maker_several" if fitting else "missing", "maker")
        maker = fitting[0]
    return {
        "nip": number,
        "name": name,
        "time": re.sub(r"^([0-9]{1,2})([0-9]{2})$", r"\1.\2", one.at),
        "maker": maker,
        "product": one.product,
        "quantity": one.quantity,
        "unit_price": one.unit_price,
        "total": _total(one),
    }


def split_buyer(text: str, *, is_sure: bool = False) -> tuple[str, str]:
    """The text of the buyer column → (NIP or code, name). RowRefused: empty, or a NIP of the wrong length unless sure.

    `UMUM`, `u` or `-` is the public. 18 digits are a NIP, a word with a digit in it a code, the rest a name.
    """
    text = " ".join(text.split())
    if not text:
        raise RowRefused("missing", "name")
    if text.lower() in _PUBLIC:
        return "", "UMUM"
    damaged = count_damaged_digits(text)
    if damaged is not None and not is_sure:
        raise RowRefused("nip_length", "name", damaged)
    digits = re.sub(r"[\s.'’-]", "", text)
    if digits.isascii() and digits.isdigit():
        return digits, ""
    if " " not in text and any(letter.isdigit() for letter in text):
        return text, ""
    return "", text


def _total(one: TypedLine) -> int | None:
    """Quantity × price in whole rupiah; None if one is unreadable (`read_row` then reports it)."""
    try:
        return int(one.quantity) * parse_rupiah(one.unit_price)
    except (ValueError, NotRupiah):
        return None


def enter_lines(sheet: PaperSheet, rows: Sequence[BookRow], *, is_done: bool, actor: Actor) -> ImportResult:
    """Write the faultless lines of a sheet; lines already stored stay unchanged. `is_done`: the sheet is complete.

    SheetLinesDiffer if another person stored one of them with other content; then nothing is written.
    """
    result = apply_book(SheetFile(COLUMNS, rows=list(rows), count=len(rows)), actor=actor)
    record_event(
        "sales.enter_sheet", actor=actor, subject="paper_sheet", subject_id=sheet.id, details=result.counts()
    )
    stored = list_sheet_hashes(sheet.booth_id, sheet.number)
    differing = [row.line for row in rows if stored.get(row.line) != book_hash(row)]
    if differing or result.refused:
        raise SheetLinesDiffer(lines=", ".join(str(line) for line in differing))
    if is_done:
        end_sheet(sheet.id, "entered", actor=actor)
    return result


def return_sheet(sheet: PaperSheet, reason: str, *, actor: Actor) -> None:
    """Mark a sheet as returned unused. SheetReasonMissing, SheetNotEmpty, SheetAlreadyEnded."""
    reason = read_reason(reason, SheetReasonMissing("reason"))
    if list_sheet_hashes(sheet.booth_id, sheet.number):
        raise SheetNotEmpty(number=sheet.number)
    end_sheet(sheet.id, "unused", reason, actor=actor)


__all__ = ["LINES", "TypedLine", "enter_lines", "read_lines", "return_sheet", "split_buyer"]
