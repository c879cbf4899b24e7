"""The act that dismisses an own notice."""

from werkzeug.wrappers import Response

from app.notices.rules import employee
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.ui.notices import dismiss_notice


@blueprint.post("/pesan/<id:notice_id>/dibaca")
@for_own_person
def dismiss_own_notice(employee_id: int, notice_id: int) -> Response:
    """Dismiss an own notice; 404 for another person's, as for a missing one."""
    return dismiss_notice(notice_id, [employee(employee_id)], home="employee.show_home")
