"""One closed blueprint per audience, and the files in which its views stand."""

import importlib
import pkgutil
import sys

from flask import Blueprint


def audience_blueprint(name: str, prefix: str) -> Blueprint:
    """Return the blueprint of one audience. It stays closed until a role of `app/web/http/roles.py` has it as a
    room."""
    return Blueprint(name, f"app.web.{name}", url_prefix=prefix or None)


def load_views(audience: str) -> None:
    """Import every file of an audience's folder (`audience`: its package's name), so that a new file of views needs no
    line anywhere. Its package calls this last: the views use the blueprint made there."""
    for found in pkgutil.iter_modules(sys.modules[audience].__path__):
        importlib.import_module(f"{audience}.{found.name}")
