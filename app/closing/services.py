"""Closes and reopens months. A closing stores a snapshot of what the report prints (decisions 16)."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert

from app.audit.rules import Actor
from app.audit.services import record_event
from app.audit.state_seal import seal_states
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.closing.signed_files import WORKBOOK, BuiltFile, build_files
from app.closing.snapshot import MonthSnapshot, is_unchanged, read_snapshot
from app.compliance.rules import StandingRow
from app.extensions import db
from app.months import queries as months
from app.months import services as month_services
from app.months.errors import MonthNotClosed
from app.shared.columns import table
from app.shared.period import Period
from app.shared.prepared_statements import PreparedStatement
from app.shared.reason import read_reason
from app.shared.transaction import begin_snapshot, begin_writing, is_writing, rollback

BUILDS_BESIDE_THE_TILLS = 2
"""How often the files are built without the month's lock; after that they are built under it."""
_SNAPSHOT_BATCH = 2_000
_INSERT_ROWS = PreparedStatement(
    insert(table(SnapshotRow)).values(
        {name: bindparam(name) for name in table(SnapshotRow).c.keys() if name != "id"}
    )
)
"""Past SQLAlchemy's work for each row: on SQLite the tills wait as long as the rows take."""


def close_month(
    period: Period, *, actor: Actor, made_by: str = "", origin: str = "", override: str = ""
) -> Closing:
    """Freeze a month: names, numbers, unit, tier, decree, minimum, bought, status, letterhead, signers, and the files.

    `made_by`: the name printed on the papers, by default the actor's. `origin`: scheme and host of the city's pages,
    for the QR code. Outside a writing transaction the files are built first, while tills can sell; then the month is
    locked. If its figures have changed, the files are built again, the last time under the lock.
    Raises MonthNotOver, MonthAlreadyClosed, ReadinessOpen, MonthNotRecorded. Source: decisions 16 and 18.
    """
    for _ in range(0 if is_writing() else BUILDS_BESIDE_THE_TILLS):
        begin_snapshot()
        frozen = read_snapshot(months.get_month(period), override)
        built = build_files(frozen, made_by or actor.name, origin)
        begin_writing()
        if is_unchanged(frozen, month_services.lock_month(period, for_closing=True)):
            return _store(frozen, built, actor)
        rollback()
    begin_writing()
    frozen = read_snapshot(month_services.lock_month(period, for_closing=True), override)
    return _store(frozen, build_files(frozen, made_by or actor.name, origin), actor)


def _store(frozen: MonthSnapshot, built: Sequence[BuiltFile], actor: Actor) -> Closing:
    version = month_services.set_closed(frozen.period)
    closing = _insert_closing(frozen, version, actor)
    _insert_rows(closing.id, frozen.rows)
    digests = _store_files(closing.id, built)
    record_event(
        "month.close",
        actor=actor,
        subject="closing",
        subject_id=closing.id,
        details={
            "period": str(frozen.period),
            "version": version,
            "people": len(frozen.rows),
            "sha256": digests.pop(WORKBOOK),
            **({"other_files": digests} if digests else {}),
            "open_points": {point.code: point.count for point in frozen.points},
        },
    )
    return closing


def _store_files(closing_id: int, built: Sequence[BuiltFile]) -> dict[str, str]:
    """Store the files; returns their SHA-256 by kind."""
    digests = {one.kind: hashlib.sha256(one.content).hexdigest() for one in built}
    files = [
        ClosingFile(
            closing_id=closing_id, kind=one.kind, name=one.name, sha256=digests[one.kind], content=one.content
        )
        for one in built
    ]
    db.session.add_all(files)
    db.session.flush()
    seal_states("closing_file", [file.id for file in files])
    return digests


def reopen_month(period: Period, *, actor: Actor, reason: str) -> None:
    """Open a closed month again; its closing and file stay. MonthNotClosed, ReasonMissing. Source: decisions 18."""
    reason = read_reason(reason)
    state = month_services.lock_month(period, for_closing=True)
    if not state.is_closed:
        raise MonthNotClosed(period=str(period))
    month_services.set_open(period)
    record_event(
        "month.reopen",
        actor=actor,
        subject="month",
        details={"period": str(period), "version": state.version, "reason": reason},
    )


def _insert_closing(frozen: MonthSnapshot, version: int, actor: Actor) -> Closing:
    closing = Closing(
        period=frozen.period,
        version=version,
        closed_at=frozen.closed_at,
        closed_by=actor.id,
        closed_by_name=actor.name,
        override_reason=frozen.override,
        readiness=[point.as_json() for point in frozen.points],
        header=frozen.header,
        ledger_seq=frozen.ledger_seq,
        chain_seq=frozen.chain_seq,
        chain_head=frozen.chain_head,
    )
    db.session.add(closing)
    db.session.flush()
    return closing


def _insert_rows(closing_id: int, rows: list[StandingRow]) -> None:
    connection = db.session.connection()
    for start in range(0, len(rows), _SNAPSHOT_BATCH):
        batch = rows[start : start + _SNAPSHOT_BATCH]
        _INSERT_ROWS.write(connection, [snapshot_values(closing_id, row) for row in batch])


def snapshot_values(closing_id: int, row: StandingRow) -> dict[str, Any]:
    """The columns of a standing's snapshot row."""
    return {
        "closing_id": closing_id,
        "employee_id": row.employee_id,
        "nip": row.nip,
        "code": row.code,
        "name": row.name,
        "employment": row.employment,
        "position": row.position,
        "echelon": row.echelon,
        "grade": row.grade,
        "unit_id": row.unit_id,
        "unit": row.unit,
        "opd_id": row.opd_id,
        "opd": row.opd,
        "tier": row.tier,
        "tier_name": row.tier_name,
        "minimum": row.minimum,
        "bought": row.bought,
        "status": row.status,
        "note": row.note,
    }
