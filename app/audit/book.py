"""The secret, keys and mark of the database that this process has open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Book:
    """`ring`: the keys, read at the first use. `mark`: the mark outside the database.

    `is_open`: whether key and mark have been checked against the database since the start or the last finding.
    """

    secret: str = ""
    ring: Any = None
    mark: Any = None
    is_open: bool = False


class _Beside(threading.local):
    book: Book | None = None
    is_beside = False


OWN = Book()
BESIDE = _Beside()


def book() -> Book:
    """The book in use; within `beside`, that of the copy that this thread has open."""
    return BESIDE.book or OWN


def configure(secret: str, make_mark: Any, mark_file: Path | None) -> None:
    """Set the secret and the mark of a database; `make_mark` gets the path of the mark's file, or None for no file."""
    if BESIDE.is_beside:
        BESIDE.book = Book(secret, mark=make_mark(None))
        return
    if OWN.mark is not None:
        OWN.mark.close()
    OWN.secret, OWN.ring, OWN.mark, OWN.is_open = secret, None, make_mark(mark_file), False


@contextmanager
def beside() -> Iterator[None]:
    """Within this context a new application opens a copy: it has no mark, and other threads are not affected."""
    BESIDE.is_beside = True
    try:
        yield
    finally:
        BESIDE.book, BESIDE.is_beside = None, False
