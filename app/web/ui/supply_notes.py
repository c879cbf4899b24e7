"""What forms of supply notes share."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from wtforms import Field

from app.stock.errors import NoteIdTaken


@contextmanager
def new_id_if_taken(field: Field) -> Iterator[None]:
    """Give the form another note id where its own is another note's: sent once more, it is a note of its own."""
    try:
        yield
    except NoteIdTaken:
        field.data = str(uuid4())
        raise
