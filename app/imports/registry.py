"""The kinds of imports: one entry has all facts of a kind of sheet for pages, commands and messages.

A subject registers its kinds in its `imports.py`. Texts are Indonesian; `N_` marks those that pages translate.
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
    """The attributes of a plan or result that pages and commands use; `ImportEffect` has them."""

    @property
    def refused(self) -> Sequence[RowFault]:
        """The refused rows."""

    @property
    def promise(self) -> str:
        """A hash of the preview's result; "" if applying is not bound to it."""

    def counts(self) -> dict[str, int]:
        """The counts for the command's closing line of JSON."""


Read = Callable[[Path, str | None, Options], SheetFile[Any]]
Plan = Callable[[Any, Options], Effect]
Apply = Callable[[Any, Actor, Options], Effect]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind of sheet. `slug` is part of addresses and never changes.

    `title`: the name of such a file; `place`: the page for uploading it ("" without a page); `command`: the command's
    group and name. `audience`: the role whose pages it belongs to.

    `read` reads a file, `plan` compares it with the database and writes nothing, `apply` writes a plan made in the same
    transaction. Without `plan`, `apply` gets the file, and a preview applies it and rolls back. `lock` blocks
    concurrent writers of the same records. `room`: the first part of its audit actions; `subject`: their subject;
    `event`: the action recorded with the counts after applying ("" if `apply` records its own).
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
    """Register a kind. ValueError for a slug in use."""
    if kind.slug in _KINDS:
        raise ValueError(f"import {kind.slug!r} is registered already")
    _KINDS[kind.slug] = kind
    return kind


def unregister(slug: str) -> None:
    """Remove a kind."""
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
