"""Sends everything that is stored about the signed-in person, as a workbook or as JSON (UU 27/2022)."""

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.privacy.registry import Section
from app.retention.own_data import list_own_data
from app.settings.queries import get_retention_years, get_setting
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.employee.own_data_labels import LABELS
from app.web.employee.trail import list_audit_entries
from app.web.http.navigation import in_menu
from app.web.ui.own_data import read_shape, send_copy
from app.web.ui.periods import list_shown_periods


@blueprint.get("/data")
@in_menu(_l("Data saya"), order=30)
@for_own_person
def show_own_data(employee_id: int) -> str:
    """Show what is stored, for how long, and the two formats of the download."""
    return render_template(
        "employee/own_data.html", years=get_retention_years(), contact=get_setting("help_contact")
    )


@blueprint.post("/data")
@for_own_person
def export_own_data(employee_id: int) -> Response:
    """Send the file, and record that in the trail (decisions 23). The login alone decides whose data it is."""
    shape = read_shape()
    sections = list_own_data(employee_id, current_user.id, list_shown_periods())
    sections.append(_openings(employee_id))
    return send_copy(sections, LABELS, shape, "employee", employee_id)


def _openings(employee_id: int) -> Section:
    rows = [(one.at, one.who, one.role, one.what) for one in list_audit_entries(employee_id)]
    columns = (("Kapan", "datetime"), ("Siapa", "text"), ("Sebagai", "text"), ("Apa", "text"))
    return Section(_("Siapa membuka data saya"), columns, rows)
