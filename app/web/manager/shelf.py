"""The shelf of a booth: its expected stock, and what to check: impossible figures, dates, long uncounted products."""

from datetime import date

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.settings.queries import get_setting
from app.shared import clock
from app.shared.period import Period
from app.stock.queries.booth_shelf import WARN_DAYS, get_booth_shelf
from app.stock.queries.counts import find_last_count, find_unfinished
from app.stock.queries.uncounted import UNCOUNTED_DAYS
from app.tills.queries.booths import list_booths
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope, get_my_booth
from app.web.manager.shifts import list_pending_at
from app.web.ui.ids import read_id
from app.web.ui.periods import list_shown_periods


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
        uncounted_days=UNCOUNTED_DAYS,
        card_span=_span_of(day),
        waiting=list_pending_at(chosen),
        count=find_unfinished(chosen),
        last_count=find_last_count(chosen),
    )


@blueprint.get("/pojok/<id:booth_id>/periksa")
def print_checks(booth_id: int) -> str:
    """Show what to check this week as a list with empty boxes, the first expiry first."""
    booth = get_my_booth(booth_id)
    return render_template(
        "manager/shelf_checks.html",
        booth=booth,
        checks=get_booth_shelf(booth_id, clock.today()).list_checks(),
        waiting=list_pending_at(booth_id),
        letterhead=get_setting("letterhead"),
        now=clock.now(),
    )


def _span_of(day: date) -> Period | None:
    """Return the month for the links to goods cards; None (this month) for a month that no page shows."""
    month = Period.of(day)
    return month if month in list_shown_periods() else None


def read_day() -> date:
    """Return the day of the URL (`?tanggal=`); today for none, an unreadable one or a future one."""
    try:
        day = date.fromisoformat(request.args.get("tanggal", ""))
    except ValueError:
        return clock.today()
    return min(day, clock.today())
