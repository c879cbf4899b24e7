"""Rules for names, barcodes and prices of products. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from app.directory.rules import fold_name
from app.shared.text import normalize

__all__ = ["fold_name", "mask_phone", "price_on", "read_barcode", "tidy_name"]

MAX_BARCODE = 40
EXCEL_EXACT_DIGITS = 15
"""A number cell keeps 15 digits; a longer code typed as a number has already lost its tail."""
_MASK = "····"
_BARCODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-./ ]*", re.ASCII)


def tidy_name(text: str) -> str:
    """A name as displayed: NFC, single blanks, capitals as typed."""
    return " ".join(normalize(text).split())


def read_barcode(value: object) -> str | None:
    """A barcode cell or input as text; None when empty. ValueError when it cannot be a code.

    A whole number of at most 15 digits is exact in a spreadsheet and accepted; a longer one has been rounded
    by the spreadsheet and is refused, like any fraction.
    """
    if value is None or isinstance(value, bool):
        _no_code(value)
        return None
    if isinstance(value, int):
        if not 0 < value < 10**EXCEL_EXACT_DIGITS:
            raise ValueError("rounded")
        return str(value)
    if not isinstance(value, str):
        raise ValueError("fraction")
    code = value.strip().lstrip("'’").strip()
    if not code:
        return None
    if len(code) > MAX_BARCODE or not _BARCODE.fullmatch(code):
        raise ValueError("spelling")
    return code


def _no_code(value: object) -> None:
    if value is not None:
        raise ValueError("spelling")


def mask_phone(phone: str) -> str:
    """A phone number with all but its last four digits hidden → `····7788`; "" stays empty."""
    return f"{_MASK}{phone[-4:]}" if phone else ""


def price_on(prices: Iterable[tuple[date, int]], day: date) -> int | None:
    """The price in whole rupiah in force on a local date; None before the first."""
    holding = [(since, amount) for since, amount in prices if since <= day]
    return max(holding)[1] if holding else None
