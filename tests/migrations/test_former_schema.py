"""A database of the first line of migrations is named as such by whatever would use it, and stays as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import make_url
from sqlalchemy.pool import NullPool

from app import create_app
from app.former_schema import FORMER
from tests.conftest import settings_for
from tests.engines import Databases
from tests.migrations.test_migrations import dump
from tests.served import ROOT, server_environment

WAYS = (
    ["wsgi.py"],
    ["-c", "import wsgi"],  # what gunicorn does
    ["-m", "flask", "--app", "wsgi", "db", "upgrade"],
    ["-m", "flask", "--app", "wsgi", "remind"],
)


def stand_at(url: str, revision: str) -> None:
    """Make a database whose table of Alembic's says so."""
    engine = sa.create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        with engine.connect() as old:
            old.exec_driver_sql("PRAGMA journal_mode=WAL")
    with engine.begin() as old:
        old.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        old.execute(sa.text("CREATE TABLE unit (id INTEGER PRIMARY KEY, name VARCHAR(200))"))
        old.execute(sa.text("INSERT INTO unit VALUES (1, 'Kota')"))
        old.execute(sa.text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})


def stored(url: str) -> object:
    """All that must stay: the bytes of SQLite's file and which files lie beside it, else schema and rows."""
    if url.startswith("sqlite"):
        file = Path(str(make_url(url).database))
        return file.read_bytes(), sorted(one.name for one in file.parent.glob(f"{file.name}*"))
    with sa.create_engine(url, poolclass=NullPool).connect() as old:
        rows = [old.execute(sa.text(f"SELECT * FROM {name}")).all() for name in ("unit", "alembic_version")]  # noqa: S608
        return dump(url), rows


def test_servers_and_commands_refuse_it_in_one_sentence_and_leave_it(tmp_path: Path) -> None:
    former = f"sqlite:///{tmp_path / 'old.sqlite'}"
    stand_at(former, max(FORMER))
    before = stored(former)
    for way in WAYS:
        done = subprocess.run(  # noqa: S603  (our own interpreter)
            [sys.executable, *way],
            cwd=ROOT,
            env=server_environment(former, tmp_path),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 2, (way, done.stderr)
        assert done.stderr.count("\n") == 1 and "Cadangkan dengan kode lamanya" in done.stderr, way
        assert done.stdout == "", way
        assert stored(former) == before, way


@pytest.mark.parametrize("revision", sorted(FORMER))
def test_every_revision_of_that_line_is_known(databases: Databases, tmp_path: Path, revision: str) -> None:
    with databases.empty() as url:
        stand_at(url, revision)
        before = stored(url)
        with pytest.raises(SystemExit) as refused:
            create_app(settings_for(url, tmp_path))
        assert stored(url) == before
    assert refused.value.code == 2


def test_what_a_killed_server_left_beside_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    stand_at(f"sqlite:///{file}", max(FORMER))
    late = sa.create_engine(f"sqlite:///{file}", poolclass=NullPool).connect()
    late.exec_driver_sql("INSERT INTO unit VALUES (2, 'Dinas')")
    late.commit()  # stands in the log beside the file only
    log = file.with_name(f"{file.name}-wal")
    before = file.read_bytes(), log.read_bytes()
    assert before[1]
    with pytest.raises(SystemExit):
        create_app(settings_for(f"sqlite:///{file}", tmp_path))
    assert (file.read_bytes(), log.read_bytes()) == before
    late.close()


def test_an_empty_place_is_let_through_and_nothing_is_made_there(tmp_path: Path) -> None:
    create_app(settings_for(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path))
    assert not (tmp_path / "new.sqlite").exists()
