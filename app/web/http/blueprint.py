"""Makes the blueprint of each audience and imports the files with its views."""

import importlib
import pkgutil
import sys

from flask import Blueprint


def audience_blueprint(name: str, prefix: str) -> Blueprint:
    """Return the blueprint of one audience. Nobody may enter it until a role of `app/web/http/roles.py` has it as a
    room."""
    return Blueprint(name, f"app.web.{name}", url_prefix=prefix or None)


def load_views(audience: str) -> None:
    """Import every file of an audience's package (`audience`: its name), so that a new file of views is registered
    nowhere else. The package calls this after making its blueprint, which the views use."""
    for module in pkgutil.iter_modules(sys.modules[audience].__path__):
        importlib.import_module(f"{audience}.{module.name}")
