"""Actors, and the hashes of the chain. Pure."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

GENESIS = "0" * 64
ERASED = "(data dihapus)"
"""The text that replaces an erased name; the triggers of the tables also have it (migration 0001)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The actor of an event: a login, a till, a person at the command line, or the system."""

    kind: Literal["user", "till", "cli", "system"]
    id: int | None
    name: str


SYSTEM = Actor("system", None, "sistem")


def canonical(values: dict[str, Any]) -> bytes:
    """Canonical JSON of the values: keys sorted, dates in ISO format, no blanks."""
    return _ENCODER.encode(values).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def digest(values: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(values)).hexdigest()


def link_hash(key: bytes, previous: str, seq: int, kind: str, row_id: int, row_digest: str) -> str:
    """The keyed hash of one link, over its number, its row and the hash of the link before it."""
    text = f"{previous}|{seq}|{kind}|{row_id}|{row_digest}"
    return hmac.digest(key, text.encode(), "sha256").hex()


def is_erased(value: str | None) -> bool:
    """Whether a personal column is empty or holds the text that a purge writes."""
    return not value or value == ERASED
