"""The manager's first page: what there is, and what wants attention."""

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.booths.queries import list_booths, list_shifts, list_tills
from app.shared import clock
from app.umkm.queries import count_products, list_makers
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.navigation import in_menu


@blueprint.get("/")
@in_menu(_l("Ringkasan"), order=30)
def home() -> str:
    """Booths, tills, open shifts, makers and products at a glance, with the first steps of a new city."""
    scope = booth_scope()
    on_sale, products = count_products()
    return render_template(
        "manager/home.html",
        booths=list_booths(scope),
        tills=[till for till in list_tills(scope) if till.revoked_at is None],
        open_shifts=list_shifts(scope, open_only=True),
        makers=list_makers(),
        on_sale=on_sale,
        products=products,
        today=clock.today(),
        may_create=scope is None,
    )
