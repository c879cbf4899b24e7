"""Shared parts of the pages of all reports: preview, print, download. Requests: `parameters.py`; long reports:
`jobs.py`."""

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.audit.services import record_event
from app.reports.catalogue import SMALL, count_expected_rows, find_signed_file, open_report
from app.reports.export import export_report
from app.reports.queries.sizes import count_people
from app.reports.registry import ReportRequest, get_kind
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing
from app.web.http.guards import current_actor
from app.web.reports.jobs import queue_report
from app.web.reports.request_labels import report_heading
from app.web.reports.sheet_labels import report_label
from app.web.reports.sheets import MOST_PAPER, shown_sheet
from app.web.ui.downloads import PrivateFile
from app.web.ui.paging import page_number

MOST_SHOWN = 20_000
"""With more people, a page shows the year's matrix of one OPD at a time; the workbook has all of them."""
ALL_SHEETS = "semua"


def is_too_large_to_show(report_request: ReportRequest) -> bool:
    """Whether reading the report would take too long for a page: everybody's year in a province."""
    can_be_narrowed = "opd" in get_kind(report_request.kind).parameters
    return can_be_narrowed and report_request.opd_id is None and count_people() > MOST_SHOWN


def show_report(report_request: ReportRequest, /, *, template: str, **values: Any) -> str:
    """Show one sheet of a report, with the same rows as in the workbook."""
    report = open_report(report_request, own_name())
    place = _place(len(report.sheets))
    sheet = shown_sheet(report, place, page_number())
    title, labels = report_heading(report, report_request), [report_label(one.name) for one in report.sheets]
    return render_template(
        template, report=report, title=title, labels=labels, sheet=sheet, place=place, **values
    )


def show_nothing(title: str, *, template: str, **values: Any) -> str:
    """Show the page of a report too large to be previewed: choices, download, and the reason."""
    return render_template(template, title=title, report=None, sheet=None, place=0, **values)


def show_paper(report_request: ReportRequest, *, back: str) -> str:
    """Show one sheet for A4, with letterhead and signers; all sheets if the URL says so."""
    report = open_report(report_request, own_name())
    is_all = request.args.get("lembar") == ALL_SHEETS
    places = range(len(report.sheets)) if is_all else [_place(len(report.sheets))]
    sheets = [shown_sheet(report, place, 1, on_paper=True) for place in places]
    return render_template(
        "reports/paper.html", report=report, sheets=sheets, is_all=is_all, back=back, most=MOST_PAPER
    )


def _place(count: int) -> int:
    text = request.args.get("lembar", "1")
    place_of_text = {str(number): number - 1 for number in range(1, count + 1)}
    return place_of_text[text] if text in place_of_text else abort(404)


def serve_report(report_request: ReportRequest, *, job_endpoint: str, back: str) -> Response:
    """Make and send a workbook; queue a long one and redirect to its progress.

    Call it before anything is written. The export is recorded before the first byte is sent (decisions 23).
    """
    if count_expected_rows(report_request) > SMALL and find_signed_file(report_request) is None:
        return queue_report(report_request, made_by=own_name(), job_endpoint=job_endpoint)
    with PrivateFile(current_user.id) as file:
        try:
            made = export_report(file.path, report_request, made_by=own_name())
        except NotFound:
            flash(_("Laporan itu tidak ada isinya untuk masa yang dipilih."), "warning")
            return redirect(back, 303)
        begin_writing()
        record_event("report.export", actor=current_actor(), subject="report", details=made.details)
        return file.send(made.name)


def own_name() -> str:
    """Return the name of the report's author, as printed: the person's name, else the user name."""
    return str(current_user.display_name or current_user.username)
