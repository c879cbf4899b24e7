"""Erases personal columns of sealed rows. Stores their keyed hashes first, so that the chain still proves the rows
(ADR 0010)."""

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
from app.audit.sources import RedactionHashes, Source, redacted
from app.extensions import db
from app.shared.columns import table

_PURGED, _EVENT = table(PurgedRow), table(AuditEvent)
FAILED = "accounts.sign_in_failed"
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Erasure:
    """A group of columns to erase: the values afterwards (`emptied`) and the conditions of the rows (`where`).

    `kind` is the kind of its `purged_row` (migration 0001, PURGEABLE).
    """

    kind: str
    rows: Table
    emptied: Mapping[str, Any]
    where: tuple[ColumnElement[bool], ...]

    @property
    def due(self) -> Select[Any]:
        """Ids and columns of the matching rows that are not erased yet."""
        columns = [self.rows.c[name] for name in self.emptied]
        is_filled = or_(
            *(func.coalesce(cast(column, String), "").not_in(("", ERASED, "{}")) for column in columns)
        )
        return select(self.rows.c.id, *columns).where(*self.where, is_filled).order_by(self.rows.c.id)


def list_redaction_hashes(session: Session, source: Source, after: int, until: int) -> RedactionHashes:
    """The stored keyed hashes of purged rows that belong to the sealed rows with `after` < id ≤ `until`."""
    kinds = [kind for kind in (*source.purged, source.child_purged) if kind]
    if not kinds:
        return {}
    rows = session.execute(
        select(_PURGED.c.kind, _PURGED.c.row_id, _PURGED.c.veils).where(
            _PURGED.c.kind.in_(kinds), _PURGED.c.sealed_id > after, _PURGED.c.sealed_id <= until
        )
    )
    return {(kind, row_id): hashes for kind, row_id, hashes in rows}


def store_redaction_hashes(kind: str, rows: Iterable[tuple[int, int, Mapping[str, str | None]]]) -> list[int]:
    """Store the hashes of the columns that are about to be erased, of rows (own id, sealed id, personal columns); the
    own ids.

    The triggers refuse to change a sealed row without this record; with it they allow only erasing those columns.
    """
    records = [
        {
            "kind": kind,
            "row_id": row_id,
            "sealed_id": sealed_id,
            "veils": {name: redacted(value) for name, value in values.items() if value},
        }
        for row_id, sealed_id, values in rows
    ]
    for start in range(0, len(records), _BATCH):
        db.session.execute(insert(_PURGED), records[start : start + _BATCH])
    return [int(str(record["row_id"])) for record in records]


def count_due(erasures: Iterable[Erasure]) -> int:
    """The number of rows that these would erase; a row with two groups of columns counts twice."""
    counts = (select(func.count()).select_from(erasure.due.order_by(None).subquery()) for erasure in erasures)
    return sum(db.session.scalar(count) or 0 for count in counts)


def erase(erasures: Iterable[Erasure]) -> int:
    """Erase the columns after storing their keyed hashes; the number of rows."""
    done = 0
    for erasure in erasures:
        rows = db.session.execute(erasure.due).all()
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            lost = (
                (row.id, row.id, {name: as_text(row._mapping[name]) for name in erasure.emptied})
                for row in batch
            )
            ids = store_redaction_hashes(erasure.kind, lost)
            db.session.execute(
                update(erasure.rows).where(erasure.rows.c.id.in_(ids)).values(**erasure.emptied)
            )
        done += len(rows)
    return done


def as_text(value: Any) -> str | None:
    """A column's value as text; JSON in canonical form."""
    return value if value is None or isinstance(value, str) else canonical(value).decode()


def was_erased_of(kind: str, row_id: int, column: str, value: Any) -> bool:
    """Whether a purge erased exactly this value from this column, so that a repeated item is recognised."""
    statement = select(_PURGED.c.veils).where(_PURGED.c.kind == kind, _PURGED.c.row_id == row_id)
    hashes = db.session.scalar(statement) or {}
    return bool(hashes) and hashes.get(column) == redacted(as_text(value))


def list_own_acts(user_ids: Collection[int], actions: Collection[str]) -> list[Erasure]:
    """Erases name and address in these logins' events. The caller passes only actions whose payload concerns the actor
    alone."""
    by = (_EVENT.c.actor_kind == "user", _EVENT.c.actor_id.in_(user_ids), _EVENT.c.action.in_(actions))
    failed_sign_ins = (
        _EVENT.c.subject == "user",
        _EVENT.c.subject_id.in_(user_ids),
        _EVENT.c.action == FAILED,
    )
    emptied = {"actor_name": ERASED, "address": None}
    return [Erasure("audit", _EVENT, emptied, (or_(and_(*by), and_(*failed_sign_ins)),))]
