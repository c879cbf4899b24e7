"""`ledger check`: sums of the ledger computed in independent ways must agree.

1. Each row's amount against its lines, computed from quantity and price, and each reversal against its original.
2. Each month's counted total against what its people bought, the public and the unresolved, counted by other SQL.
3. Each parked row against its late item, each pending reversal against its sale.
4. The chain: every row is sealed and unchanged.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from app.audit.verify import verify_chain
from app.extensions import db
from app.sales.ledger.totals import LATE, SALE, bought_per_employee
from app.sales.models import PendingVoid, SaleLine
from app.sales.queries import list_sale_periods, sum_period
from app.shared.columns import table
from app.shared.period import Period

_LINE, _PENDING = table(SaleLine), table(PendingVoid)
_MOST = 50


@dataclass
class LedgerReport:
    """Counts, and findings as Indonesian sentences for the person who runs the command. No findings: all sums agree."""

    sales: int = 0
    turnover: int = 0
    months: int = 0
    links: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """True when nothing was found."""
        return not self.findings

    def add_finding(self, finding: str) -> None:
        """Add a finding; those beyond the first 50 are dropped."""
        if len(self.findings) < _MOST:
            self.findings.append(finding)


def check_ledger() -> LedgerReport:
    """Run all checks. Reads only; call it in one snapshot (`begin_snapshot`)."""
    report = LedgerReport()
    count, turnover = db.session.execute(
        select(func.count(), func.coalesce(func.sum(SALE.c.amount), 0)).select_from(SALE)
    ).one()
    report.sales, report.turnover = count, int(turnover)  # PostgreSQL sums whole numbers into a decimal
    _check_lines(report)
    _check_reversals(report)
    _check_late(report)
    _check_pending_voids(report)
    _check_months(report)
    chain = verify_chain(db.session())
    report.links = chain.links
    for finding in chain.findings:
        report.add_finding(f"rantai: {finding}")
    return report


def _check_lines(report: LedgerReport) -> None:
    total = func.coalesce(func.sum(_LINE.c.quantity * _LINE.c.unit_price), 0)
    sums = (
        select(SALE.c.id, SALE.c.amount, total.label("lines"))
        .select_from(SALE.outerjoin(_LINE, _LINE.c.sale_id == SALE.c.id))
        .group_by(SALE.c.id, SALE.c.amount)
        .having(total != SALE.c.amount)
        .limit(_MOST)
    )
    for row in db.session.execute(sums):
        report.add_finding(f"nota {row.id}: jumlah {row.amount}, barisnya {row.lines}")
    orphans = select(_LINE.c.id).where(~select(SALE.c.id).where(SALE.c.id == _LINE.c.sale_id).exists())
    for line_id in db.session.scalars(orphans.limit(_MOST)):
        report.add_finding(f"baris {line_id}: notanya tidak ada")


def _check_reversals(report: LedgerReport) -> None:
    original = SALE.alias("original")
    wrong = (
        select(SALE.c.id)
        .join(original, original.c.id == SALE.c.void_of)
        .where(
            or_(
                SALE.c.amount != -original.c.amount,
                SALE.c.business_date != original.c.business_date,
                original.c.void_of.is_not(None),
                func.coalesce(SALE.c.employee_id, 0) != func.coalesce(original.c.employee_id, 0),
            )
        )
    )
    for sale_id in db.session.scalars(wrong.limit(_MOST)):
        report.add_finding(f"pembatalan {sale_id}: tidak sama dengan nota asalnya")


def _check_late(report: LedgerReport) -> None:
    """Finds parked rows without a late item (never counted) and recorded rows with one (counted twice)."""
    wrong = (
        select(SALE.c.id, SALE.c.result)
        .select_from(SALE.outerjoin(LATE, LATE.c.sale_id == SALE.c.id))
        .where(
            or_(
                and_(SALE.c.result == "parked", LATE.c.id.is_(None)),
                and_(SALE.c.result == "recorded", LATE.c.id.is_not(None)),
            )
        )
    )
    for row in db.session.execute(wrong.limit(_MOST)):
        report.add_finding(f"nota {row.id}: hasil {row.result} tidak cocok dengan kiriman terlambat")


def _check_pending_voids(report: LedgerReport) -> None:
    """Finds pending reversals whose sale has arrived and is not reversed."""
    reversal = SALE.alias("reversal")
    missed = (
        select(_PENDING.c.id)
        .join(SALE, and_(SALE.c.uuid == _PENDING.c.target_uuid, SALE.c.booth_id == _PENDING.c.booth_id))
        .outerjoin(reversal, reversal.c.void_of == SALE.c.id)
        .where(_PENDING.c.decided_at.is_(None), reversal.c.id.is_(None), SALE.c.void_of.is_(None))
    )
    for pending_id in db.session.scalars(missed.limit(_MOST)):
        report.add_finding(f"pembatalan tertunda {pending_id}: notanya sudah ada tetapi belum dibatalkan")


def _check_months(report: LedgerReport) -> None:
    accepted = select(LATE.c.period).where(LATE.c.decision == "accepted").distinct()
    periods = sorted({*list_sale_periods(), *db.session.scalars(accepted)})
    report.months = len(periods)
    by_lines = _totals_from_lines()
    for period in periods:
        sums = sum_period(period)
        parts = sums.bought + sums.public + sums.unresolved
        if sums.turnover != parts:
            report.add_finding(f"{period}: omzet {sums.turnover}, bagian-bagiannya {parts}")
        part = bought_per_employee(period)
        bought = db.session.scalar(select(func.coalesce(func.sum(part.c.bought), 0)))
        if bought != sums.bought:
            report.add_finding(f"{period}: belanja pegawai {bought} per orang, {sums.bought} per nota")
        if by_lines.get(period, 0) != sums.turnover:
            report.add_finding(f"{period}: omzet {sums.turnover}, menurut baris {by_lines.get(period, 0)}")


def _totals_from_lines() -> dict[Period, int]:
    """Each month's turnover in whole rupiah, from the lines alone; each row's month is decided by itself."""
    month: Any = func.coalesce(LATE.c.period, SALE.c.period)
    counts = case((SALE.c.result == "recorded", 1), (LATE.c.decision == "accepted", 1), else_=0)
    query = (
        select(month, func.sum(_LINE.c.quantity * _LINE.c.unit_price * counts))
        .select_from(
            SALE.join(_LINE, _LINE.c.sale_id == SALE.c.id).outerjoin(LATE, LATE.c.sale_id == SALE.c.id)
        )
        .group_by(month)
    )
    return {_period(row[0]): int(row[1] or 0) for row in db.session.execute(query)}


def _period(value: Any) -> Period:
    return value if isinstance(value, Period) else Period.parse(value)
