"""Charts of the city: OPDs, twelve months, makers and days. Every figure links to the rows behind it."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.closing.queries import find_current_closing
from app.closing.trend import Counts, Part, add_up, list_month_counts, list_parts
from app.compliance.rules import Recap, merge_nameless
from app.compliance.terms import load_month_tree
from app.directory.rules import UnitTree
from app.makers.queries import get_maker
from app.sales.kinds import GOODS
from app.sales.queries.trend import (
    DaySum,
    list_day_sums,
    list_maker_lines,
    list_maker_sums,
    sum_maker,
    sum_months,
)
from app.shared import clock
from app.shared.period import Period
from app.turns.rules import EVENT_DAY
from app.web.finance import blueprint
from app.web.finance.people import people_url
from app.web.http.navigation import allowed_url, in_menu, may_open
from app.web.ui.charts import SHOWN, StackedBar, money_columns, money_unit, share_columns, sort_stacks
from app.web.ui.filters import angka, tanggal
from app.web.ui.ids import read_id
from app.web.ui.paging import page_number, pages_of
from app.web.ui.periods import chosen_period, list_shown_periods, year_around

MOST_MAKERS = 8
PER_PAGE = 50


@blueprint.get("/ringkasan")
@in_menu(_l("Kota sekilas"), order=15, under="finance.show_home")
def show_dashboard() -> str:
    """Show charts of one month of the city, and of the twelve months around it."""
    months = list_shown_periods()
    period = chosen_period(months)
    tree = load_month_tree(period)
    year = year_around(period, clock.this_period())
    counts = list_month_counts(year)  # the chosen month among them, so that the people are read once
    parts = list_parts(period, tree)
    total = add_up(part.counts for part in parts)
    counts[period] = total if parts else None
    sums = sum_months(year)
    money = {one: sums.get(one, 0) if counts[one] else None for one in year}
    sums_of_makers = list_maker_sums(period)
    stacks = sort_stacks(_stacks(parts, period, tree))
    return render_template(
        "finance/dashboard.html",
        period=period,
        months=months,
        total=total,
        is_recorded=bool(parts),
        closing=find_current_closing(period),
        bars_=stacks,
        merged=[f"{stack.label} ({', '.join(stack.members)})" for stack in stacks if stack.members],
        shares=share_columns(year, counts, period, lambda one: allowed_url("finance.show_home", bulan=one)),
        money=money_columns(year, money, period, lambda one: url_for("finance.list_makers", bulan=one)),
        unit=money_unit(money),
        makers=sums_of_makers.makers[:MOST_MAKERS],
        rest=sums_of_makers.makers[MOST_MAKERS:],
        unmatched=sums_of_makers.unmatched,
        reached=sums_of_makers.total,
        turnover=sums.get(period, 0),
        days=_day_columns(list_day_sums(period), period),
        event_day=EVENT_DAY,
        people_url=people_url if may_open("finance.list_people") else lambda *_args, **_filters: None,
        maker_url=lambda maker_id: allowed_url("finance.show_maker", bulan=period, umkm=maker_id),
        unmatched_url=_unmatched_url(period),
    )


@blueprint.get("/ringkasan/umkm")
def list_makers() -> str:
    """Show every maker's sum of a month, and the total."""
    months = list_shown_periods()
    period = chosen_period(months)
    sums_of_makers = list_maker_sums(period)
    return render_template(
        "finance/dashboard_makers.html",
        period=period,
        months=months,
        makers=sums_of_makers.makers,
        unmatched=sums_of_makers.unmatched,
        maker_url=lambda maker_id: allowed_url("finance.show_maker", bulan=period, umkm=maker_id),
        unmatched_url=_unmatched_url(period),
    )


@blueprint.get("/ringkasan/umkm/nota")
def show_maker() -> str:
    """Show one maker's lines of a month. 404 where nothing was sold."""
    period = chosen_period(list_shown_periods())
    maker_id = request.args.get("umkm", type=read_id) or 0
    count, amount = sum_maker(period, maker_id)
    if not count:
        abort(404)
    pages = pages_of(count, PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "finance/dashboard_maker.html",
        period=period,
        maker=get_maker(maker_id),
        count=count,
        amount=amount,
        lines=list_maker_lines(period, maker_id, first=(page - 1) * PER_PAGE, size=PER_PAGE),
        page=page,
        pages=pages,
    )


def _unmatched_url(period: Period) -> str | None:
    """Return the URL of the page that matches goods typed without a product, if the reader may open it."""
    return allowed_url("finance.show_open", kind=GOODS, bulan=period)


def _stacks(parts: Sequence[Part], period: Period, tree: UnitTree) -> list[StackedBar]:
    counts_by_opd: dict[int | None, Counts] = {}
    for part in parts:
        counts_by_opd[part.opd_id] = counts_by_opd.get(part.opd_id, Counts()) + part.counts
    if not may_open("finance.list_people"):
        return _nameless_stacks(counts_by_opd, tree)
    stacks = []
    for opd_id, counts in counts_by_opd.items():
        name = _unit_name(opd_id, tree)
        filters = {} if opd_id is None else {"opd": opd_id}
        href = (
            people_url(period)
            if opd_id is None
            else url_for("finance.show_opd", unit_id=opd_id, bulan=period)
        )
        hrefs = {status: people_url(period, keadaan=status, **filters) for status in SHOWN}
        stacks.append(StackedBar(name, counts, href, hrefs))
    return stacks


def _unit_name(opd_id: int | None, tree: UnitTree) -> str:
    if opd_id is not None and opd_id == tree.root:
        return _("Pimpinan daerah")  # posted at the root; it is not the whole government
    return tree.name(opd_id) if opd_id in tree else _("Tanpa unit")


def _nameless_stacks(counts_by_opd: Mapping[int | None, Counts], tree: UnitTree) -> list[StackedBar]:
    """Return the offices for readers who may not see persons; the last bar shows the merged small ones."""
    recaps = [
        Recap(
            opd_id,
            _unit_name(opd_id, tree),
            people=one.obliged + one.exempt + one.others,
            met=one.met,
            short=one.short,
            exempt=one.exempt,
            bought=one.bought,
        )
        for opd_id, one in counts_by_opd.items()
    ]
    return [
        StackedBar(
            group.total.name
            if group.is_alone
            else _("Gabungan %(count)s perangkat daerah", count=len(group.members)),
            Counts(group.total.met, group.total.short, group.total.exempt, group.total.bought),
            "",
            {},
            () if group.is_alone else tuple(member.name for member in group.members),
        )
        for group in merge_nameless(recaps)
    ]


def _day_columns(days: Sequence[DaySum], period: Period) -> list[dict[str, Any]]:
    """Return a column for each day of the month; a day without a sale has a label and no bar."""
    sum_of_day = {one.day.day: one for one in days}
    today, columns = clock.today(), []
    for number in range(1, calendar.monthrange(period.year, period.month)[1] + 1):
        day, day_sum = date(period.year, period.month, number), sum_of_day.get(number)
        columns.append(
            {
                "label": str(number) if number in (1, EVENT_DAY, 14, 21, 28) else "",
                "name": tanggal(day),
                "value": day_sum.buyers if day_sum else 0 if day <= today else None,
                "text": _("%(count)s pegawai", count=angka(day_sum.buyers if day_sum else 0))
                if day <= today
                else "–",
                "receipts": day_sum.receipts if day_sum else 0,
                "amount": day_sum.amount if day_sum else 0,
                "short": angka(day_sum.buyers) if day_sum else "",
                "href": allowed_url("finance.preview_report", kind="event-day", hari=day.isoformat())
                if day_sum
                else None,
                "marked": number == EVENT_DAY,
            }
        )
    return columns
