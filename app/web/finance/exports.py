"""Downloads of finance: the signed file of a closed month, and every workbook."""

from dataclasses import replace

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from app.audit.services import record_event
from app.closing.authenticity import BOOK
from app.closing.queries import find_closing, get_stored_file
from app.closing.signed_files import WORKBOOK
from app.reports.registry import ReportRequest, find_kind, find_kind_of_content, get_kind, list_kinds
from app.shared.period import Period
from app.web.finance import blueprint
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.reports import pages
from app.web.reports.jobs import add_report_jobs
from app.web.reports.parameters import read_request
from app.web.ui.downloads import send_bytes
from app.web.ui.periods import list_shown_periods

_STORED = {"": WORKBOOK, "pdf": BOOK}


def _is_of_finance(report_request: ReportRequest) -> bool:
    return find_kind(report_request.kind) in list_kinds("finance")


JOB = add_report_jobs(blueprint, home="finance.show_reports", is_of_room=_is_of_finance)


@blueprint.post("/laporan/<period:period>")
@manages_own_transaction
def export_report_of(period: Period) -> Response:
    """Send one content of a month's report; the export is recorded before the first byte leaves (decisions 23)."""
    content = request.form.get("jenis", "")
    kind = find_kind_of_content(content)
    if kind is None or "finance" not in kind.audiences or period not in list_shown_periods():
        abort(404)
    report_request = ReportRequest(kind.slug, period=period, content=content)
    return pages.serve_report(
        report_request, job_endpoint=JOB, back=url_for("finance.show_reports", bulan=period)
    )


@blueprint.post("/ringkasan/unduh")
@manages_own_transaction
def download_summary() -> Response:
    """Send the month on one page (PDF), without names, also to those who may only read figures."""
    kind = get_kind("compliance", "finance")
    report_request = replace(read_request(kind, request.form), content="ringkasan")
    back = url_for("finance.show_dashboard", bulan=report_request.period)
    return pages.serve_report(report_request, job_endpoint=JOB, back=back)


@blueprint.post("/laporan/buat/<string(maxlength=20):kind>")
@manages_own_transaction
def make_report(kind: str) -> Response:
    """Send a workbook of finance; its parameters are in the form."""
    report_request = read_request(get_kind(kind, "finance"), request.form)
    return pages.serve_report(report_request, job_endpoint=JOB, back=url_for("finance.show_reports"))


@blueprint.post("/bulan/<period:period>/versi/<version:version>")
def download_signed(period: Period, version: int) -> Response:
    """Send the stored signed file of one version, byte for byte, and record that. `berkas=pdf`: the book."""
    shape = request.form.get("berkas", "")
    stored = get_stored_file(period, version, _STORED[shape] if shape in _STORED else abort(404))
    closing = find_closing(period, version)
    record_event(
        "report.download",
        actor=current_actor(),
        subject="closing",
        subject_id=closing.id if closing else None,
        details={"period": str(period), "version": version, "sha256": stored.sha256}
        | ({"kind": BOOK} if shape else {}),
    )
    return send_bytes(stored.content, stored.name)
