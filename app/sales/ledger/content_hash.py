"""What an item contained, as a keyed hash: it tells the same content again, and nobody without the key can try out
which number or name was typed (ADR 0010).
"""

import hashlib
import hmac

from app.audit import keyring
from app.sales.drafts import SaleDraft, VoidDraft
from app.sales.paper.book_rows import BookRow
from app.sales.rules import content_digest

_FORM = "k1:"


def content_hash(draft: SaleDraft | VoidDraft) -> str:
    """The keyed hash of an item's parsed values, as `sale.content_hash` keeps it."""
    return keyed(content_digest(draft))


def book_hash(row: BookRow) -> str:
    """The keyed hash of what a book's row says, BATAL and notes aside: what must not change under one key."""
    return keyed(row.content_digest())


def keyed(plain: str) -> str:
    """`k1:` and HMAC-SHA256 of a bare digest, with the book's first key: it lives outside the database."""
    return _FORM + hmac.digest(keyring.ring().veil, b"content:" + plain.encode(), hashlib.sha256).hex()[:60]
