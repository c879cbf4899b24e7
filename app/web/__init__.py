"""The doors for people: blueprints per audience, and what they share."""

from flask import Flask

from app.web import (
    access,
    admin,
    api,
    auth,
    cashier,
    employee,
    finance,
    floods,  # noqa: F401  (counts nothing by itself; names who is not counted)
    manager,
    opd,
    personnel,
    public,
)
from app.web.assets import register_assets
from app.web.city import register_city
from app.web.converters import register_converters
from app.web.errors import register_errors
from app.web.filters import register_filters
from app.web.headers import register_headers
from app.web.language import register_language
from app.web.navigation import register_navigation
from app.web.qr import register_qr
from app.web.report_files import ReportFolder
from app.web.traffic import register_traffic
from app.web.transaction import register_transaction
from app.web.uploads import register_uploads

AUDIENCES = (public, auth, cashier, manager, employee, opd, personnel, finance, admin, api)


def register_web(app: Flask) -> None:
    """Everything a browser or a till talks to. The order of the before-request steps is the order here."""
    app.url_map.strict_slashes = False
    register_traffic(app)
    register_converters(app)
    register_uploads(app)
    register_language(app)
    register_assets(app)
    register_filters(app)
    register_qr(app)
    register_headers(app)
    register_errors(app)
    access.register_access(app)
    register_transaction(app)
    register_navigation(app)
    register_city(app)
    ReportFolder(app.instance_path).sweep()
    for audience in AUDIENCES:
        app.register_blueprint(audience.blueprint)
