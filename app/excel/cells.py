"""Encodes one value as the XML of one cell. Text never becomes a formula: the only formula written is the sum of a
range.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from app.excel.column_widths import Kind
from app.shared import clock

Encoder = Callable[[object, str], str]

MOST_CHARACTERS = 32_767  # UTF-16 units; Excel repairs (cuts) a file with longer text
MOST_DIGITS = 10**15  # beyond this a spreadsheet loses digits
TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")
_CARE_FIRST = TRIGGERS | {" "}
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone
_FIRST_SERIAL_DATE = date(1900, 3, 1)  # before it Excel's calendar has a day that did not exist

_NEEDS_CARE = re.compile("[^ -%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]").search
_FORBIDDEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean_text(text: str) -> str:
    """The text as it will be read back: line ends as \\n, no control characters, no lone surrogates, and at most as
    long as a cell allows."""
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le")) > 2 * MOST_CHARACTERS:
        text = text.encode("utf-16-le")[: 2 * MOST_CHARACTERS].decode("utf-16-le", "ignore")
    return text


def text_encoder(letter: str, style: int, quoted_style: int) -> Encoder:
    """The encoder of a column of text. Text that looks like a formula gets the style with quotePrefix."""

    def encode(value: Any, row: str) -> str:
        if value.__class__ is not str:
            if value is None:
                return f'<c r="{letter}{row}" s="{style}"/>'
            value = str(value)
        if not value:
            return f'<c r="{letter}{row}" s="{style}"/>'
        if _NEEDS_CARE(value) or value[0] in _CARE_FIRST or value[-1] == " " or "_x" in value:
            return _careful_text(letter + row, value, style, quoted_style)
        if len(value) > MOST_CHARACTERS // 2:
            value = clean_text(value)
        return f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'

    return encode


def _careful_text(reference: str, text: str, style: int, quoted_style: int) -> str:
    triggered = text[0] in TRIGGERS
    text = clean_text(text)
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    if triggered or text[0] in TRIGGERS or text.lstrip()[:1] in TRIGGERS:
        style = quoted_style
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def number_encoder(letter: str, style: int, text: Encoder) -> Encoder:
    """The encoder of a column of numbers. ValueError for NaN, infinity, a boolean, and over 15 digits."""

    def encode(value: Any, row: str) -> str:
        if value.__class__ is int and -MOST_DIGITS < value < MOST_DIGITS:
            return f'<c r="{letter}{row}" s="{style}"><v>{value}</v></c>'
        if value is None:
            return f'<c r="{letter}{row}" s="{style}"/>'
        if isinstance(value, str):
            return text(value, row)
        return f'<c r="{letter}{row}" s="{style}"><v>{_number(value)}</v></c>'

    return encode


def sum_cell(reference: str, style: int, over: str, amount: float) -> str:
    """The only formula: the sum of a range over the rows that a filter shows, with its present value. `over` is a range
    made by this writer, never from user input."""
    return f'<c r="{reference}" s="{style}"><f>SUBTOTAL(109,{over})</f><v>{_number(amount)}</v></c>'


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"not a number: {type(value).__name__}")
    if not isfinite(value) or abs(value) >= MOST_DIGITS:
        raise ValueError("a number no spreadsheet can hold")
    return repr(float(value)) if not isinstance(value, int) else str(value)


def date_encoder(letter: str, style: int, text: Encoder) -> Encoder:
    """The encoder of dates and instants. Aware instants are converted to the city's clock; naive ones are unchanged."""

    def encode(value: object, row: str) -> str:
        if value is None:
            return f'<c r="{letter}{row}" s="{style}"/>'
        serial = date_serial(value) if isinstance(value, date) else None
        if serial is None:
            return text(value.isoformat() if isinstance(value, date) else value, row)
        return f'<c r="{letter}{row}" s="{style}"><v>{serial}</v></c>'

    return encode


def date_serial(value: date) -> str | None:
    """Days since a spreadsheet's first, as text; an instant on the city's clock. None before March 1900."""
    if not isinstance(value, datetime):
        return str((value - _EPOCH.date()).days) if value >= _FIRST_SERIAL_DATE else None
    if value.tzinfo is not None:
        value = clock.local(value).replace(tzinfo=None)
    if value.date() < _FIRST_SERIAL_DATE:
        return None
    passed = value - _EPOCH
    return repr(round(passed / timedelta(days=1), 10))


def encoder_for(kind: Kind, letter: str, style: int, text_style: int, quoted_style: int) -> Encoder:
    """The encoder of a column of that kind; the other two styles are for text in it."""
    text = text_encoder(letter, text_style, quoted_style)
    if kind in ("text", "nip"):
        return text
    if kind in ("date", "datetime"):
        return date_encoder(letter, style, text)
    return number_encoder(letter, style, text)
