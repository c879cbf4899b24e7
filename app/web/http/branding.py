"""The top of every page: the city's name, and the mark of the demo city."""

from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.settings.queries import get_city_name, is_demo


def _facts_of_the_city() -> dict[str, Any]:
    """Return `city_name` and `demo_mark` for the layouts; an error page must render while the database is away."""
    try:
        return {"city_name": get_city_name(), "demo_mark": is_demo()}
    except SQLAlchemyError:
        return {"city_name": current_app.config["SETTINGS"].city_name, "demo_mark": False}


def register_city(app: Flask) -> None:
    """Give the layouts these facts on every page."""
    app.context_processor(_facts_of_the_city)
