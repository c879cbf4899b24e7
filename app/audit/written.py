"""Digests of rows from the values just written, so that sealing need not read them back.

SQLite only: there a row is sealed in the transaction that wrote it. A digest is cached only if every value has exactly
the type that its column returns; then it equals the digest of the stored row (`audit verify` reads and compares it).
Any other row is read back before it is sealed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Date, Integer, String, Table

from app.audit.sources import Source, digest_of
from app.shared.columns import Instant, Json, PeriodType
from app.shared.engine import WRITTEN
from app.shared.period import Period

_NONE = type(None)
_TEXTS, _PLAIN = {str}, {str, int, bool, _NONE}
_TYPES: Mapping[type[Any], type[Any]] = {
    Instant: datetime,
    PeriodType: Period,
    Date: date,
    String: str,
    Json: list,
}
_COLUMNS: dict[str, list[tuple[str, Any]]] = {}


def cache_digest(
    connection: Connection,
    source: Source,
    row_id: int,
    values: Mapping[str, Any],
    children: Sequence[tuple[int, Mapping[str, Any]]] = (),
) -> None:
    """Cache the digest of a row inserted in this transaction, with its child rows as (id, values) in id order."""
    cached = connection.info.setdefault(WRITTEN, {})
    stored = _as_stored(source.table, row_id, values)
    below = [] if source.child is None else [_as_stored(source.child, *child) for child in children]
    if stored is None or None in below:
        cached.pop((source.kind, row_id), None)
        return
    for name, value in stored.items():
        if type(value) in (datetime, date):
            stored[name] = value.isoformat()  # the form that digests use
    rows = [tuple(one.values()) for one in below if one is not None]
    cached[source.kind, row_id] = digest_of(source, stored, rows, {})


def find_digests(
    connection: Connection, source: Source, after: int, until: int
) -> list[tuple[int, str]] | None:
    """(id, digest) of the rows with `after` < id ≤ `until`; None if one of them is not cached."""
    cached = connection.info.get(WRITTEN)
    if not cached:
        return None
    digests = []
    for row_id in range(after + 1, until + 1):
        digest = cached.get((source.kind, row_id))
        if digest is None:
            return None
        digests.append((row_id, digest))
    return digests


def _as_stored(table: Table, row_id: int, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row as the database returns it; None if a value does not have its column's type."""
    columns = _COLUMNS.get(table.name) or _read_columns(table)
    found: dict[str, Any] = {}
    for name, expected in columns:
        value = row_id if name == "id" else values.get(name)
        given = type(value)
        if given is datetime is expected:
            value = value.astimezone(UTC)
        elif expected is list and given in (dict, list):
            value = value if _is_flat(value) else json.loads(json.dumps(value))
        elif given is not expected and given is not _NONE:
            return None
        found[name] = value
    return found


def _is_flat(value: dict[Any, Any] | list[Any]) -> bool:
    """Whether JSON returns it unchanged: an object of whole numbers and texts by name, or a list of texts."""
    if type(value) is list:
        return all(map(_TEXTS.__contains__, map(type, value)))
    return set(map(type, value)) <= _TEXTS and set(map(type, value.values())) <= _PLAIN


def _read_columns(table: Table) -> list[tuple[str, Any]]:
    """Each column with the Python type of its values; `list` for JSON columns."""
    columns = []
    for column in table.c:
        kinds = (python for kind, python in _TYPES.items() if isinstance(column.type, kind))
        columns.append((column.name, int if isinstance(column.type, Integer) else next(kinds, object)))
    _COLUMNS[table.name] = columns
    return columns
