"""The kinds of imports: one entry says what pages, commands and messages have to know about a kind of sheet.

A subject registers its kinds in its `imports.py`. Words are Indonesian; `N_` marks those that pages translate.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.audit.rules import Actor
from app.imports.faults import RowFault
from app.imports.sheet import Columns, SheetFile
from app.shared.errors import NotFound

Options = Mapping[str, Any]
"""What a kind asks for besides the file, such as the day it holds from."""


class Effect(Protocol):
    """What pages and commands need to know of a plan or of what was done; `ImportEffect` has it."""

    @property
    def refused(self) -> Sequence[RowFault]:
        """The rows left out."""

    @property
    def promise(self) -> str:
        """A hash of what a preview says; "" where nothing is promised."""

    def counts(self) -> dict[str, int]:
        """The numbers of the closing line of JSON."""


Read = Callable[[Path, str | None, Options], SheetFile[Any]]
Plan = Callable[[Any, Options], Effect]
Apply = Callable[[Any, Actor, Options], Effect]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of sheet. `slug` stands in addresses and never changes.

    `title` is what such a file is called, `place` where it is sent ("" where it has no page), `command` the command's
    group and name. `audience` is the role whose rooms it belongs to.

    `read` asks what it must of the database, `plan` judges a file against it and writes nothing, `apply` writes a plan
    made in the same transaction. `plan` is None where only doing tells: then `apply` is given the file, and a preview
    applies it and takes it back. `lock` waits for whoever else writes the same. `room` and `subject`
    begin the names of its audit events and say what they are about; `event` is stored with the counts once it is
    applied ("" where `apply` stores its own).
    """

    slug: str
    title: str
    place: str
    command: str
    audience: str
    columns: Columns
    read: Read
    apply: Apply
    plan: Plan | None = None
    lock: Callable[[], object] | None = None
    room: str = ""
    subject: str = ""
    event: str = ""
    help: str = ""
    has_own_pages: bool = False


_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Add a kind; from now on pages, commands and messages know it. ValueError for a slug in use."""
    if kind.slug in _KINDS:
        raise ValueError(f"import {kind.slug!r} is registered already")
    _KINDS[kind.slug] = kind
    return kind


def unregister(slug: str) -> None:
    """Take a kind out again."""
    del _KINDS[slug]


def list_kinds() -> list[ImportKind]:
    """All kinds, in the order they were registered."""
    return list(_KINDS.values())


def get_kind(slug: str, audience: str) -> ImportKind:
    """A kind of this audience by its slug. NotFound."""
    kind = _KINDS.get(slug)
    if kind is None or kind.audience != audience:
        raise NotFound()
    return kind
