"""Pages that show each report of finance on the screen and on paper, with the rows of its workbook."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from app.directory.queries import load_tree
from app.reports.registry import Parameter, ReportRequest, get_kind
from app.shared import clock
from app.web.finance import blueprint
from app.web.reports import pages
from app.web.reports.parameters import (
    explain_missing_day,
    fields_of,
    last_event_day,
    list_years,
    read_request,
)
from app.web.reports.request_labels import report_title
from app.web.ui.periods import list_shown_periods

TEMPLATES: dict[Parameter, str] = {
    "month": "finance/reports_month.html",
    "day": "finance/reports_day.html",
    "year": "finance/reports_year.html",
}
"""The template by a report's first parameter; each offers another month, day or year."""


@blueprint.get("/laporan/lihat/<string(maxlength=20):kind>")
def preview_report(kind: str) -> Any:
    """Show one sheet of a report, a page of rows at a time. 404 with a sentence for a day without a report."""
    entry = get_kind(kind, "finance")
    template = TEMPLATES[entry.parameters[0]]
    if "day" in entry.parameters and (reason := explain_missing_day(request.args.get("hari", ""))):
        around = _around(ReportRequest(kind, day=last_event_day())) | {"paper_url": "", "reason": reason}
        return pages.show_nothing(_(entry.title), template=template, **around), 404
    report_request = read_request(entry, request.args)
    around = _around(report_request)
    if pages.is_too_large_to_show(report_request):
        return pages.show_nothing(report_title(report_request), template=template, **around)
    return pages.show_report(report_request, template=template, **around)


@blueprint.get("/laporan/cetak/<string(maxlength=20):kind>")
def print_report(kind: str) -> str:
    """Show one sheet for A4."""
    report_request = read_request(get_kind(kind, "finance"), request.args)
    back = url_for("finance.preview_report", kind=kind, **request.args.to_dict())
    return pages.show_paper(report_request, back=back)


def _around(report_request: ReportRequest) -> dict[str, Any]:
    """Return the links and choices around a preview."""
    tree = load_tree()
    return {
        "report_request": report_request,
        "crumbs": [(_("Laporan"), url_for("finance.show_reports", bulan=report_request.period))],
        "paper_url": url_for("finance.print_report", kind=report_request.kind, **request.args.to_dict()),
        "download_url": url_for("finance.make_report", kind=report_request.kind),
        "fields": fields_of(report_request),
        "months": list_shown_periods(),
        "today": clock.today(),
        "years": list_years(),
        "opds": [(unit, tree.name(unit)) for unit in tree.opds()],
    }
