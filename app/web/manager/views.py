"""The manager's front page: counts, and what needs attention."""

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.makers.queries import count_products, list_makers
from app.shared import clock
from app.tills.queries.booths import list_booths
from app.tills.queries.tills import list_tills
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.manager.shifts import shift_lines
from app.web.manager.tills import till_lines


@blueprint.get("/")
@in_menu(_l("Ringkasan"), order=30)
def show_home() -> str:
    """Show booths, tills, open shifts, makers and products, with the first steps of a new city."""
    scope = booth_scope()
    on_sale, products = count_products()
    shifts = shift_lines(scope)
    return render_template(
        "manager/home.html",
        booths=list_booths(scope),
        lines=[line for line in till_lines(list_tills(scope)) if line.till.revoked_at is None],
        open_shifts=[line for line in shifts if line.shift.closed_at is None],
        forgotten=[line for line in shifts if line.is_forgotten],
        makers=list_makers(),
        on_sale=on_sale,
        products=products,
        today=clock.today(),
        may_create=scope is None,
    )
