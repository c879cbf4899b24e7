"""Exports a report to a file: the signed file of a closed month, else one written from one snapshot."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.reports.catalogue import find_signed_file, open_report
from app.reports.registry import ReportRequest
from app.reports.report import Watch, count_all_rows, write_report


@dataclass(frozen=True, slots=True)
class Export:
    """An exported report. `version` 0: provisional. `is_stored`: the unchanged bytes of the signed file.

    `details`: ids and counts for the audit event.
    """

    name: str
    version: int
    ledger_seq: int
    is_stored: bool
    details: dict[str, Any]


def export_report(
    target: Path,
    request: ReportRequest,
    *,
    made_by: str,
    watch: Watch | None = None,
    on_total: Watch | None = None,
) -> Export:
    """Write the requested report to a path.

    The whole workbook of a closed month is the signed file itself (decisions 16). NotFound if the report's subject does
    not exist. Reads in its own snapshot: call it outside a writing transaction. `on_total` gets the number of rows,
    `watch` the number of finished ones; either may raise to stop, and then no file is left.
    """
    stored = find_signed_file(request)
    if stored is not None and request.period is not None:
        target.write_bytes(stored.content)
        details = {"period": str(request.period), "version": stored.version, "ledger_seq": stored.ledger_seq}
        return Export(stored.name, stored.version, stored.ledger_seq, True, _with_request(request, details))
    report = open_report(request, made_by)
    if on_total:
        on_total(count_all_rows(report))
    write_report(target, report, watch)
    found = report.details
    return Export(
        report.name, found.get("version", 0), found["ledger_seq"], False, _with_request(request, found)
    )


def _with_request(request: ReportRequest, details: dict[str, Any]) -> dict[str, Any]:
    """Add the request to the details; `kind` is the slug of the content, if the report has several."""
    return {**details, "report": request.kind, "kind": request.content or request.kind}
