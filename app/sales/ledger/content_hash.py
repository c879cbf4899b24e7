"""Keyed hashes of an item's content. Equal content has an equal hash; without the key nobody can guess a typed number
or name from it (ADR 0010).
"""

import hashlib
import hmac

from app.audit import keyring
from app.sales.drafts import SaleDraft, VoidDraft
from app.sales.paper.book_rows import BookRow
from app.sales.rules import content_digest

_FORM = "k1:"


def content_hash(draft: SaleDraft | VoidDraft) -> str:
    """The keyed hash of an item's parsed values, as stored in `sale.content_hash`."""
    return keyed(content_digest(draft))


def book_hash(row: BookRow) -> str:
    """The keyed hash of the book row's content that must not change under one row key (all but BATAL and remark)."""
    return keyed(row.content_digest())


def keyed(plain: str) -> str:
    """`k1:` and the HMAC-SHA256 of a digest. The key is the chain's first one, stored outside the database."""
    return (
        _FORM
        + hmac.digest(keyring.ring().redaction_key, b"content:" + plain.encode(), hashlib.sha256).hex()[:60]
    )
