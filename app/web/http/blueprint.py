"""One closed blueprint per audience."""

from flask import Blueprint


def audience_blueprint(name: str, prefix: str) -> Blueprint:
    """A blueprint for one audience. It stays closed until `app/web/http/policy.py` names who may enter."""
    return Blueprint(name, f"app.web.{name}", url_prefix=prefix or None)
