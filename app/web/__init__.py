"""Pages and JSON API: one blueprint per audience, and the code that audiences share (`http`, `ui`)."""

import importlib
import pkgutil
from collections.abc import Iterator

from flask import Blueprint, Flask

from app.jobs.folder import JobFolder
from app.web.decisions.routes import ensure_templates
from app.web.http import (
    guards,
    rate_limits,  # noqa: F401  (registers which requests are not counted)
)
from app.web.http.assets import register_assets
from app.web.http.branding import register_city
from app.web.http.converters import register_converters
from app.web.http.errors import register_errors
from app.web.http.headers import register_headers
from app.web.http.language import register_language
from app.web.http.navigation import register_navigation
from app.web.http.stored_files import register_stored_files
from app.web.http.traffic import register_traffic
from app.web.http.transaction import register_transaction
from app.web.public.stored_answers import register_stored_answers
from app.web.ui.filters import register_filters
from app.web.ui.masks import register_masks
from app.web.ui.qr import register_qr
from app.web.ui.uploads import register_uploads


def list_audiences() -> Iterator[Blueprint]:
    """The blueprint of each folder here that has one, so that a new audience needs no line anywhere; by name."""
    for module in pkgutil.iter_modules(__path__):
        blueprint = getattr(importlib.import_module(f"{__name__}.{module.name}"), "blueprint", None)
        if isinstance(blueprint, Blueprint):
            yield blueprint


def register_web(app: Flask) -> None:
    """Register everything a browser or a till requests. Before-request steps run in the order of these lines."""
    app.url_map.strict_slashes = False
    register_traffic(app)
    register_converters(app)
    register_uploads(app)
    register_language(app)
    register_assets(app)
    register_filters(app)
    register_masks(app)
    register_qr(app)
    register_headers(app)
    register_errors(app)
    guards.register_access(app)
    register_transaction(app)
    register_navigation(app)
    register_city(app)
    JobFolder(app.instance_path).sweep()
    for blueprint in list_audiences():
        app.register_blueprint(blueprint)
    ensure_templates(app)
    register_stored_answers(app)
    register_stored_files(app)
