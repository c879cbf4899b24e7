"""The number of a row as an address or a form carries it."""

import re
from uuid import UUID

_DIGITS = re.compile(r"[0-9]{1,15}", re.ASCII)


def read_id(text: str) -> int:
    """Text → id; ValueError for anything but 1 to 15 ASCII digits, which every database takes."""
    if not _DIGITS.fullmatch(text):
        raise ValueError("no id")
    return int(text)


def read_uuid(text: str | None) -> str:
    """A form's own number, which tells a form sent twice from two; empty for whatever else came in its place."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""
