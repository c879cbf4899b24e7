"""Pages of finance's reports: the list, one's own long ones, and the log of downloads."""

from typing import Any

from flask import current_app, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.accounts.queries import list_names
from app.audit.models import AuditEvent
from app.audit.queries import list_events
from app.closing.archive import list_supplement_items, list_versions
from app.directory.queries import load_tree
from app.jobs.folder import JobFolder
from app.months.queries import get_month
from app.reports.queries.jobs import list_report_jobs
from app.reports.registry import list_kinds
from app.web.finance import blueprint
from app.web.http.navigation import in_menu
from app.web.reports.parameters import last_event_day, list_years
from app.web.reports.request_labels import report_words, span_words
from app.web.ui.jobs import job_state
from app.web.ui.paging import page_number, pages_of
from app.web.ui.periods import chosen_period, list_shown_periods

PER_PAGE = 30
ACTION_WORDS = {
    "report.export": _l("mengunduh"),
    "report.download": _l("mengunduh"),
    "report.queue": _l("meminta laporan besar"),
    "report.cancel": _l("membatalkan laporan"),
}


@blueprint.get("/laporan")
@in_menu(_l("Laporan"), order=35)
def show_reports() -> str:
    """Show the reports that can be previewed, printed and downloaded."""
    months = list_shown_periods()
    period = chosen_period(months)
    state = get_month(period)
    versions = list_versions(period)
    folder = JobFolder(current_app.instance_path)
    tree, kinds = load_tree(), list_kinds("finance")
    return render_template(
        "finance/reports.html",
        kinds=kinds,
        period=period,
        months=months,
        state=state,
        current=next((one for one in versions if state.is_closed and one.version == state.version), None),
        has_supplement=state.is_closed and bool(list_supplement_items(period, state.version)),
        jobs=[
            (job, job_state(job, folder))
            for job in list_report_jobs(current_user.id, [one.slug for one in kinds])
        ],
        event_day=last_event_day(),
        first_day=months[-1].first_day,
        years=list_years(),
        opds=[(unit, tree.name(unit)) for unit in tree.opds()],
    )


@blueprint.get("/laporan/riwayat")
@in_menu(_l("Riwayat unduhan"), order=36, under="finance.show_reports")
def list_exports() -> str:
    """Show from the trail who exported what and when: downloads, requests of long reports, cancellations."""
    page = page_number()
    log = list_events(room="report", page=page, size=PER_PAGE)
    actors = {one.actor_id for one in log.events if one.actor_kind == "user" and one.actor_id}
    names = list_names(actors) if actors else {}
    return render_template(
        "finance/reports_log.html",
        rows=[_log_row(one, names) for one in log.events],
        total=log.total,
        page=page,
        pages=pages_of(log.total, PER_PAGE),
    )


def _log_row(event: AuditEvent, names: dict[int, str]) -> dict[str, Any]:
    details = event.details
    who = names.get(event.actor_id or 0, event.actor_name) if event.actor_kind == "user" else event.actor_name
    return {
        "at": event.at,
        "who": who,
        "action": str(ACTION_WORDS.get(event.action, event.action)),
        "what": report_words(event.action, details),
        "about": span_words(details),
        "version": details.get("version") or None,
    }
