"""Reads row ids and form ids from URLs and forms."""

import re
from uuid import UUID

_DIGITS = re.compile(r"[0-9]{1,15}", re.ASCII)


def read_id(text: str) -> int:
    """Text → id. ValueError for anything but 1 to 15 ASCII digits (longer ids overflow the databases)."""
    if not _DIGITS.fullmatch(text):
        raise ValueError("no id")
    return int(text)


def read_uuid(text: str | None) -> str:
    """Return a form's own id, by which a form sent twice is recognised; empty for anything else."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""
