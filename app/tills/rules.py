"""Tills as values: tokens, codes, receipts of answers, and who owes the ledger something. Pure."""

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
    """A till's bearer token: 256 random bits, safe in a header and as one word on a screen."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token. A plain hash suffices: 256 random bits cannot be guessed or looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def answer_key(token: str) -> bytes:
    """What answers to a till are signed with: made of the token itself, so that no table holds it."""
    return hashlib.sha256(b"answers:" + token.encode("utf-8", "replace")).digest()


def new_code() -> str:
    """A code to enrol one device: 40 random bits in Crockford's base 32, as `7QK3-M9ZD`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_code(text: str) -> str | None:
    """What somebody typed, as the eight letters it stands for; None when it cannot be such a code."""
    cleaned = text.strip().upper().translate(_READ_AS)
    is_code = len(cleaned) == CODE_LENGTH and all(letter in ALPHABET for letter in cleaned)
    return cleaned if is_code else None


def hash_code(text: str) -> str | None:
    """What is stored of a code; None for a text that cannot be one. It lives half an hour, so no salt is needed."""
    read = read_code(text)
    return None if read is None else hashlib.sha256(f"till-code:{read}".encode()).hexdigest()


def acknowledge(key: bytes, item_id: str, result: str) -> str:
    """The receipt of an answer: HMAC-SHA256 of `id:result` under `answer_key`, its first 32 hex digits.

    Both sides can compute it, a captive portal cannot: a till forgets an item only on a right one.
    """
    return hmac.digest(key, f"{item_id}:{result}".encode(), "sha256").hex()[:32]


def is_behind(last_synced_on: date | None, unsent: int, today: date, kind: str = ENROLLED) -> bool:
    """Whether a till still owes the ledger something: it said so itself, or was not heard today.

    A till that never sent and holds nothing is not in use yet, and owes nothing (decisions 19). A cashier's own
    browser owes only what it said it holds: nobody expects it every day.
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
    """Whether a till may still bring sales that were made before an instant; only the server's clock decides.

    A till that was never heard is not in use. One withdrawn before the instant sold nothing more until then, so only
    what it last said it holds counts.
    """
    if unsent:
        return True
    if seen_at is None or (revoked_at is not None and revoked_at < instant):
        return False
    return synced_at is None or synced_at < instant + SYNC_SLACK
