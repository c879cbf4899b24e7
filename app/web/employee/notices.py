"""Putting an own notice away."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.notices.rules import employee
from app.notices.services import mark_seen
from app.shared.errors import NotFound
from app.web.employee import blueprint
from app.web.employee.own import for_own_person


@blueprint.post("/pesan/<id:notice_id>/dibaca")
@for_own_person
def put_away(employee_id: int, notice_id: int) -> Response:
    """Gone from the own page; somebody else's is as good as none."""
    if not mark_seen(notice_id, [employee(employee_id)]):
        raise NotFound()
    return redirect(url_for("employee.home"), 303)
