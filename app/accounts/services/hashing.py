"""Hashing passwords: slow on purpose, at most two at once, the same work for somebody unknown (threats S3,
S4)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.security import check_password_hash, generate_password_hash

from app.accounts.errors import SignInsBusy
from app.accounts.rules.passwords import normal

METHOD = "scrypt:32768:8:3"
"""About a third of a second and 32 MiB each, which is why only two run at once."""
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 20.0


def hash_password(password: str) -> str:
    """The salted hash to keep. Call it before `begin_writing()`. SignInsBusy when the machine is swamped."""
    with _turn():
        return generate_password_hash(normal(password), method=METHOD)


def is_password(kept_hash: str, password: str) -> bool:
    """Whether the password belongs to the hash. An empty hash (nobody, not activated) costs the same and is
    never right."""
    with _turn():
        right = check_password_hash(kept_hash or _nobodys_hash(), normal(password))
    return right and bool(kept_hash)


def _nobodys_hash() -> str:
    return f"{METHOD}${'0' * 16}${'0' * 128}"


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
        raise SignInsBusy()
    try:
        yield
    finally:
        _AT_ONCE.release()
