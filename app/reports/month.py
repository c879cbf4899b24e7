"""Reads the data of a month's workbook in one snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.closing import queries as closing
from app.closing.archive import Reopening, list_reopenings, list_versions
from app.closing.models import Closing
from app.closing.readiness import get_label
from app.closing.rules import ReadinessPoint
from app.closing.snapshot import MonthSnapshot
from app.closing.trend import Counts, list_month_counts
from app.compliance.rules import StandingRow
from app.reports.heading import Heading, heading_of, heading_of_frozen
from app.sales import queries as sales
from app.shared import clock
from app.shared.period import Period
from app.shared.transaction import begin_snapshot
from app.tills.queries.tills import TillRow, list_tills
from app.tills.rules import ENROLLED


@dataclass(frozen=True, slots=True)
class Compliance:
    """One snapshot of a month: all standings, the ledger's sums, and their completeness. `previous`: the counts of the
    month before, None if it was not recorded."""

    heading: Heading
    rows: list[StandingRow]
    sums: sales.PeriodSums
    points: list[ReadinessPoint]
    tills: list[TillRow]
    ledger_seq: int
    chain_head: str
    made_by: str
    signed_sha256: str = ""
    override: str = ""
    reopenings: list[Reopening] = field(default_factory=list)
    previous: Counts | None = None


def read_compliance(period: Period, made_by: str) -> Compliance:
    """Read a month in one snapshot, so that totals, rows and ledger agree."""
    begin_snapshot()
    current = closing.find_current_closing(period)
    return Compliance(
        heading=heading_of(period, clock.local(current.closed_at if current else clock.now())),
        rows=closing.list_standings_of_month(period),
        sums=sales.sum_period(period),
        points=_open_points(current, period),
        tills=[till for till in list_tills() if _is_waited_for(till)],
        ledger_seq=current.ledger_seq if current else sales.get_last_sale_id(),
        chain_head=f"{current.chain_seq}:{current.chain_head}" if current else "",
        made_by=made_by,
        signed_sha256=_sha256(current),
        previous=_counts_before(period),
        override=current.override_reason if current else "",
        reopenings=[
            reopening
            for reopening in list_reopenings(period)
            if current is None or reopening.version < current.version
        ],
    )


def _counts_before(period: Period) -> Counts | None:
    before = period.previous()
    return list_month_counts([before])[before]


def _is_waited_for(till: TillRow) -> bool:
    """Whether a till has sent anything, or, for a login till, has unsent sales."""
    return till.revoked_at is None and bool(till.unsent or (till.kind == ENROLLED and till.last_synced_at))


def _sha256(current: Closing | None) -> str:
    """The signed file's hash, for copies of it; the file itself cannot contain its own hash."""
    if current is None:
        return ""
    versions = list_versions(current.period)
    return next((version.sha256 for version in versions if version.version == current.version), "")


def compliance_of(frozen: MonthSnapshot, made_by: str) -> Compliance:
    """The data of a month that is being closed, from its snapshot; reads only the month before."""
    return Compliance(
        heading=heading_of_frozen(frozen),
        rows=frozen.rows,
        sums=frozen.sums,
        points=frozen.points,
        tills=[],
        ledger_seq=frozen.ledger_seq,
        chain_head=f"{frozen.chain_seq}:{frozen.chain_head}",
        made_by=made_by,
        previous=_counts_before(frozen.period),
        override=frozen.override,
        reopenings=frozen.reopenings,
    )


def _open_points(current: Closing | None, period: Period) -> list[ReadinessPoint]:
    """The open points; of a closed month, those at closing."""
    if current is None:
        return closing.list_readiness(period)
    return [ReadinessPoint(**point) for point in current.readiness]


def incomplete(points: Iterable[ReadinessPoint]) -> list[str]:
    """The open points as sentences, as workbooks print them."""
    return [get_label(point.code).in_paper(point.count) for point in points]
