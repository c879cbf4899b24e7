"""Downloading everything that is stored about oneself, as a workbook or as JSON (UU 27/2022)."""

from flask import Response, abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.audit.services import record_event
from app.privacy.registry import Section
from app.retention.own_data import as_json, as_workbook, list_own_data
from app.settings.queries import get_retention_years, get_setting
from app.shared import clock
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.employee.own_data_labels import with_labels
from app.web.employee.trail import list_audit_entries
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.downloads import XLSX
from app.web.ui.periods import list_shown_periods

EXPORTED = "access.export_own"


@blueprint.get("/data")
@in_menu(_l("Data saya"), order=30)
@for_own_person
def show_own_data(employee_id: int) -> str:
    """Show what is stored, for how long, and the two forms of the download."""
    return render_template(
        "employee/own_data.html", years=get_retention_years(), contact=get_setting("help_contact")
    )


@blueprint.post("/data")
@for_own_person
def export_own_data(employee_id: int) -> Response:
    """Send the file, and record that in the trail (decisions 23). Whose data it is follows from the login alone."""
    shape = request.form.get("bentuk", "xlsx")
    if shape not in ("xlsx", "json"):
        abort(404)
    sections = list_own_data(employee_id, current_user.id, list_shown_periods())
    sections.append(_openings(employee_id))
    content = as_workbook(with_labels(sections)) if shape == "xlsx" else as_json(sections, clock.now())
    record_event(
        EXPORTED, actor=current_actor(), subject="employee", subject_id=employee_id, details={"format": shape}
    )
    answer = Response(content, mimetype=XLSX if shape == "xlsx" else "application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"data-saya-{clock.today()}.{shape}")
    return answer


def _openings(employee_id: int) -> Section:
    rows = [(one.at, one.who, one.role, one.what) for one in list_audit_entries(employee_id)]
    columns = (("Kapan", "datetime"), ("Siapa", "text"), ("Sebagai", "text"), ("Apa", "text"))
    return Section(_("Siapa membuka data saya"), columns, rows)
