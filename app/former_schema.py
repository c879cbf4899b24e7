"""Refusal of databases at a migration of the first line, 0001 to 0022; they are left as they are (ADR 0029)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

FORMER = frozenset(f"{number:04}" for number in range(1, 23))
"""The revisions of the first line. No later revision may have one of these names."""
_QUERY = "SELECT version_num FROM alembic_version"
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
    """The name in Alembic's table; None where there is none, or no database."""
    if url.get_backend_name() == "sqlite":
        return _find_in_file(url.database or ":memory:")
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 5})  # seconds
    try:
        with engine.connect() as connection:
            return connection.scalar(text(_QUERY))
    except SQLAlchemyError:
        return None


def _find_in_file(name: str) -> str | None:
    """The same of SQLite, without an engine, which would take longer than the rest of making an application.

    The file is neither made nor is what a killed server left beside it folded into it: only a reader leaves a log that
    is there as it is; only a writer takes its own away again where there was none.
    """
    file = Path(name).absolute()
    mode = "ro" if file.with_name(f"{file.name}-wal").exists() else "rw"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode={mode}", uri=True)) as connection:
            row = connection.execute(_QUERY).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None
