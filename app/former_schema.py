"""Refusal of databases at a migration of the first line, 0001 to 0022; they are left as they are (ADR 0029)."""

from pathlib import Path

import click
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

FORMER = frozenset(f"{number:04}" for number in range(1, 23))
"""The revisions of the first line. No later revision may have one of these names."""
_SENTENCE = (
    "Basis data ini dibuat versi lama yang skemanya tidak dilanjutkan; isinya tidak diubah. Cadangkan dengan kode "
    "lamanya, lalu mulai dengan basis data baru yang kosong: nama lain di DATABASE_URL, lalu "
    "`flask --app wsgi db upgrade` (docs/operations.md, Upgrade, and back)."
)


def refuse_former_schema(database_url: str) -> None:
    """Refuse a database of the first line: SystemExit 2, with a sentence on standard error.

    A database that cannot be reached, or has no schema yet, passes. A SQLite file keeps its bytes: no pragma is set.
    """
    if _find_revision(make_url(database_url)) in FORMER:
        click.echo(_SENTENCE, err=True)
        raise SystemExit(2)


def _find_revision(url: URL) -> str | None:
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite and url.database in (None, "", ":memory:"):
        return None
    options = {} if is_sqlite else {"connect_timeout": 5}  # seconds
    engine = create_engine(_untouching(url) if is_sqlite else url, poolclass=NullPool, connect_args=options)
    try:
        with engine.connect() as connection:
            return connection.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return None


def _untouching(url: URL) -> URL:
    """Return an address that neither creates the file nor merges a killed server's write-ahead log into it.

    Read-only mode leaves an existing log as it is; read-write mode removes its own again where there was none.
    """
    file = Path(str(url.database)).absolute()
    mode = "ro" if file.with_name(f"{file.name}-wal").exists() else "rw"
    return url.set(database=file.as_uri(), query={"mode": mode, "uri": "true"})
