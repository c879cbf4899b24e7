"""Normalizes numbers of certificates: removes blanks, dots and prefixes, and compares them with their kind's formats.

A wrong format gives a warning with the right one; no number is refused (makers 17).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.certificates.rules.rulebook import Kind
from app.shared.text import normalize

MAX_NUMBER = 60
_WORDS = ("NOMOR", "NO", "NR")
_FIRST_FOOD_GROUP, _LAST_FOOD_GROUP = 1, 16
_PIRT_DIGITS = 15
_BETWEEN = re.compile(r"[^0-9A-Za-z]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about a certificate: the key of a sentence and its values."""

    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A number as displayed, its key (capital letters and digits only), and the doubts about it."""

    text: str
    key: str
    doubts: tuple[Doubt, ...] = ()


def fold_number(text: str) -> str:
    """The letters, in upper case, and digits of a text: `P-IRT No. 206` → `PIRTNO206`."""
    return _BETWEEN.sub("", normalize(text, "NFKC")).upper()


def read_number(kind: Kind, text: str, expires_on: date | None = None) -> CertificateNumber:
    """Read a number as written, for its kind. An empty text stays empty, without a doubt."""
    key = _without_prefix(kind, fold_number(text))
    if not key:
        return CertificateNumber("", "")
    doubts: list[Doubt] = []
    shown = _in_shape(kind.shapes, key)
    if shown is None:
        shown = _in_shape(kind.older, key)
        if shown is not None:
            doubts.append(Doubt("older", {"example": kind.example}))
        elif kind.check == "halal" and key.startswith("KH"):
            doubts.append(Doubt("decree_number", {"example": kind.example}))
        elif kind.shapes:
            doubts.append(Doubt("shape", {"example": kind.example}))
    if kind.check == "pirt" and shown is not None and len(key) == _PIRT_DIGITS:
        doubts += _doubts_of_pirt(key, expires_on)
    return CertificateNumber(shown or _tidy(text), key, tuple(doubts))


def _without_prefix(kind: Kind, key: str) -> str:
    """The key without leading names of the kind and words for "number"; a name alone stays."""
    names = sorted(
        {fold_number(name) for name in (kind.title, *kind.names)} | set(_WORDS), key=len, reverse=True
    )
    fixed = {_literal(shape) for shape in (*kind.shapes, *kind.older)} - {""}
    while True:
        if any(key.startswith(start) and key[len(start) : len(start) + 1].isdigit() for start in fixed):
            return key
        cut = next((name for name in names if key.startswith(name) and len(key) > len(name)), None)
        if cut is None:
            return _with_literal(kind, key)
        key = key[len(cut) :]


def _with_literal(kind: Kind, key: str) -> str:
    """Add the leading letters of the format to a number that has only the format's digits."""
    if not key.isdigit():
        return key
    for shape in (*kind.shapes, *kind.older):
        start = _literal(shape)
        if start and len(key) == shape.count("#") and len(kind.shapes) == 1:
            return start + key
    return key


def _literal(shape: str) -> str:
    """The leading letters of a format: `MD ####` → `MD`."""
    return fold_number(re.split(r"[#@]", shape, maxsplit=1)[0])


def _in_shape(shapes: tuple[str, ...], key: str) -> str | None:
    """The key in one of the formats, or None."""
    return next((shown for shape in shapes if (shown := _fit(shape, key)) is not None), None)


def _fit(shape: str, key: str) -> str | None:
    shown, rest = [], iter(key)
    for place in shape:
        if place.isalnum() or place in "#@":
            letter = next(rest, "")
            if not (
                letter.isdigit()
                if place == "#"
                else letter.isalpha()
                if place == "@"
                else letter == place.upper()
            ):
                return None
            shown.append(letter)
        else:
            shown.append(place)
    return None if next(rest, "") else "".join(shown)


def _doubts_of_pirt(key: str, expires_on: date | None) -> list[Doubt]:
    """The doubts about a P-IRT number: first digit packaging (1–8), next two food group, last two year of expiry."""
    doubts = []
    if key[0] not in "12345678":
        doubts.append(Doubt("packaging", {"digit": key[0]}))
    if not _FIRST_FOOD_GROUP <= int(key[1:3]) <= _LAST_FOOD_GROUP:
        doubts.append(Doubt("food_group", {"digits": key[1:3]}))
    if expires_on is not None and key[-2:] != f"{expires_on.year % 100:02}":
        doubts.append(Doubt("year", {"digits": key[-2:], "year": expires_on.year}))
    return doubts


def _tidy(text: str) -> str:
    return " ".join(normalize(text).split())[:MAX_NUMBER]
