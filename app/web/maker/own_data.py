"""Shows a maker what is stored about it, and sends it as a workbook or as JSON (UU 27/2022)."""

from flask import Response, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.makers.members import BoundMaker
from app.retention.own_data import list_maker_data, list_maker_titles
from app.settings.queries import get_retention_years, get_setting
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.maker.own_data_labels import LABELS
from app.web.ui.own_data import read_shape, send_copy


@blueprint.get("/data")
@in_menu(_l("Data saya"), order=46, under="maker.list_messages")
@for_own_maker
def show_own_data(mine: BoundMaker) -> str:
    """Show what is stored, for how long, and the two formats of the download."""
    return render_template(
        "maker/own_data.html",
        maker=mine,
        titles=list_maker_titles(),
        years=get_retention_years(),
        contact=get_setting("help_contact"),
    )


@blueprint.post("/data")
@for_own_maker
def export_own_data(mine: BoundMaker) -> Response:
    """Send the file, and record that in the trail. The login alone decides whose data it is."""
    shape = read_shape()
    return send_copy(list_maker_data(mine.ids, current_user.id), LABELS, shape, "maker", mine.id)
