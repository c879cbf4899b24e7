"""The shelf of a booth: what should stand there, impossible figures, and goods near their date."""

from datetime import date

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.shared import clock
from app.stock.queries.booth_shelf import WARN_DAYS, get_booth_shelf
from app.tills.queries.booths import list_booths
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.manager.shifts import list_pending_at
from app.web.ui.ids import read_id


@blueprint.get("/rak")
@in_menu(_l("Rak"), order=35)
def show_shelf() -> str:
    """Show one booth's shelf (`?pojok=`, by default the first) now, or at the end of a day (`?tanggal=2026-11-07`)."""
    booths = list_booths(booth_scope())
    chosen = request.args.get("pojok", type=read_id) or next((one.id for one in booths), None)
    if chosen is None:
        return render_template("manager/shelf.html", booth=None)
    day = read_day()
    return render_template(
        "manager/shelf.html",
        booths=booths,
        booth=get_my_booth(chosen),
        day=day,
        today=clock.today(),
        shelf=get_booth_shelf(chosen, day),
        warn_days=WARN_DAYS,
        waiting=list_pending_at(chosen),
    )


def read_day() -> date:
    """Return the day in the address (`?tanggal=`); today for none, an unreadable one or a future one."""
    try:
        day = date.fromisoformat(request.args.get("tanggal", ""))
    except ValueError:
        return clock.today()
    return min(day, clock.today())
