"""The city's holidays: days on which every booth is closed and which are no working days."""

from datetime import date
from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.settings.queries import list_holidays
from app.settings.rules import LONGEST_HOLIDAY
from app.settings.services import remove_holiday, set_holiday
from app.shared import clock
from app.web.admin import blueprint
from app.web.http.guards import current_actor
from app.web.ui.booth_places import day_name
from app.web.ui.filters import tanggal
from app.web.ui.forms import BaseForm, LocalDateField, TextField, at_most, required
from app.web.ui.submit import Answer, submit


class HolidayForm(BaseForm):
    """A holiday of the whole city."""

    day = LocalDateField(_l("Tanggal"), [required(_l("Tanggal"))])
    name = TextField(_l("Hari libur apa"), [required(_l("Nama hari libur")), at_most(LONGEST_HOLIDAY)])


@blueprint.route("/pengaturan/hari-libur", methods=["GET", "POST"])
def edit_holidays() -> Any:
    """Show the holidays by year, the latest first, with one form to add a day or rename it."""
    form = HolidayForm()

    def save() -> Answer:
        day, name = form.day.data, form.name.data
        set_holiday(day, name, actor=current_actor())
        return _done(_("%(day)s sekarang hari libur: %(name)s.", day=tanggal(day), name=name))

    return submit(form, save, lambda: _page(form))


@blueprint.post("/pengaturan/hari-libur/<string:day>/hapus")
def remove_this_holiday(day: str) -> Response:
    """Remove a holiday, or say that the day was none. 404 for text that is no date."""
    try:
        holiday = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if remove_holiday(holiday, actor=current_actor()):
        return _done(_("%(day)s bukan hari libur lagi.", day=tanggal(holiday)))
    return _done(_("%(day)s tidak ada dalam daftar hari libur.", day=tanggal(holiday)))


def _page(form: HolidayForm) -> str:
    latest = sorted(list_holidays(), key=lambda one: one.day, reverse=True)
    years = [
        (year, sorted(days, key=lambda one: one.day))
        for year, days in groupby(latest, lambda one: one.day.year)
    ]
    return render_template(
        "admin/holidays.html", form=form, years=years, today=clock.today(), day_name=day_name
    )


def _done(message: str) -> Response:
    flash(message)
    return redirect(url_for("admin.edit_holidays"), 303)
