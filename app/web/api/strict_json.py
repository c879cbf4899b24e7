"""One strict reader for JSON bodies. What it lets through has one meaning for every reader.

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
"""A string, or all that follows a quote nobody closed: so each byte is looked at once."""
_BRACKET = re.compile(rb"[\[\]{}]")
_LONGEST_NUMBER = 18


class EnvelopeError(Exception):
    """The request as a whole is not what this API takes. `code` names the sentence, `status` the answer."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def read_object(request: Request, limit: int) -> dict[str, Any]:
    """The body as an object of at most `limit` bytes. EnvelopeError 400, 413 or 415."""
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
    """Bytes → object. EnvelopeError 400 with the code of what is wrong."""
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
    """Refuse deep nesting before the parser climbs down it."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            raise EnvelopeError(400, "too_deep")


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise EnvelopeError(400, "doubled_key")
    return found


def _no_constant(_text: str) -> NoReturn:
    raise EnvelopeError(400, "not_finite")


class Fraction(str):
    """Return a number with a point or an exponent as typed, so that only its own item is refused."""


def _fitting(text: str) -> int | Fraction:
    """An integer of at most 18 digits; a longer one is no number of ours, and only its own item suffers."""
    return int(text) if len(text.lstrip("-")) <= _LONGEST_NUMBER else Fraction(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_doubles, parse_constant=_no_constant, parse_float=Fraction, parse_int=_fitting
)
