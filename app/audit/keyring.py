"""The chain's keys: the one derived from SECRET_KEY, and those it replaced (docs/adr/0014-keys-and-marks.md).

`book_key` holds one row: a proof that tells the right SECRET_KEY, and the earlier keys, each wrapped under it with
the last link it sealed. With a copy of the database alone nobody can make a link, a receipt or a keyed hash.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, desc, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.audit.book import BESIDE, OWN, book
from app.audit.errors import WrongKey
from app.audit.models import BookKey, ChainLink
from app.audit.rules import GENESIS, canonical, link_hash
from app.extensions import db
from app.shared.columns import table

_BOOK, _LINK = table(BookKey), table(ChainLink)
_RECORD = text("INSERT INTO book_key (id, proof, previous) VALUES (1, :proof, '[]') ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class Generation:
    """One key. `until` and `head`: the last link it sealed and that link's hash; None while it is in use."""

    key: bytes
    until: int | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of a chain, the one in use last. `proof` is stored in `book_key`."""

    generations: tuple[Generation, ...]
    proof: str

    @property
    def key(self) -> bytes:
        """The key in use."""
        return self.generations[-1].key

    @property
    def redaction_key(self) -> bytes:
        """The key for hashes of personal values and contents. It is the chain's first key and never changes, so that
        hashes stay comparable."""
        return self.generations[0].key

    def derive(self, purpose: str) -> bytes:
        """A key for one purpose, derived from the key in use; it changes with that key."""
        return hmac.digest(self.key, purpose.encode(), "sha256")

    @property
    def number(self) -> int:
        """The number of the key in use, from 0, as stored in `chain_link.key_id`."""
        return len(self.generations) - 1

    def derive_lasting(self, purpose: str) -> bytes:
        """A key for one purpose that never changes: for codes that are printed and checked years later."""
        return hmac.digest(self.redaction_key, purpose.encode(), "sha256")

    def number_at(self, seq: int) -> int:
        """The number of the key, from 0, that must have sealed this link."""
        for number, one in enumerate(self.generations):
            if one.until is None or seq <= one.until:
                return number
        raise ValueError(seq)


def ring(connection: Connection | None = None) -> Keyring:
    """The keys of the open database, cached or read on this connection (without one, on a new one). WrongKey."""
    found: Keyring | None = (BESIDE.book or OWN).ring
    return found or _read_ring(connection)


def _read_ring(connection: Connection | None) -> Keyring:
    if connection is None:
        with db.engine.connect() as own:
            return _read_ring(own)
    found = book().ring = load(connection)
    return found


def record(connection: Connection) -> Keyring:
    """Read the keys again, inside a writing transaction; store the proof of the key in a new database."""
    found = load(connection)
    connection.execute(_RECORD, {"proof": found.proof})
    if connection.scalar(select(_BOOK.c.proof)) != found.proof:
        raise WrongKey
    book().ring = found
    return found


def load(connection: Connection) -> Keyring:
    """The keys as recorded in this database; for a new one those derived from SECRET_KEY. WrongKey."""
    try:
        row = connection.execute(select(_BOOK.c.proof, _BOOK.c.previous)).first()
    except (OperationalError, ProgrammingError):  # not migrated yet
        return first_keyring(book().secret)
    if row is not None:
        return open_keyring(book().secret, row.proof, row.previous)
    found = first_keyring(book().secret)
    links = connection.execute(select(_LINK).order_by(desc(_LINK.c.seq)).limit(2)).all()
    if links:
        last, before = links[0], links[1].hash if len(links) > 1 else GENESIS
        right = link_hash(found.key, before, last.seq, last.kind, last.row_id, last.row_digest)
        if right != last.hash or last.key_id:
            raise WrongKey
    return found


def fits(connection: Connection, secret: str) -> bool:
    """Whether an existing database was last sealed with this secret."""
    row = connection.execute(select(_BOOK.c.proof, _BOOK.c.previous)).first()
    return row is not None and hmac.compare_digest(_proof(secret, row.previous), row.proof)


def first_keyring(secret: str) -> Keyring:
    """The keys of a chain whose key was never changed."""
    return Keyring((Generation(_derive(secret, "chain")),), _proof(secret, []))


def open_keyring(secret: str, proof: str, previous: list[dict[str, Any]]) -> Keyring:
    """The keys from the row of `book_key`. WrongKey if the secret is wrong or the row was altered."""
    if not hmac.compare_digest(_proof(secret, previous), proof):
        raise WrongKey
    earlier = (Generation(_unwrap(secret, one["wrapped"]), one["until"], one["head"]) for one in previous)
    return Keyring((*earlier, Generation(_derive(secret, "chain"))), proof)


def close_keyring(ring: Keyring, until: int, head: str, secret: str) -> tuple[str, list[dict[str, Any]]]:
    """The new row of `book_key` when `secret` becomes the key after this link: proof and wrapped earlier keys."""
    earlier = (*ring.generations[:-1], Generation(ring.key, until, head))
    previous = [{"wrapped": _wrap(secret, one.key), "until": one.until, "head": one.head} for one in earlier]
    return _proof(secret, previous), previous


def _derive(secret: str, purpose: str) -> bytes:
    return hashlib.sha256(f"{purpose}:{secret}".encode()).digest()


def _proof(secret: str, previous: list[dict[str, Any]]) -> str:
    return hmac.digest(_derive(secret, "proof"), canonical({"previous": previous}), "sha256").hex()


def _wrap(secret: str, key: bytes) -> str:
    """A key under a pad that is used once: 16 random bytes, then the key. The proof guards it against changes."""
    nonce = secrets.token_bytes(16)
    return (nonce + _pad(secret, nonce, key)).hex()


def _unwrap(secret: str, wrapped: str) -> bytes:
    whole = bytes.fromhex(wrapped)
    return _pad(secret, whole[:16], whole[16:])


def _pad(secret: str, nonce: bytes, key: bytes) -> bytes:
    pad = hmac.digest(_derive(secret, "wrap"), nonce, "sha256")
    return bytes(one ^ other for one, other in zip(key, pad, strict=True))
