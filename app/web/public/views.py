"""The front page, and the language of all pages."""

from flask import Response, render_template

from app.makers.queries import list_catalogue
from app.minimums.queries import find_decree_for
from app.settings.queries import get_setting
from app.shared import clock
from app.web.http import language
from app.web.public import blueprint
from app.web.public.shares import find_shares
from app.web.ui.booth_places import list_booth_places

FAVOURITES = 6


@blueprint.get("/")
def show_home() -> str:
    """Show what the programme is, which booths sell what, and the rule. No name, no person's figure."""
    goods = list_catalogue(clock.today())
    return render_template(
        "public/home.html",
        welcome=get_setting("public_welcome"),
        contact=get_setting("help_contact"),
        decree=find_decree_for(clock.this_period()),
        booths=list_booth_places(),
        products=len(goods),
        makers=len({item.maker_id for item in goods}),
        favourites=[item for item in goods if item.unit_price is not None][:FAVOURITES],
        shares=find_shares(),
    )


@blueprint.post("/bahasa")
def change_language() -> Response:
    """Set the language, Indonesian or English, in a cookie."""
    return language.change_language()
