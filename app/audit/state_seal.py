"""State seals of rows that acts change: months, late items, exemptions …

The ledger is never edited, so its rows are sealed directly. Rows that are updated in place get a state seal instead:
after each act a keyed hash of the row is appended to `kept_state`, which is sealed in the chain. Verifying finds a row
that was changed, deleted or inserted without an act.
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
from app.audit.sealing import hold_sealing
from app.audit.sources import redacted
from app.extensions import db
from app.shared.columns import table

KIND = "state"
"""The kind of state seals in the chain."""
GONE = ""
"""The state of a row that an act deleted."""
_SEAL, _PURGED = table(StateSeal), table(PurgedRow)
_BATCH = 500


@dataclass(frozen=True)
class TrackedTable:
    """A table whose rows get state seals. `default`: column values of a row that no act has changed yet.

    `grouped_by`: rows with the same value of this column are sealed together, under that value; values below the first
    sealed one are older than these seals. `skipped` columns are proven elsewhere. `personal` columns may be purged; the
    `purged_row` of that kind then has their hashes.
    """

    kind: str
    table: Table
    default: tuple[tuple[str, Any], ...] = ()
    grouped_by: str = ""
    skipped: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    purged: str = ""

    @property
    def key(self) -> Any:
        """Its primary key, one column, or the column it is grouped by."""
        return self.table.c[self.grouped_by] if self.grouped_by else self.row_id

    @property
    def row_id(self) -> Any:
        """Its primary key, one column."""
        return next(iter(self.table.primary_key.columns))

    @property
    def columns(self) -> list[Any]:
        """The columns that a seal covers."""
        return [one for one in self.table.c if one.name not in self.skipped]


class _Tables:
    """The tracked tables by kind; set once by create_app."""

    tracked: Mapping[str, TrackedTable] = {}


def track(*tables: TrackedTable) -> None:
    """Set the tables whose rows get state seals."""
    _Tables.tracked = {one.kind: one for one in tables}


def seal_states(kind: str, keys: Iterable[Any]) -> None:
    """Seal the present state of these rows, or that they are deleted. Call it in the act's transaction, after the
    change."""
    tracked, row_keys, session = _Tables.tracked[kind], list(keys), db.session()
    session.flush()
    hold_sealing(session, len(row_keys))
    for start in range(0, len(row_keys), _BATCH):
        batch = row_keys[start : start + _BATCH]
        found = _states(session, tracked, batch)
        values = [{"kind": kind, "row_key": str(key), "digest": found.get(str(key), GONE)} for key in batch]
        session.execute(insert(_SEAL), values)


def verify_states(session: Session, report: Callable[[str], None]) -> None:
    """Compare every tracked row with its last seal; calls `report` with each finding, in Indonesian."""
    for kind, tracked in _Tables.tracked.items():
        query = select(_SEAL.c.row_key, _SEAL.c.digest).where(_SEAL.c.kind == kind)
        sealed: dict[str, str] = {}
        for key, digest in session.execute(query.order_by(_SEAL.c.id)):
            sealed[key] = digest  # a later seal replaces an earlier one
        first = min(map(int, sealed), default=0) if tracked.grouped_by else 0
        for key, state in _current(session, tracked, report):
            if key not in sealed:
                if state is not None and not (first and int(key) < first):
                    report(f"{kind} {key} tidak pernah dicatat")
            elif sealed.pop(key) != state:
                report(f"{kind} {key} tidak seperti ditinggalkan")
        for key, left in sealed.items():
            if left != GONE:
                report(f"{kind} {key} hilang")


def matches_seal(kind: str, key: Any) -> bool:
    """Whether one row still has the state of its last seal."""
    session, of_row = db.session(), (_SEAL.c.kind == kind, _SEAL.c.row_key == str(key))
    left = session.scalar(select(_SEAL.c.digest).where(*of_row).order_by(_SEAL.c.id.desc()).limit(1))
    return bool(left) and left == _states(session, _Tables.tracked[kind], [key]).get(str(key))


def _current(
    session: Session, tracked: TrackedTable, report: Callable[[str], None]
) -> Iterable[tuple[str, str | None]]:
    """(key, state) of every row; the state is None for a row that no act has changed yet."""
    keys = [row[0] for row in session.execute(select(tracked.key).distinct().order_by(tracked.key))]
    untouched = {str(key) for key in _untouched(session, tracked)}
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        found = _readable(session, tracked, batch, report)
        for key in batch:
            if str(key) in found:
                yield str(key), None if str(key) in untouched else found[str(key)]


def _untouched(session: Session, tracked: TrackedTable) -> list[Any]:
    if not tracked.default:
        return []
    as_made = (tracked.table.c[name] == value for name, value in tracked.default)
    return list(session.scalars(select(tracked.key).where(*as_made)))


def _readable(
    session: Session, tracked: TrackedTable, keys: list[Any], report: Callable[[str], None]
) -> dict[str, str]:
    """The states of these rows; `?` for a row that cannot be read because it was tampered with."""
    try:
        return _states(session, tracked, keys)
    except (ValueError, TypeError):
        if len(keys) == 1:
            return {str(keys[0]): "?"}
    return {name: state for key in keys for name, state in _readable(session, tracked, [key], report).items()}


def _states(session: Session, tracked: TrackedTable, keys: Collection[Any]) -> dict[str, str]:
    names = [column.name for column in tracked.columns]
    query = select(*tracked.columns).where(tracked.key.in_(keys)).order_by(tracked.row_id)
    purged = _redaction_hashes(session, tracked, keys)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in session.execute(query):
        values = dict(zip(names, row, strict=True))
        key = values[tracked.key.name]
        for name in tracked.personal:
            erased = purged.get(key, {}).get(name)
            values[name] = erased if erased and is_erased(values[name]) else redacted(values[name])
        found.setdefault(str(key), []).append(values)
    return {key: _digest({"rows": rows} if tracked.grouped_by else rows[0]) for key, rows in found.items()}


def _digest(values: dict[str, Any]) -> str:
    return hmac.digest(keyring.ring().redaction_key, canonical(values), "sha256").hex()


def _redaction_hashes(
    session: Session, tracked: TrackedTable, keys: Collection[Any]
) -> dict[Any, Mapping[str, str]]:
    if not tracked.purged:
        return {}
    rows = session.execute(
        select(_PURGED.c.row_id, _PURGED.c.veils).where(
            _PURGED.c.kind == tracked.purged, _PURGED.c.row_id.in_(keys)
        )
    )
    return {row_id: hashes for row_id, hashes in rows}
