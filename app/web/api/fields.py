"""Readers of single fields, for every shape the JSON door takes. A fault names the field and a code."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from app.shared.text import normalize
from app.web.api.strict_json import Fraction

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_YEARS = range(1900, 3000)


class Fault(ValueError):
    """One field is not what it should be: `code` names the sentence."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field = field
        self.code = code


def try_field(errors: dict[str, str], read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Read one field; None, and its fault among the errors, where it is wrong."""
    try:
        return read(*args, **kwargs)
    except Fault as fault:
        errors[fault.field] = fault.code
        return None


def report_unknown_field(
    item: dict[str, Any], known: frozenset[str], errors: dict[str, str], where: str = ""
) -> None:
    """Note every field that is not one of the known ones among the errors."""
    for name in item.keys() - known:
        shown = name[:40] if name.isprintable() else "?"
        errors[where + shown] = "unknown_field"


def read_text(given: dict[str, Any], name: str, longest: int, where: str = "") -> str:
    """Text of 1 to `longest` letters, in one spelling (NFC), nothing invisible in it. Fault."""
    value = given.get(name)
    if value is None:
        raise Fault(where + name, "missing")
    if not isinstance(value, str) or isinstance(value, Fraction):
        raise Fault(where + name, "not_text")
    if len(value) > longest:
        raise Fault(where + name, "too_long")
    value = normalize(value.replace("\u00a0", " ")).strip()
    if not value.isprintable():  # control and invisible characters, direction marks, lone surrogates
        raise Fault(where + name, "characters")
    if not value:
        raise Fault(where + name, "missing")
    return value


def read_integer(given: dict[str, Any], name: str, least: int, most: int, where: str = "") -> int:
    """A whole number within limits. Fault."""
    value = given.get(name)
    if value is None:
        raise Fault(where + name, "missing")
    if type(value) is not int:  # a boolean is an int in Python, not here
        raise Fault(where + name, "not_integer")
    if not least <= value <= most:
        raise Fault(where + name, "out_of_range")
    return value


def read_uuid(given: dict[str, Any], name: str) -> str:
    """A UUID, in lower case. Fault."""
    value = given.get(name)
    if value is None:
        raise Fault(name, "missing")
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Fault(name, "not_uuid")
    return str(UUID(value))


def read_instant(given: dict[str, Any], name: str) -> datetime:
    """An instant with its zone, of the years 1900 to 2999. Fault."""
    value = given.get(name)
    if value is None:
        raise Fault(name, "missing")
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Fault(name, "not_instant")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise Fault(name, "not_instant") from error
    if moment.year not in _YEARS:
        raise Fault(name, "out_of_range")
    return moment
