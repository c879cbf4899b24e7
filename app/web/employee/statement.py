"""One's own statement, a month or a year of purchases: as a page, on paper, as a workbook."""

from flask import abort, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.reports.registry import ReportRequest
from app.reports.statement import STATEMENT
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.reports import pages
from app.web.reports.parameters import list_years, read_span, span_text
from app.web.ui.periods import list_shown_periods


@blueprint.get("/laporan")
@in_menu(_l("Laporan belanja saya"), order=31, under="employee.show_own_data")
@for_own_person
def preview_statement(employee_id: int) -> str:
    """Show one sheet of the statement, by default of the running year."""
    report_request = _read(employee_id, request.args.get("masa", ""))
    return pages.show_report(
        report_request,
        template="employee/statement.html",
        report_request=report_request,
        crumbs=[(_("Belanja saya"), url_for("employee.show_home"))],
        paper_url=url_for("employee.print_statement", **request.args.to_dict()),
        download_url=url_for("employee.make_statement"),
        fields={"masa": span_text(report_request)},
        span=span_text(report_request),
        years=list_years(),
        months=list_shown_periods(),
    )


@blueprint.get("/laporan/cetak")
@for_own_person
def print_statement(employee_id: int) -> str:
    """Show one sheet for A4."""
    report_request = _read(employee_id, request.args.get("masa", ""))
    back = url_for("employee.preview_statement", **request.args.to_dict())
    return pages.show_paper(report_request, back=back)


@blueprint.post("/laporan/buat")
@manages_own_transaction
def make_statement() -> Response:
    """Send the own statement as a workbook; the login alone decides whose it is."""
    if current_user.employee_id is None:
        abort(404)
    report_request = _read(current_user.employee_id, request.form.get("masa", ""))
    back = url_for("employee.preview_statement")
    return pages.serve_report(report_request, job_endpoint="employee.preview_statement", back=back)


def _read(employee_id: int, text: str) -> ReportRequest:
    return ReportRequest(STATEMENT.slug, employee_id=employee_id, **read_span(text, is_year_default=True))
