"""Hashes passwords with Argon2id: slow on purpose, one at a time so that tills stay fast, and equally long for unknown
accounts (ADR 0007)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.errors import SignInsBusy
from app.accounts.rules.passwords import normal

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""The least OWASP names for Argon2id: some 40 ms of one core, and 19 MiB (KiB here)."""
_PATIENCE_SECONDS = 20.0
_turns = threading.BoundedSemaphore(1)
"""One at a time: the other cores stay with the tills, and 19 MiB are all the memory it ever takes."""


def hash_password(password: str) -> str:
    """The salted hash to store. Call it before `begin_writing()`. SignInsBusy if too many hashes are waiting."""
    with _turn():
        return HASHER.hash(normal(password))


def is_password(stored_hash: str, password: str) -> bool:
    """Whether the password matches the hash. An empty hash (no account, not activated) takes as long and never matches.
    SignInsBusy."""
    with _turn():
        is_right = _belongs(stored_hash or _nobodys_hash(), normal(password))
    return is_right and bool(stored_hash)


def is_outdated(stored_hash: str) -> bool:
    """Whether a hash has other cost parameters than `hash_password` uses now."""
    return HASHER.check_needs_rehash(stored_hash)


def _belongs(stored_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(stored_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _nobodys_hash() -> str:
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=_PATIENCE_SECONDS):
        raise SignInsBusy()
    try:
        yield
    finally:
        _turns.release()
