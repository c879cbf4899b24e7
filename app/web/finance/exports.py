"""Downloads: the signed file of a closed month, workbooks of any month, and the list of who exported what."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.queries import list_names
from app.audit.queries import list_events
from app.audit.services import record_event
from app.closing.archive import list_supplement_items, list_versions
from app.closing.queries import find_closing, get_stored_file
from app.months.queries import get_month
from app.reports.catalogue import CONTENTS
from app.reports.export import export_report
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_writing
from app.web.access import current_actor
from app.web.downloads import PrivateFile, send_bytes
from app.web.finance import blueprint
from app.web.navigation import in_menu
from app.web.paging import page_number, pages_of
from app.web.periods import chosen_period, list_shown_periods
from app.web.transaction import begins_writing_itself

PER_PAGE = 30
KIND_WORDS = {
    "lengkap": _l("Lengkap dengan nama"),
    "tanpa-nama": _l("Tanpa nama, untuk pimpinan"),
    "suplemen": _l("Suplemen"),
}


@blueprint.get("/laporan")
@in_menu(_l("Laporan"), order=38)
def show_reports() -> str:
    """What can be downloaded for a month, and who exported what when."""
    months = list_shown_periods()
    period = chosen_period(months)
    state = get_month(period)
    versions = list_versions(period)
    page = page_number()
    log = list_events(room="report", page=page, size=PER_PAGE)
    actors = {one.actor_id for one in log.events if one.actor_kind == "user" and one.actor_id}
    return render_template(
        "finance/reports.html",
        period=period,
        months=months,
        state=state,
        current=next((one for one in versions if state.is_closed and one.version == state.version), None),
        has_supplement=state.is_closed and bool(list_supplement_items(period, state.version)),
        log=log,
        names=list_names(actors) if actors else {},
        kind_words=KIND_WORDS,
        page=page,
        pages=pages_of(log.total, PER_PAGE),
    )


@blueprint.post("/laporan/<period:period>")
@begins_writing_itself
def export_report_of(period: Period) -> Response:
    """Make and send a workbook; the export is noted before the first byte leaves (decisions 23)."""
    kind = request.form.get("jenis", "")
    if kind not in CONTENTS or period not in list_shown_periods():
        abort(404)
    actor = current_actor()
    with PrivateFile(current_user.id) as file:
        try:
            made = export_report(file.path, period, kind, made_by=current_user.display_name or actor.name)
        except NotFound:
            flash(_("Bulan ini tidak mempunyai suplemen."), "warning")
            return redirect(url_for("finance.show_reports", bulan=period), 303)
        begin_writing()
        record_event("report.export", actor=actor, subject="report", details=made.details)
        return file.send(made.name)


@blueprint.post("/bulan/<period:period>/versi/<id:version>")
def download_signed(period: Period, version: int) -> Response:
    """The signed file of one version, the very bytes that were stored; noted in the trail."""
    stored = get_stored_file(period, version)
    closing = find_closing(period, version)
    record_event(
        "report.download",
        actor=current_actor(),
        subject="closing",
        subject_id=closing.id if closing else None,
        details={"period": str(period), "version": version, "sha256": stored.sha256},
    )
    return send_bytes(stored.content, stored.name)
