"""The Dinas' front page: pending tasks, and the year's indicators, each with its definition (makers 24)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.certificates.queries.certificates import count_certificates, list_certificates
from app.curation.queries.offers import count_overdue_offers
from app.figures.datasets import QUIET_MONTHS
from app.figures.queries import (
    count_new_makers,
    list_quiet_makers,
    list_sales_of_makers,
    sum_reached,
    sum_sales_by_month,
)
from app.figures.rules import top_share
from app.makers.register import count_register
from app.settlement.queries.statements import list_statements
from app.shared import clock
from app.shared.period import Period
from app.turns.queries import count_due_contacts
from app.web.http.navigation import allowed_url, in_menu
from app.web.ui.charts import money_columns, money_unit
from app.web.umkm import blueprint


@dataclass(frozen=True, slots=True)
class Pending:
    """A kind of pending task of the Dinas: how many there are on a local date, and the page that settles them."""

    label: LazyString
    count: Callable[[date], int]
    endpoint: str
    query: tuple[tuple[str, str], ...] = ()


def _count_quiet(today: date) -> int:
    since = clock.this_period().shift(1 - QUIET_MONTHS).first_day
    return len(list_quiet_makers(since, today))


def _count_ending(today: date) -> int:
    counts = count_certificates([row for row in list_certificates(today) if row.is_open])
    return counts.lapsed + counts.expiring


PENDING_KINDS = (
    Pending(
        _l("UMKM baru yang belum dilihat petugas"), lambda _today: count_register().new,
        "show_home", (("keadaan", "new"),),
    ),
    Pending(_l("Tawaran yang lewat hari jawabnya"), count_overdue_offers, "show_offers"),
    Pending(_l("Surat usaha yang lewat atau segera berakhir"), _count_ending, "list_all_certificates"),
    Pending(
        _l("Nota penyelesaian yang lewat hari bayarnya"), lambda today: len(list_statements(due_before=today)),
        "list_unpaid",
    ),
    Pending(
        _l("Pelaku tanpa penjualan tiga bulan"), _count_quiet, "show_fairness", (("tanpa", str(QUIET_MONTHS)),)
    ),
    Pending(_l("Kenalan usaha yang perlu ditanyakan hasilnya"), count_due_contacts, "show_turns"),
)  # fmt: skip
"""Every kind of pending task, in the order of the page; those with a count of zero are left out there."""


@blueprint.get("/ringkasan")
@in_menu(_l("Sekilas UMKM"), order=5)
def show_overview() -> str:
    """Show the Dinas' pending tasks today, and this year's figures."""
    today = clock.today()
    first = date(today.year, 1, 1)
    sales = list_sales_of_makers(first, today)
    months = sum_sales_by_month(first, today)
    reached, served = sum_reached(first, today)
    return render_template(
        "umkm/overview.html",
        waiting=[line for line in _lines(today) if line[1]],
        year=today.year,
        register=count_register(),
        months=months,
        columns=money_columns(list(months), months, Period.of(today), _fairness_url),
        unit=money_unit(months),
        reached=reached,
        served=served,
        sellers=len(sales),
        new_makers=count_new_makers(first, today),
        share=top_share([one.amount for one in sales]),
    )


def _fairness_url(period: Period) -> str:
    return url_for("umkm.show_fairness", bulan=str(period))


@blueprint.get("/belum-dibayar")
def list_unpaid() -> str:
    """Show the statements past their due day that are not paid in full, the longest overdue first."""
    today = clock.today()
    rows = sorted(list_statements(due_before=today), key=lambda one: (one.due_on, one.number))
    return render_template("umkm/unpaid.html", rows=rows, today=today)


def _lines(today: date) -> list[tuple[LazyString, int, str | None]]:
    """Return (label, count, URL) of each pending task; the URL is None if the reader may not open that page."""
    return [
        (one.label, one.count(today), allowed_url(f"umkm.{one.endpoint}", **dict(one.query)))
        for one in PENDING_KINDS
    ]
