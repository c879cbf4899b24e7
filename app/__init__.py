"""The application: settings first, then one `register_…` after the other."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import models_registry  # noqa: F401  (all tables are known before the first query)
from app.audit import book, chain, sealing, state_seal
from app.audit.high_water import HighWater
from app.audit_coverage import HEADS, SOURCES, TRACKED
from app.cli import register_commands
from app.extensions import compress, csrf, db, limiter, login_manager, migrate
from app.former_schema import refuse_former_schema
from app.photos.files import configure_photos
from app.registered_parts import load_parts
from app.settings.cache import configure_city
from app.shared import clock
from app.shared.engine import configure_engine, engine_options
from app.shared.transaction import on_commit
from app.web import register_web
from app.web.http.flask_app import App
from config import ROOT, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. `settings` default to those read from the environment.

    Raises UnsafeSettings if the environment is unusable, and SystemExit 2 with a sentence if the database was made by
    the first line of migrations.
    """
    settings = settings or Settings.from_environment()
    refuse_former_schema(settings.database_url)
    app = App(__name__, instance_path=str(settings.instance_path.resolve()))
    app.config.from_mapping(settings.for_flask(), FACTORY=create_app)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    clock.set_clock(settings.city_timezone, settings.app_clock)
    configure_city(settings.city_name)
    configure_photos(settings.instance_path.resolve())
    register_extensions(app)
    register_database(app)
    load_parts()
    register_web(app)
    register_commands(app)
    if settings.proxy_count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app,
            x_for=settings.proxy_count,
            x_proto=settings.proxy_count,
            x_host=settings.proxy_count,
        )
    return app


def register_extensions(app: Flask) -> None:
    """Bind the extensions to this application."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), compare_type=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)


def register_database(app: Flask) -> None:
    """Set up SQLite's pragmas, the queue of writers, the guard against stray writes, and the sealing of the chain."""
    with app.app_context():
        configure_engine(db.engine)
    settings: Settings = app.config["SETTINGS"]
    book.configure(settings.secret_key, HighWater, settings.mark_file)
    chain.configure(*SOURCES, heads=HEADS)
    state_seal.track(*TRACKED)
    on_commit(begun=chain.open_book, before=sealing.seal_before_commit, after=sealing.seal_after_commit)
