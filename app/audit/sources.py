"""What is sealed: tables whose rows are never edited, and the digest of each of their rows.

Personal columns enter a digest as keyed hashes only, so that they can be purged one day (ADR 0010).
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from app.audit import keyring
from app.audit.rules import digest, is_erased
from app.shared.hot import Hot

FIRST_FORM = 1
"""The first form of a digest. 2: more columns are keyed hashes (`Source.later`)."""
_RESEALED = {"closing": "resealed"}


@dataclass(frozen=True)
class Source:
    """A table whose rows are sealed; `child` rows (by `child_key`) belong to the row's content.

    `personal` columns enter the digest only as a keyed hash, so that they can be purged one day (threat O6). So do
    those of `later` and a child's `child_personal`, from the second `form` on; `purged` and `child_purged` are their
    kinds of purged rows.
    """

    kind: str
    table: Table
    child: Table | None = None
    child_key: str = ""
    personal: tuple[str, ...] = ()
    child_personal: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()
    child_purged: str = ""
    later: tuple[str, ...] = ()

    @property
    def form(self) -> int:
        """The form in which its rows are sealed today (`keyring.split_key_id`)."""
        return 2 if self.later or self.child_personal else FIRST_FORM

    @property
    def resealed(self) -> str:
        """Kind of a link that gives a row of the first form its digest in the second; only a purge makes one."""
        return _RESEALED.get(self.kind, f"{self.kind}2")

    @cached_property
    def window(self) -> Any:
        """The rows with `after` < id ≤ `until`: built once, because every sale is sealed through it."""
        rows = self.table
        between = (rows.c.id > bindparam("after"), rows.c.id <= bindparam("until"))
        return Hot(select(rows).where(*between).order_by(rows.c.id))

    @cached_property
    def child_names(self) -> list[str]:
        """The columns of its child rows, in the order in which they are read."""
        return [] if self.child is None else self.child.c.keys()

    @cached_property
    def child_id(self) -> int:
        """Which of them is the child's own id."""
        return self.child_names.index("id")

    @cached_property
    def child_veiled(self) -> list[tuple[str, int]]:
        """The personal ones, each with its place."""
        return [(name, self.child_names.index(name)) for name in self.child_personal]

    @cached_property
    def child_window(self) -> Any:
        """Their child rows, in id order; None where the source has none."""
        if self.child is None:
            return None
        owner = self.child.c[self.child_key]
        between = (owner > bindparam("after"), owner <= bindparam("until"))
        return Hot(select(self.child).where(*between).order_by(self.child.c.id))


Veils = Mapping[tuple[str, int], Mapping[str, str]]
"""Kind and row of what was purged → the keyed hash of each column it lost."""


def row_digests(
    session: Session,
    source: Source,
    after: int,
    until: int,
    *,
    forms: Mapping[int, int] | None = None,
    veils: Veils | None = None,
) -> list[tuple[int, str]]:
    """(id, digest) of the rows with `after` < id ≤ `until`, as the database holds them now, in id order.

    `forms`: the form each row was sealed in, where it is not today's; `veils`: what was purged of these rows.
    """
    connection, window = session.connection(), {"after": after, "until": until}
    children: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if source.child is not None:
        owner = source.child_names.index(source.child_key)
        for row in source.child_window.rows(connection, window):
            children[row[owner]].append(row)
    found = []
    columns = source.table.c.keys()
    gone: Veils = veils or {}
    for row in source.window.rows(connection, window):
        values = dict(zip(columns, row, strict=True))
        form = forms.get(values["id"], source.form) if forms else source.form
        found.append((values["id"], digest_of(source, values, children[values["id"]], form, gone)))
    return found


def digest_of(
    source: Source, values: dict[str, Any], children: Iterable[tuple[Any, ...]], form: int, gone: Veils
) -> str:
    """The digest of one row, given as the database holds it: its values by column, and its child rows."""
    personal = source.personal if form == FIRST_FORM else (*source.personal, *source.later)
    _veil(values, personal, _of_row(source, values["id"], gone) if gone else None)
    if source.child is not None:
        values["_children"] = [_child(source, one, form, gone) for one in children]
    if form > FIRST_FORM:
        values["_form"] = form
    return digest(values)


def _of_row(source: Source, row_id: int, gone: Veils) -> dict[str, str]:
    return {name: veil for kind in source.purged for name, veil in gone.get((kind, row_id), {}).items()}


def _child(source: Source, row: tuple[Any, ...], form: int, gone: Veils) -> dict[str, str]:
    """A child row as texts by column: a closing has as many as there are people, so no more is made of it."""
    values = dict(zip(source.child_names, map(str, row), strict=True))
    if form > FIRST_FORM:
        personal = {name: row[place] for name, place in source.child_veiled}
        _veil(personal, source.child_personal, gone.get((source.child_purged, row[source.child_id])))
        values |= personal
    return values


def _veil(values: dict[str, Any], names: Iterable[str], gone: Mapping[str, str] | None) -> None:
    """Personal columns become keyed hashes: of what stands there, or, where that was purged, the one kept then."""
    key = keyring.ring().veil
    for name in names:
        value = values[name]
        if gone and name in gone and is_erased(value):
            values[name] = gone[name]
        elif value:
            values[name] = hmac.digest(key, value.encode(), "sha256").hex()
        else:
            values[name] = ""


def veiled(value: str | None) -> str:
    """A personal value as the chain sees it: a keyed hash, empty for empty."""
    return hmac.digest(keyring.ring().veil, value.encode(), "sha256").hex() if value else ""
