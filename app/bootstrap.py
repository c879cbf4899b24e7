"""What `python wsgi.py` does before it serves: migrate, and fill the demo city into an empty development database."""

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import make_url, select

from app.accounts.services.first_admin import has_accounts, offer_code, remove_code
from app.demo.loader import load_demo_city
from app.demo.people import LOGINS, PASSWORD
from app.directory.models import Unit
from app.extensions import db
from app.key_check import ensure_right_key
from app.shared import clock
from app.web.api.health import is_newer_schema, is_schema_current
from app.web.http.errors import TO_MIGRATE
from config import Settings

log = logging.getLogger(__name__)
_NEWER = (
    "Basis data ini ditulis oleh versi yang lebih baru daripada kode ini. Pakai kode versi itu, atau pulihkan cadangan "
    "dari sebelum pembaruan (docs/operations.md, Upgrade, and back)."
)


def prepare_database(settings: Settings) -> Iterator[str]:
    """Bring the database to head and, in development only, load the demo city when it is empty.

    Yields a sentence before each step that takes a while, and the demo logins at the end. Raises SystemExit with a
    sentence if a newer version wrote the database.
    """
    yield "Menyiapkan basis data …"
    if is_newer_schema():
        raise SystemExit(_NEWER)
    db.session.rollback()
    flask_migrate.upgrade()
    is_empty = db.session.scalar(select(Unit.id).limit(1)) is None
    db.session.rollback()
    if settings.app_env != "development":
        return
    if is_empty:
        yield "Mengisi kota contoh (sekali saja, kurang dari satu menit) …"
        for step in load_demo_city(settings.origin):
            yield f"  {step}"
    yield "\nLogin contoh (kata sandi semua: " + PASSWORD + "):"
    for login in LOGINS:
        yield f"  {login.username:<14} {login.description}"


def check_before_serving(app: Flask) -> None:
    """Check key, schema and first account before serving. SystemExit if the key does not fit the database.

    A database of another version is only logged; every page says so until somebody migrates it.
    """
    ensure_right_key(app)
    with app.app_context():
        if not is_schema_current():
            log.error("%s (or it cannot be reached)", TO_MIGRATE)
        else:
            _offer_first_admin(app)
        db.session.remove()


_OPEN_TO_ALL = ("layouts/", "macros/", "public/", "auth/", "cashier/")


def warm_up(app: Flask) -> None:
    """Compile the public templates and freeze all loaded objects before the first request, so that no sale waits.

    Compiling a template blocked the interpreter for up to 80 ms at its first request. A full garbage collection walks
    everything the process has loaded, some 100 ms in which no thread runs: what is loaded now lives as long as the
    process, so later collections leave it out.
    """
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(_OPEN_TO_ALL)):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


def _offer_first_admin(app: Flask) -> None:
    """Log the code with which the first admin is created on a page, as long as nobody has an account."""
    folder = Path(app.instance_path)
    if has_accounts():
        remove_code(folder)
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    code, until = offer_code(folder)
    ends = f"{clock.local(until):%H.%M}"
    log.warning("belum ada akun. Buka /admin-pertama dan ketik kode %s (berlaku sampai %s)", code, ends)


def close_files_to_others(settings: Settings) -> None:
    """Remove other users' access from the files of a SQLite database that was created under another file mask."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    for ending in ("", "-wal", "-shm", "-queue"):
        file = Path(f"{url.database}{ending}")
        try:
            if file.is_file() and file.stat().st_mode & 0o077:
                file.chmod(0o600)
        except OSError:  # another user's file: opening the database will fail with the reason
            log.warning("%s stays readable by others", file)
