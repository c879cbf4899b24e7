"""Makers' shops elsewhere, for the Dinas: how many there are, and which to check."""

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.channels.queries import count_channels, list_to_look_at
from app.shared import clock
from app.web.http.navigation import in_menu
from app.web.product_pages.channels import STATES
from app.web.umkm import blueprint

MOST_ROWS = 50


@blueprint.get("/toko-daring")
@in_menu(_l("Toko daring"), order=11, under="umkm.show_home")
def list_all_channels() -> str:
    """Show how many makers are in which shops, counting only shops that an officer saw; and the claims and old checks
    to look at."""
    today = clock.today()
    return render_template(
        "channels/overview.html",
        counts=count_channels(today),
        pending=list_to_look_at(today, limit=MOST_ROWS),
        states=STATES,
    )
