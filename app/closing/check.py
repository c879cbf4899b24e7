"""Part of `ledger check`: what was frozen and what came after it must be what the ledger counts now."""

from sqlalchemy import select

from app.closing.counting import list_gains
from app.closing.models import Closing, SnapshotRow
from app.extensions import db
from app.months.queries import list_months
from app.sales.check import LedgerReport
from app.sales.queries import bought_per_employee
from app.shared.period import Period


def check_snapshots(report: LedgerReport) -> None:
    """For each closed month and person: the snapshot's sum, plus what supplements of that version added, against
    the live sum. Nothing else may change a closed month's figures (decisions 16, 17). Reads only.
    """
    versions = {month.period: month.version for month in list_months() if month.is_closed}
    gains = list_gains(versions)
    for period, version in versions.items():
        expected = _frozen(period, version)
        for gain in gains.get(period, ()):
            expected[gain.employee_id] = expected.get(gain.employee_id, 0) + gain.amount
        part = bought_per_employee(period)
        live = {row[0]: int(row[1]) for row in db.session.execute(select(part.c.employee_id, part.c.bought))}
        for person in sorted({*expected, *live}):
            kept, counted = expected.get(person, 0), live.get(person, 0)
            if kept != counted:
                report.note(
                    f"{period} versi {version}, pegawai {person}: dibekukan dan suplemen {kept}, buku besar {counted}"
                )


def _frozen(period: Period, version: int) -> dict[int, int]:
    wanted = (
        select(SnapshotRow.employee_id, SnapshotRow.bought)
        .join(Closing, Closing.id == SnapshotRow.closing_id)
        .where(Closing.period == period, Closing.version == version)
    )
    return {person: bought for person, bought in db.session.execute(wanted)}
