"""The OPD's own workbook, as a page, on paper, as a file; it contains own people only (decisions 21)."""

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.reports.opd import OPD
from app.reports.registry import ReportRequest
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.opd import blueprint
from app.web.opd.scope import get_own_units
from app.web.reports import pages
from app.web.reports.jobs import add_report_jobs
from app.web.ui.periods import chosen_period, ensure_shown, list_shown_periods


def _is_own(report_request: ReportRequest) -> bool:
    """Whether a report is only about units this person looks after today."""
    return (
        report_request.kind == OPD.slug
        and bool(report_request.roots)
        and set(report_request.roots) <= get_own_units().units
    )


JOB = add_report_jobs(blueprint, home="opd.preview_report", is_of_room=_is_own)


@blueprint.get("/laporan")
@in_menu(_l("Laporan"), order=30)
def preview_report() -> str:
    """Show one sheet of the own workbook."""
    report_request = _read(str(chosen_period(list_shown_periods())))
    if not report_request.roots:
        return render_template("opd/no_units.html")
    return pages.show_report(
        report_request,
        template="opd/report.html",
        report_request=report_request,
        crumbs=[(_("Pegawai"), url_for("opd.show_home"))],
        paper_url=url_for("opd.print_report", **request.args.to_dict()),
        download_url=url_for("opd.make_report"),
        fields={"bulan": report_request.period},
        months=list_shown_periods(),
    )


@blueprint.get("/laporan/cetak")
def print_report() -> str:
    """Show one sheet for A4."""
    report_request = _read(str(chosen_period(list_shown_periods())))
    if not report_request.roots:
        abort(404)
    return pages.show_paper(report_request, back=url_for("opd.preview_report", **request.args.to_dict()))


@blueprint.post("/laporan/buat")
@manages_own_transaction
def make_report() -> Response:
    """Send the workbook of own people; the units come from the login, never from the form."""
    report_request = _read(request.form.get("bulan", ""))
    if not report_request.roots:
        abort(404)
    return pages.serve_report(report_request, job_endpoint=JOB, back=url_for("opd.preview_report"))


def _read(text: str) -> ReportRequest:
    months = list_shown_periods()
    period = ensure_shown(text, months) if text else months[0]
    return ReportRequest(OPD.slug, period=period, roots=get_own_units().roots)
