"""Booths, tills and shifts as values. Pure."""

import hashlib
import secrets
from datetime import date

CASH, RECORD = "cash", "record"
MODES = (CASH, RECORD)
"""`cash` takes money and counts it in shifts; `record` ("catat saja") only notes sales (decisions 15)."""
DEFAULT_MODE = RECORD


def new_token() -> str:
    """A till's bearer token: 256 random bits, safe in a header and as one word on a screen."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token. A plain hash suffices: 256 random bits cannot be guessed or looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def takes_cash(mode: str) -> bool:
    """Whether a booth of this mode handles money, and so asks for cash given and for a float."""
    return mode == CASH


def is_behind(last_synced_on: date | None, unsent: int, today: date) -> bool:
    """Whether a till still owes the ledger something: it said so itself, or was not heard today.

    A till that never sent and holds nothing is not in use yet, and owes nothing (decisions 19).
    """
    if unsent:
        return True
    return last_synced_on is not None and last_synced_on < today
