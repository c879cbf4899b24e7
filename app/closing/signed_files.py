"""The files that a closing stores. `app/reports` registers the function that builds them, because closing may not
import reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.closing.snapshot import MonthSnapshot

WORKBOOK = "compliance"
"""The kind of `closing_file` that is the workbook; each closing has one."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file ready to be stored: its file name, its bytes, and its kind (`compliance`: the signed workbook)."""

    name: str
    content: bytes
    kind: str = WORKBOOK


Builder = Callable[[MonthSnapshot, str, str], Sequence[BuiltFile]]
"""(snapshot, who made it, scheme and host of the city's pages or empty) → the workbook and its PDF."""
_builders: list[Builder] = []


def register(builder: Builder) -> Builder:
    """Make this the builder of every closing's files. ValueError if there is one already."""
    if _builders:
        raise ValueError("the files of a closing have a builder already")
    _builders.append(builder)
    return builder


def unregister() -> Builder:
    """Remove the builder and return it."""
    return _builders.pop()


def build_files(frozen: MonthSnapshot, made_by: str, origin: str) -> Sequence[BuiltFile]:
    """Build the files of a month that its closing stores."""
    (builder,) = _builders
    return builder(frozen, made_by, origin)
