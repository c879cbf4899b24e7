"""One closed blueprint per audience."""

from flask import Blueprint


def audience_blueprint(name: str, prefix: str) -> Blueprint:
    """Return the blueprint of one audience. It stays closed until a role of `app/web/http/roles.py` has it as a
    room."""
    return Blueprint(name, f"app.web.{name}", url_prefix=prefix or None)
