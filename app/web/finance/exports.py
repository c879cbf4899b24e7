"""Downloads of finance: the signed file of a closed month, and every workbook."""

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.audit.services import record_event
from app.closing.authenticity import BOOK
from app.closing.queries import find_closing, get_stored_file
from app.closing.services import WORKBOOK
from app.reports.catalogue import CONTENTS, Order
from app.shared.period import Period
from app.web import report_pages
from app.web.access import current_actor
from app.web.downloads import send_bytes
from app.web.filters import bulan, tanggal
from app.web.finance import blueprint
from app.web.periods import list_shown_periods
from app.web.report_jobs import add_report_jobs
from app.web.transaction import begins_writing_itself

_STORED = {"": WORKBOOK, "pdf": BOOK}
JOB = add_report_jobs(blueprint, home="finance.show_reports", is_of_room=lambda _order: True)


@blueprint.post("/laporan/<period:period>")
@begins_writing_itself
def export_report_of(period: Period) -> Response:
    """A month's compliance; the export is noted before the first byte leaves (decisions 23)."""
    content = request.form.get("jenis", "")
    if content not in CONTENTS or period not in list_shown_periods():
        abort(404)
    order = Order("compliance", period=period, content=content)
    back = url_for("finance.show_reports", bulan=period)
    return report_pages.hand_out(order, order_title(order), job_endpoint=JOB, back=back)


@blueprint.post("/laporan/buat/<string(maxlength=20):kind>")
@begins_writing_itself
def make_report(kind: str) -> Response:
    """Any workbook of finance; what it is about stands in the form."""
    order = report_pages.read_order(kind, request.form)
    return report_pages.hand_out(
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


def order_title(order: Order) -> str:
    """What a report is called in lists; no person is named."""
    match order.kind:
        case "event-day":
            return _("Hari belanja %(day)s", day=tanggal(order.day))
        case "year":
            return _("Matriks tahun %(year)s", year=order.year)
        case "ledger":
            return _("Buku penjualan %(month)s", month=bulan(order.period))
    return _("Kepatuhan %(month)s", month=bulan(order.period))
