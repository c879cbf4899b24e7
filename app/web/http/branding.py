"""Facts for the top of every page: the city's name, and whether it is the demo city."""

from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.settings.queries import get_city_name, is_demo


def _city_facts() -> dict[str, Any]:
    """Return `city_name` and `demo_mark` for the layouts; without the database, values for an error page."""
    try:
        return {"city_name": get_city_name(), "demo_mark": is_demo()}
    except SQLAlchemyError:
        return {"city_name": current_app.config["SETTINGS"].city_name, "demo_mark": False}


def register_city(app: Flask) -> None:
    """Give every template these facts."""
    app.context_processor(_city_facts)
