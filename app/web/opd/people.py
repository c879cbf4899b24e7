"""One of the own people, with the same month that the person sees."""

from flask import render_template, url_for

from app.settings.queries import get_setting
from app.web.http.access_log import record_opening
from app.web.opd import blueprint
from app.web.opd.scope import get_own_units
from app.web.ui.periods import chosen_period, list_shown_periods
from app.web.ui.person_month import deadline_sentence, get_person_page, posting_line, year_columns


@blueprint.get("/pegawai/<id:employee_id>")
def show_person(employee_id: int) -> str:
    """Show one person's month. 404 for other OPDs' people, as for a missing person."""
    own = get_own_units()
    period = chosen_period(list_shown_periods())
    page = get_person_page(employee_id, period, within=own.units)
    record_opening(employee_id)
    shown = [one for one, month in page.year.items() if month is not None]
    urls = {one: url_for("opd.show_person", employee_id=employee_id, bulan=one) for one in shown}
    row = page.month.row if page.month else None
    return render_template(
        "opd/person.html",
        page=page,
        row=row,
        months=shown[::-1],
        columns=year_columns(page, urls),
        deadline=deadline_sentence(page),
        posting=posting_line(row) if row else "",
        contact=get_setting("help_contact"),
    )
