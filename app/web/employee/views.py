"""The employee's own month, and the months before it."""

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.notices.rules import employee
from app.settings.queries import get_setting
from app.shared.period import Period
from app.web.employee import blueprint
from app.web.employee.decorators import for_own_person
from app.web.employee.disputes import disputes_by_sale
from app.web.http.navigation import in_menu
from app.web.ui.booth_places import list_booth_places
from app.web.ui.notices import list_notices
from app.web.ui.periods import chosen_period, ensure_shown, list_shown_periods
from app.web.ui.person_month import deadline_sentence, get_person_page, posting_line, year_columns


@blueprint.get("/")
@in_menu(_l("Belanja saya"), order=10)
@for_own_person
def show_home(employee_id: int) -> str | Response:
    """Show the running month."""
    return _month(employee_id, "")


@blueprint.get("/<period:period>")
@for_own_person
def show_month(employee_id: int, period: Period) -> str | Response:
    """Show one month."""
    return _month(employee_id, str(period))


def _month(employee_id: int, month: str) -> str | Response:
    months = list_shown_periods()
    if request.args.get("bulan"):
        return redirect(url_for("employee.show_month", period=chosen_period(months)), 303)
    page = get_person_page(employee_id, ensure_shown(month, months) if month else months[0])
    urls = {one: url_for("employee.show_month", period=one) for one in page.year}
    return render_template(
        "employee/month.html",
        page=page,
        months=months,
        columns=year_columns(page, urls),
        deadline=deadline_sentence(page),
        posting=posting_line(page.month.row) if page.month else "",
        contact=get_setting("help_contact"),
        disputed=disputes_by_sale(employee_id),
        notices=list_notices([employee(employee_id)]),
        places=list_booth_places() if page.is_running else [],
    )
