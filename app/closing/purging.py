"""Erases names from snapshot rows, and the bytes of signed files, after the archive period (decisions 16)."""

from collections.abc import Collection

from sqlalchemy import func, select, update

from app.audit.purging import store_redaction_hashes
from app.audit.rules import ERASED
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.extensions import db
from app.privacy.registry import PURGING, PurgePart, batch_by
from app.shared.period import Period

_BATCH = 2_000


def erase_frozen_rows(employee_ids: Collection[int]) -> int:
    """Erase number, name and exemption reason in these people's snapshot rows; the number of rows.

    Unit, position, minimum, bought and status stay.
    """
    rows = db.session.execute(
        select(
            SnapshotRow.id, SnapshotRow.closing_id, SnapshotRow.nip, SnapshotRow.code, SnapshotRow.name,
            SnapshotRow.note,
        )
        .where(SnapshotRow.employee_id.in_(employee_ids), SnapshotRow.name != ERASED)
        .order_by(SnapshotRow.id)
    ).all()  # fmt: skip
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        ids = store_redaction_hashes(
            "snapshot",
            (
                (
                    one.id,
                    one.closing_id,
                    {"nip": one.nip, "code": one.code, "name": one.name, "note": one.note},
                )
                for one in batch
            ),
        )
        emptied = {"nip": None, "code": None, "name": ERASED, "note": ""}
        db.session.execute(update(SnapshotRow).where(SnapshotRow.id.in_(ids)).values(**emptied))
    return len(rows)


def erase_signed_files(periods: Collection[Period]) -> int:
    """Erase the bytes of these months' signed workbooks, in all versions; name and hash stay. The number of files."""
    query = (
        select(ClosingFile.id, ClosingFile.closing_id)
        .join(Closing, Closing.id == ClosingFile.closing_id)
        .where(Closing.period.in_(periods), ClosingFile.content != b"")
    )
    ids = store_redaction_hashes("file", ((row.id, row.closing_id, {}) for row in db.session.execute(query)))
    db.session.execute(update(ClosingFile).where(ClosingFile.id.in_(ids)).values(content=b""))
    return len(ids)


def count_frozen_rows(employee_ids: Collection[int]) -> int:
    """The number of these people's snapshot rows."""
    query = select(func.count(SnapshotRow.id)).where(SnapshotRow.employee_id.in_(employee_ids))
    return db.session.scalar(query) or 0


def count_signed_files(periods: Collection[Period]) -> int:
    """The number of these months' signed workbooks whose bytes are still stored."""
    query = (
        select(func.count(ClosingFile.id))
        .join(Closing, Closing.id == ClosingFile.closing_id)
        .where(Closing.period.in_(periods), ClosingFile.content != b"")
    )
    return db.session.scalar(query) or 0


PURGING.register(
    PurgePart(
        "frozen_rows",
        90,
        "frozen_rows",
        lambda due: count_frozen_rows(due.people),
        batch_by(lambda due: due.people, erase_frozen_rows),
    ),
    PurgePart(
        "signed_files",
        100,
        "signed_files",
        lambda due: count_signed_files(due.periods),
        lambda due: erase_signed_files(due.periods),
    ),
)
