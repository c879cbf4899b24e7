"""The Dinas issues a maker's card."""

from flask import url_for

from app.web.ui.maker_card import print_maker_card
from app.web.umkm import blueprint


@blueprint.post("/umkm/<id:maker_id>/kartu")
def issue_card(maker_id: int) -> str:
    """Print a maker's card; the one before is dead at once."""
    return print_maker_card(maker_id, url_for("umkm.show_maker", maker_id=maker_id))
