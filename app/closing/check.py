"""Part of `ledger check`: snapshot plus supplements must equal the present sums of the ledger."""

import hashlib

from sqlalchemy import select

from app.audit.queries import list_purged_rows
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.closing.supplement_gains import list_gains
from app.extensions import db
from app.months.queries import list_months
from app.sales.ledger.check import LedgerReport, check_ledger
from app.sales.queries import bought_per_employee
from app.settlement.check import check_settlement
from app.shared.period import Period
from app.stock.check import check_stock


def check_books() -> LedgerReport:
    """All checks of `ledger check`: ledger and chain, goods, money of makers, closed months. Reads only; call it in
    one snapshot.
    """
    report = check_ledger()
    check_stock(report)
    check_settlement(report)
    check_snapshots(report)
    return report


def check_snapshots(report: LedgerReport) -> None:
    """For each closed month and person: compare the snapshot's sum plus the gains by supplements of that version with
    the live sum. Nothing else may change a closed month's figures (decisions 16, 17). Reads only.
    """
    versions = {month.period: month.version for month in list_months() if month.is_closed}
    gains = list_gains(versions)
    check_files(report)
    for period, version in versions.items():
        expected = _find_frozen_sums(period, version)
        for gain in gains.get(period, ()):
            expected[gain.employee_id] = expected.get(gain.employee_id, 0) + gain.amount
        part = bought_per_employee(period)
        live = {row[0]: int(row[1]) for row in db.session.execute(select(part.c.employee_id, part.c.bought))}
        for person in sorted({*expected, *live}):
            frozen, counted = expected.get(person, 0), live.get(person, 0)
            if frozen != counted:
                report.add_finding(
                    f"{period} versi {version}, pegawai {person}: dibekukan dan suplemen {frozen}, buku besar {counted}"
                )


def check_files(report: LedgerReport) -> None:
    """Check that every closing has its signed file and that its bytes have the sealed hash; purged files have no
    bytes."""
    purged = list_purged_rows("file")
    query = (
        select(Closing.period, Closing.version, ClosingFile.id, ClosingFile.sha256, ClosingFile.content)
        .outerjoin(ClosingFile, ClosingFile.closing_id == Closing.id)
        .order_by(Closing.id)
    )
    for period, version, file_id, sha256, content in db.session.execute(
        query, execution_options={"yield_per": 1}
    ):
        place = f"{period} versi {version}"
        if sha256 is None:
            report.add_finding(f"{place}: berkas yang ditandatangani tidak ada")
        elif (content or file_id not in purged) and hashlib.sha256(content).hexdigest() != sha256:
            report.add_finding(f"{place}: isi berkas yang ditandatangani berubah")


def _find_frozen_sums(period: Period, version: int) -> dict[int, int]:
    query = (
        select(SnapshotRow.employee_id, SnapshotRow.bought)
        .join(Closing, Closing.id == SnapshotRow.closing_id)
        .where(Closing.period == period, Closing.version == version)
    )
    return {person: bought for person, bought in db.session.execute(query)}
