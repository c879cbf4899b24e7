"""The Dinas' workbooks: readiness of makers, and per course its attendance list and its recap for the accounts."""

from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.jobs.folder import JobFolder
from app.reports.queries.jobs import list_report_jobs
from app.reports.registry import ReportRequest, find_kind, get_kind, list_kinds
from app.training.queries.events import get_event, list_events
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.reports import pages
from app.web.reports.jobs import add_report_jobs
from app.web.reports.parameters import fields_of, read_request
from app.web.ui.jobs import job_state
from app.web.umkm import blueprint


def _is_of_dinas(report_request: ReportRequest) -> bool:
    return find_kind(report_request.kind) in list_kinds("umkm")


JOB = add_report_jobs(blueprint, home="umkm.list_reports", is_of_room=_is_of_dinas)


@blueprint.get("/laporan")
@in_menu(_l("Laporan"), order=7, under="umkm.show_overview")
def list_reports() -> str:
    """Show every workbook of the Dinas, and one's own long ones."""
    folder, kinds = JobFolder(current_app.instance_path), [one.slug for one in list_kinds("umkm")]
    jobs = list_report_jobs(current_user.id, kinds)
    return render_template(
        "umkm/reports.html",
        general=[one for one in list_kinds("umkm") if not one.parameters],
        of_courses=[one for one in list_kinds("umkm") if "event" in one.parameters],
        events=list_events(),
        jobs=[(job, job_state(job, folder)) for job in jobs],
    )


@blueprint.get("/laporan/lihat/<string(maxlength=20):kind>")
def preview_report(kind: str) -> str:
    """Show one sheet of a workbook, a page of rows at a time. 404 for a missing course."""
    report_request = read_request(get_kind(kind, "umkm"), request.args)
    return pages.show_report(report_request, template="umkm/report.html", **_around(report_request))


@blueprint.get("/laporan/cetak/<string(maxlength=20):kind>")
def print_report(kind: str) -> str:
    """Show one sheet for A4."""
    report_request = read_request(get_kind(kind, "umkm"), request.args)
    back = url_for("umkm.preview_report", kind=kind, **request.args.to_dict())
    return pages.show_paper(report_request, back=back)


@blueprint.post("/laporan/buat/<string(maxlength=20):kind>")
@manages_own_transaction
def make_report(kind: str) -> Response:
    """Send a workbook; its parameters are in the form."""
    report_request = read_request(get_kind(kind, "umkm"), request.form)
    return pages.serve_report(report_request, job_endpoint=JOB, back=url_for("umkm.list_reports"))


def _around(report_request: ReportRequest) -> dict[str, Any]:
    """Return the links around a preview; `others`: the other papers of the same course."""
    crumbs = [(_l("Laporan"), url_for("umkm.list_reports"))]
    if report_request.event_id is not None:
        event = get_event(report_request.event_id)
        crumbs = [
            (_l("Pelatihan"), url_for("umkm.list_training")),
            (event.title, url_for("umkm.show_training", event_id=event.id)),
        ]
    return {
        "report_request": report_request,
        "crumbs": crumbs,
        "paper_url": url_for("umkm.print_report", kind=report_request.kind, **request.args.to_dict()),
        "download_url": url_for("umkm.make_report", kind=report_request.kind),
        "fields": fields_of(report_request),
    }
