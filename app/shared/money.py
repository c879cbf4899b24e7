"""Parses and formats whole rupiah. Integers only, at most 12 digits."""

import re

MAX_AMOUNT = 999_999_999_999
_PLAIN = re.compile(r"[0-9]{1,12}", re.ASCII)
_DOTTED = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){1,3}", re.ASCII)


class NotRupiah(ValueError):
    """The text is no whole rupiah amount of at most 12 digits."""


def format_rupiah(amount: int) -> str:
    """`1234567` → `Rp1.234.567`; a negative amount carries a true minus sign in front."""
    sign = "−" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def parse_rupiah(text: str) -> int:
    """Read `20000`, `20.000`, `Rp20.000`, `Rp 20.000`, `Rp20.000,00` as 20000 rupiah; NotRupiah otherwise."""
    cleaned = re.sub(r"(?i)^\s*rp\.?\s*", "", text.strip().replace("\u00a0", " "))
    cleaned = re.sub(r",(00|-)$", "", cleaned)
    if not (_PLAIN.fullmatch(cleaned) or _DOTTED.fullmatch(cleaned)):
        raise NotRupiah(text)
    amount = int(cleaned.replace(".", ""))
    if amount > MAX_AMOUNT:
        raise NotRupiah(text)
    return amount
