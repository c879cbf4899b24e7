"""Refuses databases at a migration of the first line (0001 to 0022) and leaves them unchanged (ADR 0029)."""

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

    A database that cannot be reached, or has no schema yet, passes. The bytes of a SQLite file do not change.
    """
    if _find_revision(make_url(database_url)) in FORMER:
        click.echo(_SENTENCE, err=True)
        raise SystemExit(2)


def _find_revision(url: URL) -> str | None:
    """The revision in Alembic's table; None if there is no revision or no database."""
    if url.get_backend_name() == "sqlite":
        return _find_in_file(url.database or ":memory:")
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 5})  # seconds
    try:
        with engine.connect() as connection:
            return connection.scalar(text(_QUERY))
    except SQLAlchemyError:
        return None


def _find_in_file(name: str) -> str | None:
    """The revision in a SQLite file, read without an engine, which would take longer than the rest of `create_app`.

    Neither creates the file nor merges the write-ahead log of a killed server into it: a read-only connection leaves
    an existing log unchanged, and a read-write connection removes its own log if there was none before.
    """
    file = Path(name).absolute()
    mode = "ro" if file.with_name(f"{file.name}-wal").exists() else "rw"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode={mode}", uri=True)) as connection:
            row = connection.execute(_QUERY).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None
