"""The probes of /readyz: they do what a sale does, so that they fail whenever a sale would fail."""

import threading
import time
from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.settings.services import write_probe
from app.shared.errors import DomainError
from app.shared.transaction import side_transaction

_WRITE_INTERVAL = 1.0  # seconds
_write_lock = threading.Lock()


def check_ready() -> dict[str, bool]:
    """Return each probe's name and whether it passed."""
    return {"schema": is_schema_current(), "write": _can_write()}


def _can_write() -> bool:
    """Whether one row can be written and committed: only this shows a full disk or a lock (a side transaction).

    A success counts for a second: anybody may request this, and each write makes tills wait.
    """
    written: dict[str, float] = current_app.extensions.setdefault("write_probe", {})
    with _write_lock:
        if time.monotonic() < written.get("until", 0.0):
            return True
        is_written = _write_now()
        if is_written:
            written["until"] = time.monotonic() + _WRITE_INTERVAL
    return is_written


def _write_now() -> bool:
    try:
        with side_transaction() as session:
            write_probe(session)
    except (SQLAlchemyError, DomainError):
        return False
    return True


def is_schema_current() -> bool:
    """Whether the database is at the newest migration of this code; False if it cannot be reached."""
    return (find_revision(),) == _heads(_folder())


def find_revision() -> str | None:
    """Return the migration the database is at; None if it has none or cannot be reached."""
    try:
        revision = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    except SQLAlchemyError:
        db.session.rollback()
        return None
    return revision[0] if len(revision) == 1 else None


def is_newer_schema() -> bool:
    """Whether the database is at a migration that this code does not have: a later version migrated it."""
    revision = find_revision()
    return revision is not None and revision not in {
        one.revision for one in _script(_folder()).walk_revisions()
    }


def _folder() -> str:
    return str(Path(current_app.root_path).parent / "migrations")


@lru_cache(maxsize=2)
def _heads(folder: str) -> tuple[str, ...]:
    return tuple(_script(folder).get_heads())


def _script(folder: str) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", folder)
    return ScriptDirectory.from_config(config)
