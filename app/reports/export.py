"""Handing a report out at once: the signed bytes of a closed month, otherwise made from one snapshot."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.reports.catalogue import find_signed_file, open_report
from app.reports.registry import ReportRequest
from app.reports.report import Watch, count_all_rows, write_report


@dataclass(frozen=True, slots=True)
class Export:
    """What was handed out. `version` 0: provisional. `is_stored`: the signed bytes, served as they are.

    `details` go into the trail: ids and counts only.
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
    """Write what was asked for to a path.

    The whole workbook of a closed month is the very file that was signed (decisions 16). NotFound for what there
    is not. Reads in a snapshot of its own: call it outside a writing transaction. `on_total` hears how many
    rows there are, `watch` how many are done; either may raise to stop, and no file is left.
    """
    stored = find_signed_file(request)
    if stored is not None and request.period is not None:
        target.write_bytes(stored.content)
        details = {"period": str(request.period), "version": stored.version, "ledger_seq": stored.ledger_seq}
        return Export(stored.name, stored.version, stored.ledger_seq, True, _named(request, details))
    report = open_report(request, made_by)
    if on_total:
        on_total(count_all_rows(report))
    write_report(target, report, watch)
    found = report.details
    return Export(report.name, found.get("version", 0), found["ledger_seq"], False, _named(request, found))


def _named(request: ReportRequest, details: dict[str, Any]) -> dict[str, Any]:
    """With what was asked for; `kind` is the month's content where there is one, as it always was."""
    return {**details, "report": request.kind, "kind": request.content or request.kind}
