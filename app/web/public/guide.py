"""The two-minute guide "cara memakai", to print and to lay beside the till."""

from flask import render_template

from app.settings.queries import get_setting
from app.web.public import blueprint


@blueprint.get("/cara-memakai")
def show_guide() -> str:
    """Show one A4 page in six steps. It has no figure and no name, so anybody may read it."""
    return render_template("public/how_to_sell.html", contact=get_setting("help_contact"))
