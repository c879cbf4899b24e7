"""The sealed tables, whose rows are never edited, and the digests of their rows.

Personal columns enter a digest as keyed hashes only, so that they can be purged (ADR 0010).
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
    purged; `purged` and `child_purged` are their kinds of purged rows.
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
        """The statement for the rows with `after` < id ≤ `until`; built once, because every sale is sealed with it."""
        rows = self.table
        between = (rows.c.id > bindparam("after"), rows.c.id <= bindparam("until"))
        return PreparedStatement(select(rows).where(*between).order_by(rows.c.id))

    @cached_property
    def child_names(self) -> list[str]:
        """The columns of the child rows, in the order in which they are read."""
        return [] if self.child is None else self.child.c.keys()

    @cached_property
    def child_id(self) -> int:
        """The position of the child's own id in `child_names`."""
        return self.child_names.index("id")

    @cached_property
    def child_personal_positions(self) -> list[tuple[str, int]]:
        """The personal columns of the child, each with its position in `child_names`."""
        return [(name, self.child_names.index(name)) for name in self.child_personal]

    @cached_property
    def child_window(self) -> Any:
        """The statement for their child rows, in id order; None if the source has no child table."""
        if self.child is None:
            return None
        owner = self.child.c[self.child_key]
        between = (owner > bindparam("after"), owner <= bindparam("until"))
        return PreparedStatement(select(self.child).where(*between).order_by(self.child.c.id))


RedactionHashes = Mapping[tuple[str, int], Mapping[str, str]]
"""(kind, id) of a purged row → the keyed hash of each erased column."""


def row_digests(
    session: Session, source: Source, after: int, until: int, *, hashes: RedactionHashes | None = None
) -> list[tuple[int, str]]:
    """(id, digest) of the rows with `after` < id ≤ `until`, as stored now, in id order.

    `hashes`: the redaction hashes of those that were purged.
    """
    connection, window = session.connection(), {"after": after, "until": until}
    children: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if source.child is not None:
        owner = source.child_names.index(source.child_key)
        for row in source.child_window.rows(connection, window):
            children[row[owner]].append(row)
    digests = []
    columns = source.table.c.keys()
    purged: RedactionHashes = hashes or {}
    for row in source.window.rows(connection, window):
        values = dict(zip(columns, row, strict=True))
        digests.append((values["id"], digest_of(source, values, children[values["id"]], purged)))
    return digests


def digest_of(
    source: Source, values: dict[str, Any], children: Iterable[tuple[Any, ...]], purged: RedactionHashes
) -> str:
    """The digest of one row, from its stored values by column and its child rows."""
    _redact(values, source.personal, _of_row(source, values["id"], purged) if purged else None)
    if source.child is not None:
        values["_children"] = [_child(source, child, purged) for child in children]
    return digest(values)


def _of_row(source: Source, row_id: int, purged: RedactionHashes) -> dict[str, str]:
    return {name: hashed for kind in source.purged for name, hashed in purged.get((kind, row_id), {}).items()}


def _child(source: Source, row: tuple[Any, ...], purged: RedactionHashes) -> dict[str, str]:
    """A child row as texts by column; nothing dearer, because a closing has one per employee."""
    values = dict(zip(source.child_names, map(str, row), strict=True))
    if not source.child_personal:
        return values
    personal = {name: row[position] for name, position in source.child_personal_positions}
    _redact(personal, source.child_personal, purged.get((source.child_purged, row[source.child_id])))
    return values | personal


def _redact(values: dict[str, Any], names: Iterable[str], erased: Mapping[str, str] | None) -> None:
    """Replace personal columns by keyed hashes: of the stored value, or the stored hash if the value was purged."""
    key = keyring.ring().redaction_key
    for name in names:
        value = values[name]
        if erased and name in erased and is_erased(value):
            values[name] = erased[name]
        elif value:
            values[name] = hmac.digest(key, value.encode(), "sha256").hex()
        else:
            values[name] = ""


def redacted(value: str | None) -> str:
    """The keyed hash of a personal value, as digests contain it; empty for an empty value."""
    return hmac.digest(keyring.ring().redaction_key, value.encode(), "sha256").hex() if value else ""
