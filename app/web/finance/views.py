"""Finance's front page: how many met their minimum, how complete the figures are, per OPD, and the tasks."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.closing import queries as closing
from app.compliance.exemptions import count_exemptions
from app.compliance.queries import find_first_recorded_month
from app.compliance.rules import Recap, recap_by_opd, recap_by_tier, recap_total
from app.months.queries import count_pending, list_months
from app.notices.rules import FINANCE
from app.shared import clock
from app.shared.period import Period
from app.web.finance import blueprint
from app.web.finance.forms_people import PersonSearchForm
from app.web.finance.readiness import OpenPoint, open_points
from app.web.finance.sorting import chosen_sort, sorted_by
from app.web.http.navigation import in_menu
from app.web.ui.filters import angka, bulan, jam, tanggal_pendek
from app.web.ui.notices import dismiss_notice, list_notices
from app.web.ui.periods import chosen_period, list_shown_periods
from app.web.ui.sync_status import Completeness, get_completeness

FEWEST_BARS = 10
"""The number of OPDs shown at once, the lowest first; a link shows the others."""
RECAP_KEYS: dict[str, Any] = {
    "nama": lambda one: (one.key is None, one.name.casefold()),
    "wajib": lambda one: one.obliged,
    "memenuhi": lambda one: one.met,
    "persen": lambda one: one.met / one.obliged if one.obliged else -1,
    "kurang": lambda one: one.short,
    "dibebaskan": lambda one: one.exempt,
    "belanja": lambda one: one.bought,
    "kekurangan": lambda one: one.shortfall,
}


class Task(NamedTuple):
    """A task of finance, and the page for it."""

    text: str
    href: str


class Due(NamedTuple):
    """The oldest month that has ended and is not closed: the day it should be closed, and its open points."""

    period: Period
    closes_on: date
    is_late: bool
    points: list[OpenPoint]


@blueprint.get("/")
@in_menu(_l("Rekap"), order=10)
def show_home() -> str:
    """Show one month of the city; every figure links to the rows behind it."""
    months = list_shown_periods()
    period = chosen_period(months)
    rows = closing.list_standings_of_month(period)
    recaps = recap_by_opd(rows)
    sort = chosen_sort(RECAP_KEYS, "nama")
    current = closing.find_current_closing(period)
    to_close = months_to_close()
    due = _due(to_close[0]) if to_close else None
    is_shown_above = current is not None or (due is not None and due.period == period)
    points = [] if is_shown_above else open_points(period, closing.list_readiness(period))
    return render_template(
        "finance/home.html",
        period=period,
        months=months,
        total=recap_total(rows, ""),
        notices=list_notices([FINANCE]),
        recaps=sorted_by(recaps, sort, RECAP_KEYS),
        bars_=[_bar(one, period) for one in _lowest_first(recaps)],
        fewest=FEWEST_BARS,
        is_folded=len(recaps) > FEWEST_BARS and "semua" not in request.args,
        form=PersonSearchForm(formdata=None),
        due=due,
        tiers=recap_by_tier(rows),
        sort=sort,
        closing=current,
        supplements=closing.list_supplement_gains(period) if current else [],
        completeness_words="" if current else completeness_sentence(get_completeness()),
        tasks=_tasks(to_close[1:], points),
        row_url=lambda one: opd_url(one, period),
        row_filters=opd_filter,
    )


def opd_url(recap: Recap, period: Period) -> str | None:
    """Return the URL of an OPD's page; None for the row of people without a unit."""
    return None if recap.key is None else url_for("finance.show_opd", unit_id=recap.key, bulan=period)


def opd_filter(recap: Recap) -> dict[str, Any]:
    """Return the query values of the people behind an OPD's row; empty for people without a unit."""
    return {} if recap.key is None else {"opd": recap.key}


def completeness_sentence(completeness: Completeness) -> str:
    """Return how complete an open month is, as one sentence (decisions 19)."""
    if completeness.until is None and not completeness.behind:
        return _("belum ada kasir yang terhubung; angkanya dari buku dan halaman kasir.")
    if not completeness.behind:
        return _("Semua pojok sudah mengirim penjualannya hari ini.")
    since = min((one.since for one in completeness.behind if one.since), default=None)
    count = len(completeness.behind)
    if since is None:
        return ngettext(
            "%(num)s pojok belum pernah mengirim penjualan",
            "%(num)s pojok belum pernah mengirim penjualan",
            count,
        )
    return ngettext(
        "%(num)s pojok belum sinkron, paling lama sejak %(since)s",
        "%(num)s pojok belum sinkron, paling lama sejak %(since)s",
        count,
        since=jam(since)
        if clock.local_date(since) == clock.today()
        else f"{tanggal_pendek(since)} {jam(since)}",
    )


def months_to_close() -> list[Period]:
    """Return recorded months that have ended and are not closed, oldest first."""
    start = find_first_recorded_month()
    if start is None:
        return []
    closed = {one.period for one in list_months() if one.is_closed}
    open_periods, period = [], start
    while period < clock.this_period():
        if period not in closed:
            open_periods.append(period)
        period = period.next()
    return open_periods


def _lowest_first(recaps: Sequence[Recap]) -> list[Recap]:
    """Return the OPDs with obliged people, the lowest share first; the head of the region is no OPD and comes last."""
    judged = [one for one in sorted_by(recaps, "persen", RECAP_KEYS) if one.obliged]
    return sorted(judged, key=lambda one: one.is_head)


def _bar(recap: Recap, period: Period) -> dict[str, Any]:
    return {"label": recap.name, "part": recap.met, "whole": recap.obliged, "href": opd_url(recap, period)}


def _due(period: Period) -> Due:
    day = closing.get_closing_day(period)
    points = open_points(period, closing.list_readiness(period))
    return Due(period, day, clock.today() > day, points)


def _tasks(to_close: list[Period], points: list[OpenPoint]) -> list[Task]:
    """Return the tasks besides the month that is due: later months to close, open points of the shown month, late
    items, proposals."""
    tasks = [
        Task(_("Tutup %(month)s", month=bulan(one)), url_for("finance.show_month", period=one))
        for one in to_close
    ]
    tasks += [Task(one.text, one.href) for one in points if one.code != "late_items"]
    for period, count in count_pending().items():
        words = ngettext("%(count)s kiriman terlambat %(month)s menunggu keputusan",
                         "%(count)s kiriman terlambat %(month)s menunggu keputusan",
                         count, count=angka(count), month=bulan(period))  # fmt: skip
        tasks.append(Task(words, url_for("finance.show_open", kind="terlambat", bulan=period)))
    proposed = count_exemptions()["proposed"]
    if proposed:
        words = ngettext("%(count)s usulan pembebasan menunggu keputusan",
                         "%(count)s usulan pembebasan menunggu keputusan", proposed, count=angka(proposed))  # fmt: skip
        tasks.append(Task(words, url_for("finance.list_exemptions", keadaan="proposed")))
    return tasks


@blueprint.post("/pesan/<id:notice_id>/dibaca")
def dismiss_finance_notice(notice_id: int) -> Response:
    """Dismiss a notice for the whole finance office."""
    return dismiss_notice(notice_id, [FINANCE], home="finance.show_home")
