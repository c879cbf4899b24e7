"""Fairness for the Dinas: who sells most, who has not sold for long, who sold for the first time (makers 24)."""

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.figures.queries import count_new_makers, list_quiet_makers, list_sales_of_makers
from app.figures.rules import TOP, top_share
from app.makers.queries import list_maker_names
from app.shared import clock
from app.web.http.navigation import in_menu
from app.web.ui.periods import chosen_period, list_shown_periods
from app.web.umkm import blueprint

SPANS = (1, 3, 6, 12)
"""The offered numbers of months without a sale."""


@blueprint.get("/keadilan")
@in_menu(_l("Keadilan"), order=6, under="umkm.show_overview")
def show_fairness() -> str:
    """Show a month's five largest sellers with their share, and the makers without a sale for so many months until
    today."""
    months = list_shown_periods()
    period = chosen_period(months)
    span = next((one for one in SPANS if str(one) == request.args.get("tanpa")), 3)
    sales = sorted(
        list_sales_of_makers(period.first_day, period.last_day), key=lambda one: (-one.amount, one.maker_id)
    )
    today = clock.today()
    names = list_maker_names([one.maker_id for one in sales[:TOP]])
    return render_template(
        "umkm/fairness.html",
        period=period,
        months=months,
        makers=len(sales),
        share=top_share([one.amount for one in sales]),
        greatest=[(one, names[one.maker_id]) for one in sales[:TOP]],
        new_makers=count_new_makers(period.first_day, period.last_day),
        quiet=list_quiet_makers(clock.this_period().shift(1 - span).first_day, today),
        span=span,
        spans=SPANS,
    )
