"""What `python wsgi.py` does before it serves: migrate, and fill the demo city into an empty development database."""

from collections.abc import Iterator

import flask_migrate
from sqlalchemy import select

from app.demo.loader import load_demo_city
from app.demo.people import LOGINS, PASSWORD
from app.directory.models import Unit
from app.extensions import db
from config import Settings


def prepare_database(settings: Settings) -> Iterator[str]:
    """Bring the database to head and, in development only, load the demo city when it is empty.

    Yields a sentence before each step that takes a while, and the demo logins at the end.
    """
    yield "Menyiapkan basis data …"
    flask_migrate.upgrade()
    is_empty = db.session.scalar(select(Unit.id).limit(1)) is None
    db.session.rollback()
    if settings.app_env != "development":
        return
    if is_empty:
        yield "Mengisi kota contoh (sekali saja, kurang dari satu menit) …"
        for step in load_demo_city():
            yield f"  {step}"
    yield "\nLogin contoh (kata sandi semua: " + PASSWORD + "):"
    for login in LOGINS:
        yield f"  {login.username:<14} {login.description}"
