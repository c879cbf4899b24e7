"""Shifts: who works where, and closing one that was forgotten."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.booths.queries import get_shift, list_shifts
from app.booths.services import close_shift
from app.web.access import current_actor
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.navigation import in_menu


@blueprint.get("/giliran")
@in_menu(_l("Giliran"), order=33)
def list_of_shifts() -> str:
    """Open shifts first, then the latest closed ones."""
    return render_template("manager/shifts.html", shifts=list_shifts(booth_scope()))


@blueprint.post("/giliran/<id:shift_id>/tutup")
def close_forgotten_shift(shift_id: int) -> Response:
    """Close a shift its cashier forgot; its sales stay where they are."""
    shift = get_shift(shift_id)
    booth = get_my_booth(shift.booth_id)
    close_shift(shift_id, actor=current_actor(), reason=_("ditutup pengelola"))
    flash(_("Giliran di %(booth)s ditutup.", booth=booth.name))
    return redirect(url_for("manager.list_of_shifts"), 303)
