"""Pages with the people behind a figure: those of an OPD, of a tier, or a filtered list."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.closing import queries as closing
from app.compliance.rules import (
    OBLIGED,
    STATUSES,
    StandingRow,
    filter_rows,
    recap_by_opd,
    recap_by_unit,
    recap_total,
)
from app.compliance.terms import load_month_tree
from app.directory.queries import find_employee_by_number, list_missing, load_tree, search_employees
from app.shared.period import Period
from app.shared.text import count_digits
from app.web.finance import blueprint
from app.web.finance.forms_people import PersonSearchForm
from app.web.finance.sorting import chosen_sort, sorted_by
from app.web.finance.views import RECAP_KEYS
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.ui.ids import read_id
from app.web.ui.paging import page_number, pages_of
from app.web.ui.periods import chosen_period, list_shown_periods

PER_PAGE = 25
MOST_HITS = 50
FEWEST_DIGITS = 4
Answer = str | Response | tuple[str, int]
PEOPLE_KEYS: dict[str, Any] = {
    "nama": lambda row: row.name.casefold(),
    "opd": lambda row: ((row.opd or "~").casefold(), (row.unit or "").casefold(), row.name.casefold()),
    "minimal": lambda row: -1 if row.minimum is None else row.minimum,
    "belanja": lambda row: row.bought,
    "kekurangan": lambda row: row.shortfall,
}


@blueprint.get("/opd/<id:unit_id>")
def show_opd(unit_id: int) -> str:
    """Show one OPD's month by unit."""
    months = list_shown_periods()
    period = chosen_period(months)
    everyone = closing.list_standings_of_month(period)
    rows = [row for row in everyone if row.opd_id == unit_id]
    tree = load_month_tree(period)
    if not rows and unit_id not in (*tree.opds(), tree.root):
        abort(404)
    sort = chosen_sort(RECAP_KEYS, "nama")
    return render_template(
        "finance/opd.html",
        period=period,
        months=months,
        name=rows[0].opd if rows else tree.name(unit_id),
        unit_id=unit_id,
        total=recap_total(rows, ""),
        city=recap_total(everyone, ""),
        recaps=sorted_by(recap_by_unit(rows), sort, RECAP_KEYS),
        row_url=lambda one: people_url(period, opd=unit_id, unit=one.key),
        row_filters=lambda one: {"opd": unit_id, "unit": one.key},
        sort=sort,
        closing=closing.find_current_closing(period),
    )


@blueprint.get("/jenjang/<string(maxlength=60):code>")
def show_tier(code: str) -> str:
    """Show one tier's month by OPD."""
    months = list_shown_periods()
    period = chosen_period(months)
    rows = filter_rows(closing.list_standings_of_month(period), tier=code)
    if not rows:
        abort(404)
    sort = chosen_sort(RECAP_KEYS, "nama")
    return render_template(
        "finance/tier.html",
        period=period,
        months=months,
        code=code,
        name=rows[0].tier_name,
        total=recap_total(rows, ""),
        recaps=sorted_by(recap_by_opd(rows), sort, RECAP_KEYS),
        row_url=lambda one: people_url(period, jenjang=code, opd=one.key),
        row_filters=lambda one: {"jenjang": code, "opd": one.key},
        sort=sort,
        closing=closing.find_current_closing(period),
    )


@blueprint.get("/pegawai")
@in_menu(_l("Pegawai"), order=20)
def list_people() -> str:
    """Show people of a month, filtered by OPD, unit, tier, status and words; a page at a time."""
    months = list_shown_periods()
    period = chosen_period(months)
    everyone = closing.list_standings_of_month(period)
    chosen = _filters()
    matching = filter_rows(
        everyone,
        status=chosen["keadaan"],
        tier=chosen["jenjang"],
        opd_id=chosen["opd"],
        unit_ids=frozenset({chosen["unit"]}) if chosen["unit"] is not None else None,
        text=chosen["cari"] or "",
    )
    current = closing.find_current_closing(period)
    sort = chosen_sort(PEOPLE_KEYS, "opd")
    matching = sorted_by(matching, sort, PEOPLE_KEYS)
    pages = pages_of(len(matching), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "finance/people.html",
        period=period,
        months=months,
        rows=matching[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=recap_total(matching, ""),
        chosen=chosen,
        choices=_choices(everyone, chosen["opd"]),
        sort=sort,
        page=page,
        pages=pages,
        form=PersonSearchForm(formdata=None, data={"text": chosen["cari"] or ""}),
        closing=current,
        gains=closing.sum_supplement_gains(period) if current else {},
    )


@blueprint.post("/pegawai/cari")
@manages_own_transaction
def search_people() -> Answer:
    """Search by NIP, code, part of a number, or name. A whole number opens the person's page, a name filters the
    list."""
    form = PersonSearchForm()
    months = list_shown_periods()
    period = chosen_period(months)
    text = (form.text.data or "").strip()
    if not form.validate_on_submit():
        return render_template("finance/people_found.html", form=form, hits=[], period=period), 422
    employee_id = find_employee_by_number(text)
    if employee_id is not None:
        return redirect(url_for("finance.show_person", employee_id=employee_id, bulan=period), 303)
    if not any(letter.isdigit() for letter in text):
        return redirect(url_for("finance.list_people", bulan=period, cari=text or None), 303)
    digits = count_digits(text)
    hits = (
        search_employees(text, limit=MOST_HITS, by_part=True)
        if digits >= FEWEST_DIGITS or not text.isdigit()
        else []
    )
    if digits < FEWEST_DIGITS and text.isdigit():
        form.text.errors = [_("Tulis paling sedikit 4 angka dari nomornya.")]
        return render_template("finance/people_found.html", form=form, hits=[], period=period), 422
    return render_template("finance/people_found.html", form=form, hits=hits, period=period)


@blueprint.get("/perlu-diperiksa")
def list_to_review() -> str:
    """Show people missing from the newest roster; the personnel office settles them (decisions 9)."""
    tree = load_tree()
    people = list_missing()
    return render_template("finance/to_review.html", people=people, tree=tree)


def _filters() -> dict[str, Any]:
    """Read the filters from the URL; an unreadable one has no effect."""
    args = request.args
    status = args.get("keadaan")
    words = args.get("cari", "").replace("\x00", "")[:100]
    return {
        "opd": args.get("opd", type=read_id),
        "unit": args.get("unit", type=read_id),
        "jenjang": args.get("jenjang") or None,
        "keadaan": status if status in (*STATUSES, OBLIGED) else None,
        "cari": words or None,
    }


def _choices(rows: list[StandingRow], opd_id: int | None) -> dict[str, list[tuple[str, str]]]:
    """Return the filters' choices: only those in the month's rows, and units only of the chosen OPD."""
    opds = {(str(row.opd_id), row.opd or "") for row in rows if row.opd_id is not None}
    units = {
        (str(row.unit_id), row.unit or "") for row in rows if opd_id is not None and row.opd_id == opd_id
    }
    tiers = {(row.tier, row.tier_name or "") for row in rows if row.tier is not None}
    return {
        name: sorted(options, key=lambda choice: choice[1].casefold())
        for name, options in (("opd", opds), ("unit", units), ("jenjang", tiers))
    }


def people_url(period: Period, **filters: Any) -> str:
    """Return the URL of the list of people with these filters."""
    return url_for("finance.list_people", bulan=period, **filters)
