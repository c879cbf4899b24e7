"""Charts of the own people: parts of the own tree, and twelve months. It shows no other people's figures (decisions
21)."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask_babel import lazy_gettext as _l

from app.closing.trend import Counts, Part, add_up, list_month_counts, list_parts
from app.shared import clock
from app.shared.period import Period
from app.web.http.navigation import in_menu
from app.web.opd import blueprint
from app.web.opd.scope import OwnUnits, get_own_units
from app.web.ui.charts import SHOWN, StackedBar, money_columns, money_unit, share_columns, sort_stacks
from app.web.ui.periods import chosen_period, list_shown_periods, year_around


@blueprint.get("/ringkasan")
@in_menu(_l("Sekilas"), order=15)
def show_dashboard() -> str:
    """Show charts of one month of the own people, and of the twelve months around it."""
    own = get_own_units()
    if not own.units:
        return render_template("opd/no_units.html")
    months = list_shown_periods()
    period = chosen_period(months)
    own = own.at(period)
    year = year_around(period, clock.this_period())
    parts = list_parts(period, own.tree, unit_ids=own.units)
    total = add_up(part.counts for part in parts)
    counts = list_month_counts([one for one in year if one != period], unit_ids=own.units)
    counts[period] = total if parts else None
    money = {month: one.bought if one else None for month, one in counts.items()}
    return render_template(
        "opd/dashboard.html",
        own=own,
        period=period,
        months=months,
        total=total,
        is_recorded=bool(parts),
        bars_=sort_stacks(_stacks(parts, period, own)),
        shares=share_columns(year, counts, period, lambda one: url_for("opd.show_home", bulan=one)),
        money=money_columns(
            year, money, period, lambda one: url_for("opd.show_home", bulan=one, urut="-belanja")
        ),
        unit=money_unit(money),
        status_url=lambda status: url_for("opd.show_home", bulan=period, status=status),
    )


def _stacks(parts: Sequence[Part], period: Period, own: OwnUnits) -> list[StackedBar]:
    branches = own.branches()
    counts_by_branch: dict[int, Counts] = {}
    for part in parts:
        if part.unit_id in branches:
            branch = branches[part.unit_id]
            counts_by_branch[branch] = counts_by_branch.get(branch, Counts()) + part.counts
    return [
        StackedBar(
            own.name(branch),
            counts,
            url_for("opd.show_home", bulan=period, unit=branch),
            {status: url_for("opd.show_home", bulan=period, unit=branch, status=status) for status in SHOWN},
        )
        for branch, counts in counts_by_branch.items()
    ]
