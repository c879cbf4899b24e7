"""The probes behind /readyz: they do what a sale does, so that they fail when a sale would."""

from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.settings.models import ALWAYS, Setting
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import DomainError
from app.shared.transaction import side_transaction

PROBE = "readyz"
_SETTING = table(Setting)
_INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def check_ready() -> dict[str, bool]:
    """Each probe by name and whether it passed."""
    return {"schema": _is_schema_current(), "write": _can_write()}


def _can_write() -> bool:
    """Write one row for real and commit it: a full disk or a lock shows only then (a named side transaction)."""
    now = clock.now()
    values = {"key": PROBE, "effective_from": ALWAYS, "value": now.isoformat(), "changed_at": now}
    statement = _INSERTS[db.engine.dialect.name](_SETTING).values(values)
    statement = statement.on_conflict_do_update(
        index_elements=["key", "effective_from"], set_={"value": values["value"], "changed_at": now}
    )
    try:
        with side_transaction() as session:
            session.execute(statement)
    except (SQLAlchemyError, DomainError):
        return False
    return True


def _is_schema_current() -> bool:
    try:
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return set(found) == set(_heads(str(Path(current_app.root_path).parent / "migrations")))


@lru_cache(maxsize=2)
def _heads(folder: str) -> tuple[str, ...]:
    config = Config()
    config.set_main_option("script_location", folder)
    return tuple(ScriptDirectory.from_config(config).get_heads())
