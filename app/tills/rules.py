"""Rules about tills: tokens, codes, signed answers, and which tills may have unsent sales. Pure."""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta

from app.accounts.rules.codes import ALPHABET

ENROLLED, LOGIN = "enrolled", "login"
"""A till enrolled by a manager's code, or a cashier's own browser while signed in."""
CODE_LENGTH = 8
CODE_MINUTES = 30
LOGIN_LIFE = timedelta(days=7)
"""A login till's token works so long after its cashier last signed in there."""
TOKEN_ENDERS = frozenset({"admin", "password", "reset"})
"""Reasons for which a login session ends that may mean that somebody else holds its till's token, too: it opens
nothing from then on. After any other it still hands in what was sold, and reads nobody's data."""
SYNC_SLACK = timedelta(minutes=1)
"""What a till says of itself may be so old when it is heard: its requests give up after 25 seconds, and wait in the
server's queue."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, ".": None, "\u00a0": None})


def new_token() -> str:
    """Make a till's bearer token: 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """The stored hash of a token. It needs no salt: 256 random bits cannot be guessed or looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def answer_key(token: str) -> bytes:
    """The key that signs answers to a till: derived from the token, so that no table stores it."""
    return hashlib.sha256(b"answers:" + token.encode("utf-8", "replace")).digest()


def new_code() -> str:
    """Make a code that enrols one device: 40 random bits in Crockford's base 32, like `7QK3-M9ZD`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str | None:
    """The eight letters of a typed code; None if the text cannot be a code."""
    cleaned = text.strip().upper().translate(_READ_AS)
    is_code = len(cleaned) == CODE_LENGTH and all(letter in ALPHABET for letter in cleaned)
    return cleaned if is_code else None


def hash_code(text: str) -> str | None:
    """The stored hash of a code; None if the text is no code. It is valid for half an hour, so it needs no salt."""
    read = read_code(text)
    return None if read is None else hashlib.sha256(f"till-code:{read}".encode()).hexdigest()


def acknowledge(key: bytes, item_id: str, result: str) -> str:
    """The signature of an answer: the first 32 hex digits of the HMAC-SHA256 of `id:result` under `answer_key`.

    Server and till can compute it, a captive portal cannot. A till deletes an item only if the signature is right.
    """
    return hmac.digest(key, f"{item_id}:{result}".encode(), "sha256").hex()[:32]


def is_behind(last_synced_on: date | None, unsent: int, today: date, kind: str = ENROLLED) -> bool:
    """Whether a till may have unsent sales: it reported some, or has not synced today.

    A till that never sent and reported none is not in use yet, so it is not behind (decisions 19). A login till is
    behind only if it reported unsent sales, because it is not used every day.
    """
    if unsent:
        return True
    return kind == ENROLLED and last_synced_on is not None and last_synced_on < today


def may_hold_sales_before(
    instant: datetime,
    *,
    seen_at: datetime | None,
    synced_at: datetime | None,
    unsent: int,
    revoked_at: datetime | None,
) -> bool:
    """Whether a till may still send sales made before an instant, by the server's clock.

    A till that never made contact is not in use. One revoked before the instant sold nothing afterwards, so only its
    last reported number of unsent sales counts.
    """
    if unsent:
        return True
    if seen_at is None or (revoked_at is not None and revoked_at < instant):
        return False
    return synced_at is None or synced_at < instant + SYNC_SLACK
