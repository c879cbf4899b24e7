"""The demo logins on the sign-in page: only in development, and only in a city marked as demo."""

from flask import current_app

from app.demo.people import LOGINS, PASSWORD
from app.settings.queries import is_demo


def demo_logins() -> list[tuple[str, str]]:
    """Return (user name, description) of each demo login; empty where the city is not the demo city."""
    if current_app.config["SETTINGS"].app_env != "development" or not is_demo():
        return []
    return [(login.username, login.description) for login in LOGINS]


def demo_password() -> str:
    """Return the one password of all demo logins."""
    return PASSWORD
