"""The OPD's front page: the standing of its people, by unit and by name."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.closing.queries import find_current_closing, get_closing_day
from app.directory.queries import search_employees
from app.notices.rules import unit
from app.shared import clock
from app.shared.period import Period
from app.shared.text import count_digits
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.opd import blueprint
from app.web.opd.forms import FindForm
from app.web.opd.listing import ListFilters, get_listing, read_filters
from app.web.opd.scope import OwnUnits, get_own_units
from app.web.ui.notices import list_notices
from app.web.ui.periods import chosen_period, ensure_shown, list_shown_periods
from app.web.ui.sync_status import get_completeness

FEWEST_BARS = 6
"""The number of units shown at once; the others are in a fold."""


@blueprint.get("/")
@in_menu(_l("Pegawai"), order=10)
def show_home() -> str:
    """Show totals, bars per sub-unit, and the people of a month."""
    own = get_own_units()
    if not own.units:
        return render_template("opd/no_units.html")
    months = list_shown_periods()
    period = chosen_period(months)
    own = own.at(period)
    filters = read_filters(own)
    form = FindForm(
        formdata=None,
        data={
            "cari": filters.text,
            "status": filters.status,
            "unit": str(filters.unit or ""),
            "bulan": str(period),
            "urut": filters.sort,
        },
    ).offer(own)
    return _page(own, period, months, filters, form)


def _page(own: OwnUnits, period: Period, months: list[Period], filters: ListFilters, form: FindForm) -> str:
    closing = find_current_closing(period)
    return render_template(
        "opd/home.html",
        own=own,
        period=period,
        months=months,
        filters=filters,
        form=form,
        listing=get_listing(own, period, filters),
        closing=closing,
        closes_on=get_closing_day(period),
        completeness=None if closing else get_completeness(),
        is_running=period == clock.this_period(),
        notices=list_notices([unit(one) for one in own.units]),
        fewest=FEWEST_BARS,
    )


@blueprint.post("/cari")
@manages_own_transaction
def search_people() -> str | Response | tuple[str, int]:
    """Redirect to the filters' URL; a part of a NIP is searched at once and never put into a URL (decisions 22)."""
    form, months = FindForm(), list_shown_periods()
    period = ensure_shown(form.bulan.data, months) if form.bulan.data else months[0]
    own = get_own_units().at(period)
    form.offer(own)
    if not form.validate():
        return _page(own, period, months, ListFilters("", None, "", "nama"), form), 422
    text = form.cari.data or ""
    if _looks_like_a_number(text):
        hits = search_employees(text, within=own.units, tree=own.tree, by_part=True)
        if len(hits) == 1:
            return redirect(url_for("opd.show_person", employee_id=hits[0].id, **_month(period, months)), 303)
        return render_template("opd/hits.html", hits=hits, query=_month(period, months))
    chosen = {"status": form.status.data, "unit": form.unit.data, "cari": text}
    if form.urut.data != "nama":
        chosen["urut"] = form.urut.data
    query = {name: value for name, value in chosen.items() if value}
    return redirect(url_for("opd.show_home", **query, **_month(period, months)), 303)


def _looks_like_a_number(text: str) -> bool:
    digits = count_digits(text)
    return digits >= 4 and not any(letter.isalpha() for letter in text)


def _month(period: Period, months: list[Period]) -> dict[str, Any]:
    """Return the query value of a month for links; empty for the newest."""
    return {} if period == months[0] else {"bulan": str(period)}
