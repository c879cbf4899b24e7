"""The list of all reports, in the order of pages; each report is registered in its own file."""

from dataclasses import dataclass

from app.closing import queries as closing
from app.reports.attendance import ATTENDANCE
from app.reports.compliance_kind import COMPLIANCE
from app.reports.event_day import EVENT_DAY
from app.reports.goods_card import GOODS_CARD
from app.reports.ledger import LEDGER
from app.reports.opd import OPD
from app.reports.readiness import READINESS
from app.reports.registry import ReportContent, ReportKind, ReportRequest, get_kind, given, register
from app.reports.report import Report
from app.reports.settlement import SETTLEMENT
from app.reports.statement import STATEMENT
from app.reports.training import TRAINING
from app.reports.year import YEAR

SMALL = 10_000
"""So many rows are written while the page waits; more become a job."""

for _kind in (
    COMPLIANCE, LEDGER, SETTLEMENT, EVENT_DAY, YEAR, OPD, STATEMENT, READINESS, GOODS_CARD, ATTENDANCE, TRAINING,
):  # fmt: skip
    register(_kind)


def open_report(request: ReportRequest, made_by: str) -> Report:
    """Read a report in one snapshot. NotFound if its subject does not exist (a supplement, a unit, a person)."""
    return given(_find_readable(request).open)(request, made_by)


def count_expected_rows(request: ReportRequest) -> int:
    """An estimate of the number of rows of a report. NotFound if its subject does not exist."""
    return given(_find_readable(request).count_rows)(request)


def _find_readable(request: ReportRequest) -> ReportContent | ReportKind:
    kind = get_kind(request.kind)
    return kind.get_content(request.content) if kind.contents else kind


@dataclass(frozen=True, slots=True)
class SignedFile:
    """The signed file of a closed month, and the details for the audit event."""

    name: str
    content: bytes
    version: int
    ledger_seq: int


def find_signed_file(request: ReportRequest) -> SignedFile | None:
    """The signed file, if the request is for it: the whole workbook of a closed month (decisions 16); else None."""
    kind = get_kind(request.kind)
    if request.period is None or request.content is None:
        return None
    if not kind.contents or not kind.get_content(request.content).is_signed:
        return None
    current = closing.find_current_closing(request.period)
    if current is None:
        return None
    stored = closing.get_stored_file(request.period, current.version)
    return SignedFile(stored.name, stored.content, current.version, current.ledger_seq)
