"""Writes the copy: one way per engine, both from one snapshot, while other transactions write."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from app.backups.errors import CopyNotWritten, CopyToolMissing, CopyToolOld

SUFFIX = {"sqlite": ".sqlite", "postgresql": ".dump"}


def write_copy(url: URL, target: Path) -> None:
    """Copy the database behind `url` into a new file, flushed to the disk. CopyNotWritten, CopyToolMissing."""
    try:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(Path(str(url.database)), target)
        else:
            _run("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"], url)
        target.chmod(0o600)
        _flush(target)
    except (OSError, sqlite3.Error) as error:
        raise CopyNotWritten(why=str(error)) from error


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy with `VACUUM INTO`, which reads one snapshot; copying the file would omit the write-ahead log."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as database:
        database.execute("VACUUM INTO ?", (str(target),))


def _flush(file: Path) -> None:
    for place in (file, file.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def plain(url: URL) -> str:
    """The address for PostgreSQL's programs, without the password, because every user can read command lines."""
    return url._replace(drivername="postgresql", password=None).render_as_string(hide_password=False)


def restore_dump(file: Path, url: URL) -> None:
    """Fill an empty PostgreSQL database from a copy. CopyNotWritten, CopyToolMissing."""
    _run("pg_restore", ["--no-owner", "--exit-on-error", str(file)], url)


def _run(tool: str, words: list[str], url: URL) -> None:
    program = shutil.which(tool)
    if program is None:
        raise CopyToolMissing(tool=tool)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603  (our own words)
        [program, *words, f"--dbname={plain(url)}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **secret},
    )
    if done.returncode:
        if "server version mismatch" in done.stderr:
            raise CopyToolOld(tool=tool)
        last = done.stderr.strip().splitlines()[-1:] or [f"exit {done.returncode}"]
        raise CopyNotWritten(why=last[0])
