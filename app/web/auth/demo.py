"""The table of demo logins on the login page: only in development, and only in a city marked as demo
(threat S15)."""

from flask import current_app

from app.demo.people import LOGINS, PASSWORD
from app.settings.queries import is_demo


def demo_logins() -> list[tuple[str, str]]:
    """(user name, what it shows) for a visitor of the demo city; empty everywhere else."""
    if current_app.config["SETTINGS"].app_env != "development" or not is_demo():
        return []
    return [(login.username, login.description) for login in LOGINS]


def demo_password() -> str:
    """The one password of all demo logins."""
    return PASSWORD
