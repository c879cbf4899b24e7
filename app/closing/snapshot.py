"""Reads the snapshot of a month, and checks whether the month has changed since (decisions 16, 17).

The signed workbook of a city takes seconds to write. It is built from a snapshot before the closing locks the month,
and used only if the figures are unchanged under the lock.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.audit.queries import get_chain_head, get_last_event_id, list_actions_since
from app.closing import queries
from app.closing.archive import Reopening, list_reopenings
from app.closing.rules import MonthNotRecorded, ReadinessPoint, ensure_may_close, ensure_settled
from app.compliance import queries as compliance
from app.compliance.rules import StandingRow
from app.extensions import db
from app.minimums import queries as minimums
from app.months.rules import MonthState
from app.sales import queries as sales
from app.settings import queries as settings
from app.settings.cache import forget_settings
from app.shared import clock
from app.shared.period import Period

_MOVE_NO_FIGURE = frozenset({"access", "accounts", "booths", "report", "sales", "umkm"})
"""Rooms whose acts change no person, rule or letterhead; what sales do is seen in the ledger itself."""


@dataclass(frozen=True, slots=True)
class MonthSnapshot:
    """A month as its closing stores it. `version` is the closing's number; sums and rows in whole rupiah.

    `ledger_seq`, `resolution_seq`, `event_seq`: the highest ids when it was read; `chain_*`: the chain's head.
    """

    period: Period
    version: int
    closed_at: datetime
    header: dict[str, Any]
    rows: list[StandingRow]
    sums: sales.PeriodSums
    points: list[ReadinessPoint]
    override: str
    reopenings: list[Reopening]
    ledger_seq: int
    resolution_seq: int
    event_seq: int
    chain_seq: int
    chain_head: str


def read_snapshot(state: MonthState, override: str) -> MonthSnapshot:
    """Read the month in the running transaction: a snapshot transaction, or one that holds the month's lock.

    MonthNotOver, MonthAlreadyClosed, ReadinessOpen, MonthNotRecorded.
    """
    period = state.period
    ensure_may_close(period, today=clock.today(), is_closed=state.is_closed)
    points = queries.list_readiness(period)
    ensure_settled(points, override)
    rows = compliance.list_standings(period, today=clock.today())
    if not compliance.is_recorded_month(period, today=clock.today()):
        raise MonthNotRecorded(period=str(period))
    chain_seq, chain_head = get_chain_head()
    return MonthSnapshot(
        period=period,
        version=state.version + 1,
        closed_at=clock.now(),
        header=frozen_header(period),
        rows=rows,
        sums=sales.sum_period(period),
        points=points,
        override=override.strip()[:300] if points else "",
        reopenings=list_reopenings(period),
        ledger_seq=sales.get_last_sale_id(),
        resolution_seq=queries.get_last_resolution_id(),
        event_seq=get_last_event_id(),
        chain_seq=chain_seq,
        chain_head=chain_head,
    )


def is_unchanged(frozen: MonthSnapshot, state: MonthState) -> bool:
    """Whether the month's figures and names equal the snapshot; call it under the month's lock.

    The ledger is append-only, so sums, row count and last resolution show whether it changed. On SQLite people, rules
    and settings are compared only if the trail has new events; on PostgreSQL always.
    """
    forget_settings()  # they are cached since the snapshot was read, and may have changed
    if state.is_closed or state.version + 1 != frozen.version:
        return False
    if sales.sum_period(frozen.period) != frozen.sums:
        return False
    if queries.get_last_resolution_id() != frozen.resolution_seq:
        return False
    if db.session.get_bind().dialect.name == "sqlite":
        rooms = {action.partition(".")[0] for action in list_actions_since(frozen.event_seq)}
        if rooms <= _MOVE_NO_FIGURE:
            return True
    return (
        frozen_header(frozen.period) == frozen.header
        and compliance.list_standings(frozen.period, today=clock.today()) == frozen.rows
    )


def frozen_header(period: Period) -> dict[str, Any]:
    """The present header and footer of a report: city, letterhead, signers, decree, rules."""
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
