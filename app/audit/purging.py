"""What the chain needs so that a row can lose its personal columns and still be proven (ADR 0010)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    and_,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent, PurgedRow
from app.audit.rules import ERASED, canonical
from app.audit.sources import Source, Veils, redacted
from app.extensions import db
from app.shared.columns import table

_PURGED, _EVENT = table(PurgedRow), table(AuditEvent)
FAILED = "accounts.sign_in_failed"
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Erasure:
    """Columns of a guarded table that go together, what stands there afterwards, and which rows are meant.

    `kind` is that of the `purged_row` (migration 0001, PURGEABLE).
    """

    kind: str
    rows: Table
    emptied: Mapping[str, Any]
    where: tuple[ColumnElement[bool], ...]

    @property
    def due(self) -> Select[Any]:
        """Ids and columns of the rows meant that still hold something."""
        columns = [self.rows.c[name] for name in self.emptied]
        held = or_(*(func.coalesce(cast(one, String), "").not_in(("", ERASED, "{}")) for one in columns))
        return select(self.rows.c.id, *columns).where(*self.where, held).order_by(self.rows.c.id)


def list_veils(session: Session, source: Source, after: int, until: int) -> Veils:
    """The keyed hashes kept of purged rows that belong to the sealed rows with `after` < id ≤ `until`."""
    kinds = [kind for kind in (*source.purged, source.child_purged) if kind]
    if not kinds:
        return {}
    rows = session.execute(
        select(_PURGED.c.kind, _PURGED.c.row_id, _PURGED.c.veils).where(
            _PURGED.c.kind.in_(kinds), _PURGED.c.sealed_id > after, _PURGED.c.sealed_id <= until
        )
    )
    return {(kind, row_id): veils for kind, row_id, veils in rows}


def keep_redaction_hashes(kind: str, rows: Iterable[tuple[int, int, Mapping[str, str | None]]]) -> list[int]:
    """Keep the hashes of what these rows (own id, sealed id, personal columns) are about to lose; their ids.

    Without it the database refuses the change; with it nothing but emptying those columns is let through.
    """
    kept = [
        {
            "kind": kind,
            "row_id": row_id,
            "sealed_id": sealed_id,
            "veils": {name: redacted(value) for name, value in values.items() if value},
        }
        for row_id, sealed_id, values in rows
    ]
    for start in range(0, len(kept), _BATCH):
        db.session.execute(insert(_PURGED), kept[start : start + _BATCH])
    return [int(str(one["row_id"])) for one in kept]


def count_due(erasures: Iterable[Erasure]) -> int:
    """How many rows these would empty; a row that loses two groups of columns counts twice."""
    query = (select(func.count()).select_from(one.due.order_by(None).subquery()) for one in erasures)
    return sum(db.session.scalar(one) or 0 for one in query)


def erase(erasures: Iterable[Erasure]) -> int:
    """Empty them, their keyed hashes kept before; how many rows."""
    done = 0
    for one in erasures:
        rows = db.session.execute(one.due).all()
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            lost = (
                (row.id, row.id, {name: spelled(row._mapping[name]) for name in one.emptied}) for row in batch
            )
            ids = keep_redaction_hashes(one.kind, lost)
            db.session.execute(update(one.rows).where(one.rows.c.id.in_(ids)).values(**one.emptied))
        done += len(rows)
    return done


def spelled(value: Any) -> str | None:
    """A column's value as text: JSON in one spelling."""
    return value if value is None or isinstance(value, str) else canonical(value).decode()


def was_erased_of(kind: str, row_id: int, column: str, value: Any) -> bool:
    """Whether a purge took just this value out of this column: so the same item again is known as the same."""
    kept = select(_PURGED.c.veils).where(_PURGED.c.kind == kind, _PURGED.c.row_id == row_id)
    veils = db.session.scalar(kept) or {}
    return bool(veils) and veils.get(column) == redacted(spelled(value))


def list_own_acts(user_ids: Collection[int], actions: Collection[str]) -> list[Erasure]:
    """Name and address in what these logins did; to be asked only for what concerns nobody but themselves."""
    by = (_EVENT.c.actor_kind == "user", _EVENT.c.actor_id.in_(user_ids), _EVENT.c.action.in_(actions))
    tried = (_EVENT.c.subject == "user", _EVENT.c.subject_id.in_(user_ids), _EVENT.c.action == FAILED)
    emptied = {"actor_name": ERASED, "address": None}
    return [Erasure("audit", _EVENT, emptied, (or_(and_(*by), and_(*tried)),))]
