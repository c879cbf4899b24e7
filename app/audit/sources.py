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
from app.shared.prepared_statements import PreparedStatement


@dataclass(frozen=True)
class Source:
    """A table whose rows are sealed; `child` rows (by `child_key`) belong to the row's content.

    `personal` columns, and a child's `child_personal`, enter the digest only as keyed hashes, so that they can be
    purged one day (threat O6); `purged` and `child_purged` are their kinds of purged rows.
    """

    kind: str
    table: Table
    child: Table | None = None
    child_key: str = ""
    personal: tuple[str, ...] = ()
    child_personal: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()
    child_purged: str = ""

    @cached_property
    def window(self) -> Any:
        """The rows with `after` < id ≤ `until`: built once, because every sale is sealed through it."""
        rows = self.table
        between = (rows.c.id > bindparam("after"), rows.c.id <= bindparam("until"))
        return PreparedStatement(select(rows).where(*between).order_by(rows.c.id))

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
        return PreparedStatement(select(self.child).where(*between).order_by(self.child.c.id))


Veils = Mapping[tuple[str, int], Mapping[str, str]]
"""Kind and row of what was purged → the keyed hash of each column it lost."""


def row_digests(
    session: Session, source: Source, after: int, until: int, *, veils: Veils | None = None
) -> list[tuple[int, str]]:
    """(id, digest) of the rows with `after` < id ≤ `until`, as the database holds them now, in id order.

    `veils`: what was purged of these rows.
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
        found.append((values["id"], digest_of(source, values, children[values["id"]], gone)))
    return found


def digest_of(
    source: Source, values: dict[str, Any], children: Iterable[tuple[Any, ...]], gone: Veils
) -> str:
    """The digest of one row, given as the database holds it: its values by column, and its child rows."""
    _veil(values, source.personal, _of_row(source, values["id"], gone) if gone else None)
    if source.child is not None:
        values["_children"] = [_child(source, one, gone) for one in children]
    return digest(values)


def _of_row(source: Source, row_id: int, gone: Veils) -> dict[str, str]:
    return {name: veil for kind in source.purged for name, veil in gone.get((kind, row_id), {}).items()}


def _child(source: Source, row: tuple[Any, ...], gone: Veils) -> dict[str, str]:
    """A child row as texts by column: a closing has as many as there are people, so no more is made of it."""
    values = dict(zip(source.child_names, map(str, row), strict=True))
    if not source.child_personal:
        return values
    personal = {name: row[place] for name, place in source.child_veiled}
    _veil(personal, source.child_personal, gone.get((source.child_purged, row[source.child_id])))
    return values | personal


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


def redacted(value: str | None) -> str:
    """A personal value as the chain sees it: a keyed hash, empty for empty."""
    return hmac.digest(keyring.ring().veil, value.encode(), "sha256").hex() if value else ""
