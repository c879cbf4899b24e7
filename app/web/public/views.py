"""Pages of this audience."""

from flask import Response, render_template

from app.web import language
from app.web.public import blueprint


@blueprint.get("/")
def home() -> str:
    """The front page."""
    return render_template("public/home.html")


@blueprint.post("/bahasa")
def change_language() -> Response:
    """Indonesian or English; remembered in a cookie."""
    return language.change_language()
