"""A strict reader of JSON bodies: it accepts only JSON that every parser reads alike.

UTF-8 only, an object at the top, at most 20 levels, no key twice, no NaN or Infinity, no fractions (nothing here
is one), integers that fit the database. Anything else is an EnvelopeError with a code and an HTTP status.
"""

import json
import re
from typing import Any, NoReturn

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

MAX_DEPTH = 20
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""A string, or the rest of the body after an unclosed quote, so that each byte is read once."""
_BRACKET = re.compile(rb"[\[\]{}]")
_LONGEST_NUMBER = 18


class EnvelopeError(Exception):
    """The API refuses the request as a whole. `code` names the sentence, `status` is the HTTP status."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def read_object(request: Request, limit: int) -> dict[str, Any]:
    """Return the body, an object of at most `limit` bytes. EnvelopeError 400, 413 or 415."""
    if request.mimetype != "application/json" or request.mimetype_params.get("charset", "utf-8").lower() not in (
        "utf-8", "utf8"
    ):  # fmt: skip
        raise EnvelopeError(415, "not_json_type")
    if request.content_encoding:
        raise EnvelopeError(415, "content_encoding")
    request.max_content_length = limit
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise EnvelopeError(413, "too_large") from error
    if len(body) > limit:
        raise EnvelopeError(413, "too_large")
    return parse_object(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """Return the bytes as an object. EnvelopeError 400 with the code of the fault."""
    if not body.strip():
        raise EnvelopeError(400, "empty")
    _ensure_shallow(body)
    try:
        parsed = _DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise EnvelopeError(400, "not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise EnvelopeError(400, "not_json") from error
    if not isinstance(parsed, dict):
        raise EnvelopeError(400, "not_object")
    return parsed


def _ensure_shallow(body: bytes) -> None:
    """Refuse deep nesting before the recursive parser reads it."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise EnvelopeError(400, "too_deep")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise EnvelopeError(400, "doubled_key")
    return result


def _no_constant(_text: str) -> NoReturn:
    raise EnvelopeError(400, "not_finite")


class Fraction(str):
    """Return a number with a point or an exponent as typed, so that only its own item is refused."""


def _fitting(text: str) -> int | Fraction:
    """Return an integer of at most 18 digits; a longer one becomes a Fraction, so that only its own item is refused."""
    return int(text) if len(text.lstrip("-")) <= _LONGEST_NUMBER else Fraction(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_doubles, parse_constant=_no_constant, parse_float=Fraction, parse_int=_fitting
)
