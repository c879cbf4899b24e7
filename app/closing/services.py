"""Closing and reopening a month. Closing computes nothing new: it freezes what a report prints (decisions 16)."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert

from app.audit.queries import get_chain_head
from app.audit.rules import Actor
from app.audit.services import record_event
from app.closing import queries
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.closing.rules import MonthNotRecorded, ReadinessPoint, ensure_may_close, ensure_settled
from app.compliance import queries as compliance
from app.compliance.rules import StandingRow
from app.extensions import db
from app.minimums import queries as minimums
from app.months import services as month_services
from app.months.errors import MonthNotClosed, ReasonMissing
from app.sales import queries as sales
from app.settings import queries as settings
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_SNAPSHOT_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A workbook ready to be stored: its file name and bytes."""

    name: str
    content: bytes


def close_month(
    period: Period, *, actor: Actor, build_file: Callable[[Period], BuiltFile], override: str = ""
) -> Closing:
    """Freeze a month: names, numbers, unit, tier, decree, minimum, bought, status, letterhead, signers, and the file.

    `build_file` writes the compliance workbook from the snapshot (the reports room stands to the right of this
    one). Raises MonthNotOver, MonthAlreadyClosed, ReadinessOpen. Source: decisions 16 and 18.
    """
    state = month_services.lock_month(period, for_closing=True)
    ensure_may_close(period, today=clock.today(), is_closed=state.is_closed)
    points = queries.list_readiness(period)
    ensure_settled(points, override)
    rows = compliance.list_standings(period, today=clock.today())
    if any(row.status is None for row in rows):
        raise MonthNotRecorded(period=str(period))
    version = month_services.set_closed(period)
    closing = _insert_closing(period, version, points, override, actor)
    _insert_rows(closing.id, rows)
    built = build_file(period)
    digest = hashlib.sha256(built.content).hexdigest()
    db.session.add(
        ClosingFile(
            closing_id=closing.id, kind="compliance", name=built.name, sha256=digest, content=built.content
        )
    )
    db.session.flush()
    record_event(
        "month.close",
        actor=actor,
        subject="closing",
        subject_id=closing.id,
        details={
            "period": str(period),
            "version": version,
            "people": len(rows),
            "sha256": digest,
            "open_points": {point.code: point.count for point in points},
        },
    )
    return closing


def reopen_month(period: Period, *, actor: Actor, reason: str) -> None:
    """Open a closed month again; its closing and file stay. MonthNotClosed, ReasonMissing. Source: decisions 18."""
    if not reason.strip():
        raise ReasonMissing("reason")
    state = month_services.lock_month(period, for_closing=True)
    if not state.is_closed:
        raise MonthNotClosed(period=str(period))
    month_services.set_open(period)
    record_event(
        "month.reopen",
        actor=actor,
        subject="month",
        details={"period": str(period), "version": state.version, "reason": reason.strip()[:300]},
    )


def _insert_closing(
    period: Period, version: int, points: list[ReadinessPoint], override: str, actor: Actor
) -> Closing:
    chain_seq, chain_head = get_chain_head()
    closing = Closing(
        period=period,
        version=version,
        closed_at=clock.now(),
        closed_by=actor.id,
        closed_by_name=actor.name,
        override_reason=override.strip()[:300] if points else "",
        readiness=[point.as_json() for point in points],
        header=frozen_header(period),
        ledger_seq=sales.get_last_sale_id(),
        chain_seq=chain_seq,
        chain_head=chain_head,
    )
    db.session.add(closing)
    db.session.flush()
    return closing


def frozen_header(period: Period) -> dict[str, Any]:
    """All a report prints above and below its rows, as it stands now: city, letterhead, signers, decree, rules."""
    decree = minimums.find_decree_for(period)
    return {
        "city": settings.get_city_name(),
        "letterhead": settings.get_letterhead(),
        "signers": {side: asdict(signer) for side, signer in settings.get_signers().items()},
        "reference_day": settings.get_reference_day(period),
        "decree": {
            "number": decree.number,
            "title": decree.title,
            "signed_on": decree.signed_on.isoformat(),
            "mode": decree.mode,
        }
        if decree
        else None,
    }


def _insert_rows(closing_id: int, rows: list[StandingRow]) -> None:
    statement = insert(table(SnapshotRow))
    for start in range(0, len(rows), _SNAPSHOT_BATCH):
        batch = rows[start : start + _SNAPSHOT_BATCH]
        db.session.execute(statement, [_snapshot(closing_id, row) for row in batch])


def _snapshot(closing_id: int, row: StandingRow) -> dict[str, Any]:
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
