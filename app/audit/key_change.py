"""Changes SECRET_KEY: the new key protects the old chain, in one transaction (ADR 0014, docs/kunci.md)."""

from sqlalchemy import update

from app.audit import chain, keyring, sealing
from app.audit.book import book
from app.audit.errors import KeyUnchanged
from app.audit.models import BookKey
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.shared.columns import table


def change_key(secret: str, *, actor: Actor) -> tuple[int, str]:
    """Make `secret` the key from now on; returns the last link of the old key, as (seq, hash).

    The old key seals an event that records its end; the new key begins with an event that repeats it. Before the commit
    only the old key is valid, afterwards only the new one. Call it in a writing transaction, after verifying the chain.
    KeyUnchanged.
    """
    session, before = db.session(), keyring.ring()
    if secret == book().secret:
        raise KeyUnchanged
    number = len(before.generations)
    record_event("audit.end_key", actor=actor, subject="chain", details={"key": number})
    if session.get_bind().dialect.name == "postgresql":
        sealing.lock_sealing(session)
        sealing.seal_committed(session)
    else:
        sealing.seal_before_commit(session)
    until, head = chain.get_head(session)
    proof, previous = keyring.close_keyring(before, until, head, secret)
    session.execute(update(table(BookKey)).values(proof=proof, previous=previous))
    book().secret, book().ring = secret, keyring.open_keyring(secret, proof, previous)
    details = {"key": number + 1, "links": until, "head": head}
    record_event("audit.begin_key", actor=actor, subject="chain", details=details)
    return until, head


def is_key_of_book(secret: str) -> bool:
    """Whether this secret, and not the configured one, is the key of the open database."""
    with db.engine.connect() as connection:
        return keyring.fits(connection, secret)
