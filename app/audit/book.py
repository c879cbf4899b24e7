"""The database a process has open, as the chain sees it: its secret, its keys, its mark."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Book:
    """`ring` is read at the first need. `mark`: how far the chain had come, outside the database.

    `is_open`: whether key and mark were held against the database since the start, or since something was found.
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
    """The open one; within `beside`, the copy that this thread looks at."""
    return BESIDE.book or OWN


def configure(secret: str, make_mark: Any, mark_file: Path | None) -> None:
    """Open a database; `make_mark` makes its mark of the file's path, None where none is kept."""
    if BESIDE.is_beside:
        BESIDE.book = Book(secret, mark=make_mark(None))
        return
    if OWN.mark is not None:
        OWN.mark.close()
    OWN.secret, OWN.ring, OWN.mark, OWN.is_open = secret, None, make_mark(mark_file), False


@contextmanager
def beside() -> Iterator[None]:
    """An application opened within is of a copy: it has no mark, and other threads go on with the book itself."""
    BESIDE.is_beside = True
    try:
        yield
    finally:
        BESIDE.book, BESIDE.is_beside = None, False
