"""The Dinas' front page: what waits, and the year's indicators, each with its definition (makers 24, issue 12)."""

from datetime import date

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.figures.queries import (
    count_new_makers,
    list_quiet_makers,
    list_sales_of_makers,
    sum_reached,
    sum_sales,
)
from app.figures.rules import top_share
from app.makers.register import count_register
from app.settlement.queries.statements import list_statements
from app.shared import clock
from app.turns.queries import list_contacts
from app.web.http.navigation import in_menu
from app.web.umkm import blueprint
from app.web.umkm.waiting import list_waiting, register_waiting

QUIET_MONTHS = 3


@blueprint.get("/ringkasan")
@in_menu(_l("Sekilas UMKM"), order=5)
def show_overview() -> str:
    """What waits for the Dinas today, and what this year came to."""
    today = clock.today()
    first = date(today.year, 1, 1)
    sales = list_sales_of_makers(first, today)
    reached, served = sum_reached(first, today)
    return render_template(
        "umkm/overview.html",
        waiting=list_waiting(),
        year=today.year,
        register=count_register(),
        turnover=sum_sales(first, today),
        reached=reached,
        served=served,
        sellers=len(sales),
        new_makers=count_new_makers(first, today),
        share=top_share([one.amount for one in sales]),
    )


@blueprint.get("/belum-dibayar")
def list_unpaid() -> str:
    """The statements whose day of payment is past and that are not paid in full, the longest overdue first."""
    today = clock.today()
    rows = sorted(list_statements(due_before=today), key=lambda one: (one.due_on, one.number))
    return render_template("umkm/unpaid.html", rows=rows, today=today)


def _count_quiet() -> int:
    since = clock.this_period().shift(1 - QUIET_MONTHS).first_day
    return len(list_quiet_makers(since, clock.today()))


register_waiting(
    10, _l("UMKM baru yang belum dilihat petugas"), lambda: count_register().new, "home", keadaan="new"
)
register_waiting(
    20, _l("Nota penyelesaian yang lewat hari bayarnya"), lambda: len(list_statements(due_before=clock.today())),
    "list_unpaid",
)  # fmt: skip
register_waiting(
    60, _l("Pelaku tanpa penjualan tiga bulan"), _count_quiet, "show_fairness", tanpa=str(QUIET_MONTHS)
)
register_waiting(
    70, _l("Kenalan usaha yang perlu ditanyakan hasilnya"),
    lambda: sum(one.due is not None for one in list_contacts(clock.today())), "show_turns",
)  # fmt: skip
