"""Reads the 18-digit employee number, with a reason for each refusal (decisions 10).

It has no check digit and says nothing about the present employment. It is an identifying text, never a number.
"""

import re
from datetime import date

_LEFT_OUT = re.compile(r"[\s.\u00a0\u200b\ufeff]+")
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_SPOILED = re.compile(r"[0-9]+(,[0-9]+)?[eE]\+?[0-9]{1,2}", re.ASCII)
"""`1,97505E+17`: how a spreadsheet spells a NIP it took for a number; the points were removed before."""
LENGTH = 18


class NipError(ValueError):
    """The text is no NIP. `reason`: number, empty, letters, length, birth_date, month, sex or serial."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def read_nip(value: object) -> str:
    """A cell or typed text → 18 ASCII digits, without blanks, dots and a leading apostrophe. NipError.

    A number is refused: spreadsheets store 15 digits, so its last three are already lost.
    """
    if isinstance(value, (int, float)):
        raise NipError("number")
    text = _LEFT_OUT.sub("", value) if isinstance(value, str) else ""
    digits = text.lstrip("'’‘`\"")
    if not digits:
        raise NipError("empty")
    if _SPOILED.fullmatch(digits):
        raise NipError("number")
    if not _DIGITS.fullmatch(digits):
        raise NipError("letters")
    if len(digits) != LENGTH:
        raise NipError("length", count=len(digits))
    _ensure_parts(digits)
    return digits


_SLIP = re.compile(r"[0-9OoIil|]+", re.ASCII)
_FEWEST = 9


def count_damaged_digits(text: str) -> int | None:
    """The number of digits of a mistyped NIP: one with 9 to 17 or over 18 digits, or with O, I or l among them.

    None for a correct NIP, and for a text that is not meant as a NIP: a name, a code, four digits.
    """
    bare = re.sub(r"[\s.'’\-/]", "", text)
    digits = sum(letter.isdigit() for letter in bare)
    if len(bare) < _FEWEST or not _SLIP.fullmatch(bare) or digits < _FEWEST - 3:
        return None
    return None if digits == len(bare) == LENGTH else digits


def _ensure_parts(digits: str) -> None:
    try:
        date(int(digits[0:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise NipError("birth_date", text=f"{digits[6:8]}-{digits[4:6]}-{digits[0:4]}") from None
    month = int(digits[12:14])
    if not (1 <= month <= 12 or 21 <= month <= 29):
        raise NipError("month", text=digits[12:14])
    if digits[14] not in "12":
        raise NipError("sex", text=digits[14])
    if digits[15:18] == "000":
        raise NipError("serial")


def has_implausible_year(nip: str, today: date) -> bool:
    """Whether birth and appointment year cannot both be right: people are appointed at 15 to 65, not after this year.

    Only a warning (decisions 10), because the state's own data contain such numbers.
    """
    born, appointed = int(nip[0:4]), int(nip[8:12])
    return not (1900 <= born < today.year and 15 <= appointed - born <= 65 and appointed <= today.year)
