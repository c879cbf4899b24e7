"""A function that the forms of supply notes share."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from wtforms import Field

from app.stock.errors import NoteIdTaken


@contextmanager
def new_id_if_taken(field: Field) -> Iterator[None]:
    """Replace the form's id if another supply note has it, so that sending the form again creates a new supply note."""
    try:
        yield
    except NoteIdTaken:
        field.data = str(uuid4())
        raise
