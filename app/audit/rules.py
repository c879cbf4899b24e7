"""Who acts, and how rows are hashed into the chain. Pure."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

GENESIS = "0" * 64
ERASED = "(data dihapus)"
"""What stands where a name stood; the guards of the tables know it, too (migration 0001)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something: a login, a till, somebody at the command line, or the system itself."""

    kind: Literal["user", "till", "cli", "system"]
    id: int | None
    name: str


SYSTEM = Actor("system", None, "sistem")


def canonical(values: dict[str, Any]) -> bytes:
    """One spelling for one content: keys sorted, dates in ISO form, no blanks."""
    return _ENCODER.encode(values).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def digest(values: dict[str, Any]) -> str:
    """SHA-256 of the canonical spelling, in hex."""
    return hashlib.sha256(canonical(values)).hexdigest()


def link_hash(key: bytes, previous: str, seq: int, kind: str, row_id: int, row_digest: str) -> str:
    """The keyed hash of one link: it covers its own place, its row and the link before it."""
    text = f"{previous}|{seq}|{kind}|{row_id}|{row_digest}"
    return hmac.digest(key, text.encode(), "sha256").hex()


def is_erased(value: str | None) -> bool:
    """Whether a personal column holds what a purge leaves there. Anything else was put there by somebody."""
    return not value or value == ERASED
