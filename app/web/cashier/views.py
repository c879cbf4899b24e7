"""The till, and the list of today's receipts."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from app.booths.queries import get_booth
from app.booths.rules import takes_cash
from app.sales.day_summary import sum_day
from app.sales.queries import SaleRow, list_today
from app.shared import clock
from app.tills.models import Shift
from app.web.cashier import blueprint
from app.web.cashier.current_shift import my_shift
from app.web.cashier.till_page import till_page
from app.web.http.navigation import in_menu


@blueprint.get("/")
@in_menu(_l("Kasir"), order=10)
def show_till() -> str | Response:
    """Show the till of the open shift; without a shift, redirect to the page that opens one."""
    shift = my_shift()
    if shift is None:
        return redirect(url_for("cashier.start_shift"), 303)
    return till_page(login=_login(shift))


def _login(shift: Shift) -> dict[str, Any]:
    """Return the cashier and the booth for the till's script, which then works with its token instead of the login."""
    booth = get_booth(shift.booth_id)
    return {
        "cashier": current_user.username,
        "cashier_name": current_user.display_name,
        "shift": shift.uuid,
        "opened_at": shift.opened_at.isoformat(),
        "float_amount": shift.float_amount,
        "booth": booth.id,
        "booth_name": booth.name,
        "mode": booth.mode,
    }


@blueprint.get("/hari-ini")
@in_menu(_l("Nota hari ini"), order=20)
def show_today() -> str | Response:
    """Show the booth's receipts of today, the newest first, each with the actions that are still allowed."""
    shift = my_shift()
    if shift is None:
        return redirect(url_for("cashier.start_shift"), 303)
    day = clock.today()
    rows = list_today(shift.booth_id, day)
    booth = get_booth(shift.booth_id)
    return render_template(
        "cashier/today.html",
        booth=booth,
        is_blind=takes_cash(booth.mode),  # the drawer of this shift is still to be counted
        day=day,
        rows=[row for row in reversed(rows) if row.void_of is None],
        may_change=lambda row: _may_change(row, shift),
        sums=sum_day(rows),
    )


def _may_change(row: SaleRow, shift: Shift) -> bool:
    """Whether this cashier may still void the receipt (decisions 14); the service has the last word."""
    return row.voided_by is None and row.cashier_id == current_user.id and row.shift_id in (shift.id, None)
