"""Downloads of finance: the signed file of a closed month, and every workbook."""

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.services import record_event
from app.closing.authenticity import BOOK
from app.closing.queries import find_closing, get_stored_file
from app.closing.services import WORKBOOK
from app.reports.catalogue import CONTENTS, ReportRequest
from app.shared.period import Period
from app.web.finance import blueprint
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.reports import pages
from app.web.reports.jobs import add_report_jobs
from app.web.ui.downloads import send_bytes
from app.web.ui.filters import bulan, tanggal
from app.web.ui.periods import list_shown_periods

_STORED = {"": WORKBOOK, "pdf": BOOK}
JOB = add_report_jobs(blueprint, home="finance.show_reports", is_of_room=lambda _order: True)


@blueprint.post("/laporan/<period:period>")
@manages_own_transaction
def export_report_of(period: Period) -> Response:
    """A month's compliance; the export is noted before the first byte leaves (decisions 23)."""
    content = request.form.get("jenis", "")
    if content not in CONTENTS or period not in list_shown_periods():
        abort(404)
    order = ReportRequest("compliance", period=period, content=content)
    back = url_for("finance.show_reports", bulan=period)
    return pages.serve_report(order, order_title(order), job_endpoint=JOB, back=back)


@blueprint.post("/laporan/buat/<string(maxlength=20):kind>")
@manages_own_transaction
def make_report(kind: str) -> Response:
    """Any workbook of finance; what it is about stands in the form."""
    order = pages.read_order(kind, request.form)
    return pages.serve_report(
        order, order_title(order), job_endpoint=JOB, back=url_for("finance.show_reports")
    )


@blueprint.post("/bulan/<period:period>/versi/<id:version>")
def download_signed(period: Period, version: int) -> Response:
    """A signed file of one version, the very bytes that were stored; noted in the trail. `berkas=pdf`: the book."""
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


def order_title(order: ReportRequest) -> str:
    """What a report is called in lists; no person is named."""
    match order.kind:
        case "event-day":
            return _("Hari belanja %(day)s", day=tanggal(order.day))
        case "year":
            return _("Matriks tahun %(year)s", year=order.year)
        case "ledger":
            return _("Buku penjualan %(month)s", month=bulan(order.period))
    return _("Kepatuhan %(month)s", month=bulan(order.period))
