"""Encodes many rows of one column at once. Nearly all batches are plain, which is checked once per batch.

A batch that is not plain is encoded value by value with the column's cell encoder, with the same XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from math import isfinite
from typing import Any

from app.excel.cells import MOST_CHARACTERS, MOST_DIGITS, Encoder, date_serial
from app.excel.column_widths import Kind

BatchEncoder = Callable[[Sequence[Any], Sequence[str]], list[str]]

_SEPARATOR = "\x1f"  # no text with it is plain, so it can separate texts
_NOT_PLAIN = re.compile(
    "[^\x1f -%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # markup, control characters, lone surrogates
    "|(?:\\A|\x1f)(?:[-=+@＝＋－＠ \x1f]|\\Z)"  # a trigger or a blank at the start, or no text at all
    "| (?:\x1f|\\Z)|_x"  # a blank at the end; what looks like an escape
).search


def are_plain(texts: Sequence[str]) -> bool:
    """Whether all of these texts can be written unchanged. TypeError if one is not a text."""
    joined = _SEPARATOR.join(texts)
    if joined.count(_SEPARATOR) != len(texts) - 1 or _NOT_PLAIN(joined):
        return False
    return max(map(len, texts)) <= MOST_CHARACTERS // 2


def batch_encoder(kind: Kind, letter: str, style: int, one: Encoder) -> BatchEncoder:
    """The encoder of whole batches for a column; ``one`` encodes the values of batches that are not plain."""
    if kind in ("text", "nip"):
        return _text_batches(letter, style, one)
    if kind in ("date", "datetime"):
        return _date_batches(letter, style, one)
    return _number_batches(letter, style, one)


def _text_batches(letter: str, style: int, one: Encoder) -> BatchEncoder:
    blank = f'" s="{style}"/>'
    start, end = f'<c r="{letter}', f'" s="{style}" t="inlineStr"><is><t>'

    def encode(values: Sequence[Any], rows: Sequence[str]) -> list[str]:
        texts = [value for value in values if value is not None]
        if texts and not (set(map(type, texts)) == {str} and are_plain(texts)):
            return [one(value, row) for value, row in zip(values, rows, strict=True)]
        if len(texts) == len(values):
            return [f"{start}{row}{end}{value}</t></is></c>" for value, row in zip(values, rows, strict=True)]
        return [
            f"{start}{row}{blank}" if value is None else f"{start}{row}{end}{value}</t></is></c>"
            for value, row in zip(values, rows, strict=True)
        ]

    return encode


def _date_batches(letter: str, style: int, one: Encoder) -> BatchEncoder:
    """Encode dates: a month has few, so each is computed once per batch. Instants are encoded one by one."""
    start, end = f'<c r="{letter}', f'" s="{style}"><v>'

    def encode(values: Sequence[Any], rows: Sequence[str]) -> list[str]:
        if set(map(type, values)) != {date}:
            return [one(value, row) for value, row in zip(values, rows, strict=True)]
        serials = {value: date_serial(value) for value in set(values)}
        if None in serials.values():
            return [one(value, row) for value, row in zip(values, rows, strict=True)]
        return [f"{start}{row}{end}{serials[value]}</v></c>" for value, row in zip(values, rows, strict=True)]

    return encode


def _number_batches(letter: str, style: int, one: Encoder) -> BatchEncoder:
    start, end, blank = f'<c r="{letter}', f'" s="{style}"><v>', f'" s="{style}"/>'

    def encode(values: Sequence[Any], rows: Sequence[str]) -> list[str]:
        kinds = set(map(type, values))
        if not kinds <= {int, float, type(None)} or not _are_sound(values, kinds):
            return [one(value, row) for value, row in zip(values, rows, strict=True)]
        if type(None) not in kinds:
            return [f"{start}{row}{end}{value!r}</v></c>" for value, row in zip(values, rows, strict=True)]
        return [
            f"{start}{row}{blank}" if value is None else f"{start}{row}{end}{value!r}</v></c>"
            for value, row in zip(values, rows, strict=True)
        ]

    return encode


def _are_sound(values: Sequence[Any], kinds: set[type]) -> bool:
    numbers = [value for value in values if value is not None] if type(None) in kinds else values
    if not numbers:
        return True
    if float in kinds and not all(map(isfinite, numbers)):
        return False
    return -MOST_DIGITS < min(numbers) and max(numbers) < MOST_DIGITS
