"""Rows that change by an act: months, late items, exemptions … How each stands is kept, append-only, after each act.

The ledger is never edited, so its rows are sealed as they are. What is decided about them is changed in its place;
the act therefore leaves a keyed hash of the row as it now stands in `kept_state`, which lies in the chain like the
ledger itself. A row that stands otherwise than it was left, is gone, or came without an act, is found (threat O1).
"""

import hmac
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from app.audit import keyring
from app.audit.models import PurgedRow, StateSeal
from app.audit.rules import canonical, is_erased
from app.audit.sources import redacted
from app.extensions import db
from app.shared.columns import table

KIND = "state"
"""The kind of its rows in the chain."""
GONE = ""
"""The state of a row that an act took away."""
_KEPT, _PURGED = table(StateSeal), table(PurgedRow)
_BATCH = 500


@dataclass(frozen=True)
class Tracked:
    """A table whose rows' states are kept. `default`: how a row may stand that no act touched yet.

    `skipped` columns are held to account elsewhere. `personal` ones may be purged; the `purged_row` of that kind
    then proves what stood there.
    """

    kind: str
    table: Table
    default: tuple[tuple[str, Any], ...] = ()
    skipped: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    purged: str = ""

    @property
    def key(self) -> Any:
        """Its primary key, one column."""
        return next(iter(self.table.primary_key.columns))

    @property
    def columns(self) -> list[Any]:
        """What is kept of a row."""
        return [one for one in self.table.c if one.name not in self.skipped]


class _Tables:
    """What is tracked, by kind; set once by create_app."""

    tracked: Mapping[str, Tracked] = {}


def track(*tables: Tracked) -> None:
    """Name the tables whose states are kept."""
    _Tables.tracked = {one.kind: one for one in tables}


def seal_states(kind: str, keys: Iterable[Any]) -> None:
    """Keep how these rows stand now, or that they are gone; call it in the act's transaction, after its change."""
    tracked, wanted, session = _Tables.tracked[kind], list(keys), db.session()
    session.flush()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        found = _states(session, tracked, batch)
        values = [{"kind": kind, "row_key": str(key), "digest": found.get(str(key), GONE)} for key in batch]
        session.execute(insert(_KEPT), values)


def verify_states(session: Session, note: Callable[[str], None]) -> None:
    """Hold every tracked row against the state kept last; what does not agree goes to `note`, in Indonesian."""
    for kind, tracked in _Tables.tracked.items():
        wanted = select(_KEPT.c.row_key, _KEPT.c.digest).where(_KEPT.c.kind == kind)
        kept: dict[str, str] = {}
        for key, digest in session.execute(wanted.order_by(_KEPT.c.id)):
            kept[key] = digest  # the last of a row wins
        for key, state in _current(session, tracked, note):
            if key not in kept:
                if state is not None:
                    note(f"{kind} {key} tidak pernah dicatat")
            elif kept.pop(key) != state:
                note(f"{kind} {key} tidak seperti ditinggalkan")
        for key, left in kept.items():
            if left != GONE:
                note(f"{kind} {key} hilang")


def is_as_left(kind: str, key: Any) -> bool:
    """Whether one row stands as the last act left it."""
    session, kept = db.session(), (_KEPT.c.kind == kind, _KEPT.c.row_key == str(key))
    left = session.scalar(select(_KEPT.c.digest).where(*kept).order_by(_KEPT.c.id.desc()).limit(1))
    return bool(left) and left == _states(session, _Tables.tracked[kind], [key]).get(str(key))


def _current(
    session: Session, tracked: Tracked, note: Callable[[str], None]
) -> Iterable[tuple[str, str | None]]:
    """Key and state of every row as it stands; None as state for one that no act needs to have touched."""
    keys = [row[0] for row in session.execute(select(tracked.key).order_by(tracked.key))]
    untouched = {str(key) for key in _untouched(session, tracked)}
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        found = _readable(session, tracked, batch, note)
        for key in batch:
            if str(key) in found:
                yield str(key), None if str(key) in untouched else found[str(key)]


def _untouched(session: Session, tracked: Tracked) -> list[Any]:
    if not tracked.default:
        return []
    as_made = (tracked.table.c[name] == value for name, value in tracked.default)
    return list(session.scalars(select(tracked.key).where(*as_made)))


def _readable(
    session: Session, tracked: Tracked, keys: list[Any], note: Callable[[str], None]
) -> dict[str, str]:
    """The states of these rows; one that cannot even be read was tampered with, and stands as such."""
    try:
        return _states(session, tracked, keys)
    except (ValueError, TypeError):
        if len(keys) == 1:
            return {str(keys[0]): "?"}
    return {name: state for key in keys for name, state in _readable(session, tracked, [key], note).items()}


def _states(session: Session, tracked: Tracked, keys: Collection[Any]) -> dict[str, str]:
    names = [one.name for one in tracked.columns]
    rows = session.execute(select(*tracked.columns).where(tracked.key.in_(keys))).all()
    gone = _veils(session, tracked, keys)
    found = {}
    for row in rows:
        values = dict(zip(names, row, strict=True))
        key = values[tracked.key.name]
        for name in tracked.personal:
            kept = gone.get(key, {}).get(name)
            values[name] = kept if kept and is_erased(values[name]) else redacted(values[name])
        found[str(key)] = hmac.digest(keyring.ring().veil, canonical(values), "sha256").hex()
    return found


def _veils(session: Session, tracked: Tracked, keys: Collection[Any]) -> dict[Any, Mapping[str, str]]:
    if not tracked.purged:
        return {}
    rows = session.execute(
        select(_PURGED.c.row_id, _PURGED.c.veils).where(
            _PURGED.c.kind == tracked.purged, _PURGED.c.row_id.in_(keys)
        )
    )
    return {row_id: veils for row_id, veils in rows}
