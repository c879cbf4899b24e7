"""Migrations: from nothing to the models, with data, and back to where it was when one fails."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

from app.extensions import db
from app.former_schema import FORMER
from tests.conftest import Migrations
from tests.engines import Databases
from tests.pages import PageClient
from tests.shape.house import ROOT


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


def revisions() -> list[str]:
    """Oldest first."""
    return [one.revision for one in reversed(list(script().walk_revisions()))]


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    with databases.empty() as url:
        yield url


def connect(url: str) -> Connection:
    return sa.create_engine(url, poolclass=NullPool).connect()


def dump(url: str) -> list[str]:
    """The whole schema as sorted lines: tables, columns, keys, checks, indexes, triggers."""
    with connect(url) as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.execute(
                sa.text("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master")
            )
            return sorted(row for (row,) in rows if " sqlite_" not in row)
        return sorted(str(row) for query in POSTGRES_SCHEMA for row in connection.execute(sa.text(query)))


POSTGRES_SCHEMA = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def differences(url: str) -> list[Any]:
    """What the models say and the database does not, or the other way round."""
    with connect(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return compare_metadata(context, db.metadata)


def test_there_is_one_head_and_the_file_names_it() -> None:
    heads = script().get_heads()
    named = (ROOT / "migrations/HEAD").read_text(encoding="utf-8").strip()
    (head,) = heads
    revision = script().get_revision(head)
    assert named == Path(revision.path).stem, "write the name of the newest file into migrations/HEAD"


def test_no_revision_is_called_like_one_of_the_line_before() -> None:
    """By its name a database of that line is told apart. The name ends with the number of its file."""
    assert not FORMER & set(revisions())
    for one in script().walk_revisions():
        assert re.fullmatch(r"20\d\d_\d\d_" + Path(one.path).stem[:4], one.revision), one.path


def test_from_nothing_to_head_gives_the_models(empty: str, migrate: Migrations) -> None:
    migrate(empty)
    assert differences(empty) == [], "the newest migration has to make what the models say"


def names_apart(line: str) -> str:
    """A line of a schema without the name of its foreign key: some were named before the house had a pattern.

    And without the quotes that SQLite puts around the name of a table that a migration had to copy.
    """
    return re.sub(
        r"\bfk_\w+",
        "fk",
        line.strip().removesuffix(",").replace('CREATE TABLE "', "CREATE TABLE ").replace('" (', " ("),
    )


def words(url: str) -> list[str]:
    """Each column, key, check, default and index as the database spells it; no triggers, functions, or Alembic."""
    found = []
    for line in dump(url):
        is_apart = "alembic_version" in line or line.startswith("trigger ") or " TRIGGER " in line
        is_apart = is_apart or "CREATE OR REPLACE FUNCTION" in line
        if not is_apart:
            table, *rest = line.splitlines() if line.startswith("table ") else [line]
            found += [names_apart(table), *(names_apart(f"{table} {part.strip()}") for part in rest)]
    return sorted(found)


def test_migrations_give_the_models_to_the_word(databases: Databases, migrate: Migrations) -> None:
    """`differences` sees neither checks, defaults nor the order of columns."""
    with databases.empty() as migrated, databases.empty() as made:
        migrate(migrated)
        with connect(made) as connection:
            db.metadata.create_all(connection)
            connection.commit()
        assert words(migrated) == words(made)
        with connect(migrated) as connection:
            look = sa.inspect(connection)
            for table in db.metadata.sorted_tables:
                assert [one["name"] for one in look.get_columns(table.name)] == list(table.columns.keys())


def test_the_first_migration_stands_alone() -> None:
    """What it makes must not change when a model does."""
    text = Path(script().get_revision(revisions()[0]).path).read_text(encoding="utf-8")
    names = [one.names for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Import)]
    places = [one.module for one in ast.walk(ast.parse(text)) if isinstance(one, ast.ImportFrom)]
    assert {name.name for found in names for name in found} | set(places) == {
        "sqlalchemy", "alembic", "collections.abc",
    }  # fmt: skip


def test_a_table_the_models_do_not_know_would_be_noticed(database_url: str) -> None:
    with connect(database_url) as connection:
        connection.execute(sa.text("CREATE TABLE forgotten (id INTEGER PRIMARY KEY)"))
        connection.commit()
    assert [kind for kind, _ in differences(database_url)] == ["remove_table"]


def test_going_back_and_up_again_gives_the_same_schema(empty: str, migrate: Migrations) -> None:
    migrate(empty)
    before = dump(empty)
    migrate.down(empty, *reversed(revisions()[:-1]), "base")
    assert [line for line in dump(empty) if "alembic_version" not in line] == []
    migrate(empty)
    assert dump(empty) == before


@pytest.mark.parametrize("revision", [revisions()[0], revisions()[-2], revisions()[-1]])
def test_what_was_there_before_an_upgrade_is_there_after_it(
    empty: str, migrate: Migrations, revision: str
) -> None:
    migrate(empty, revision)
    with connect(empty) as connection:
        connection.execute(sa.text("INSERT INTO unit (id, external_id, name) VALUES (1, 'akar', 'Kota')"))
        connection.execute(
            sa.text("INSERT INTO unit (id, external_id, name, parent_id) VALUES (2, 'd', 'Dinas', 1)")
        )
        connection.commit()
    migrate(empty)
    with connect(empty) as connection:
        rows = connection.execute(sa.text("SELECT external_id, name, parent_id FROM unit ORDER BY id")).all()
    assert rows == [("akar", "Kota", None), ("d", "Dinas", 1)]
    assert differences(empty) == []


class PowerCut(Exception):
    """Stops a migration after so many of its statements."""


class Cutter:
    """Counts the statements that change something, and fails after the wanted one."""

    def __init__(self, after: int | None) -> None:
        self.after = after
        self.seen = 0

    def __call__(self, _conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip()[:6].upper() in ("CREATE", "ALTER ", "INSERT", "UPDATE", "DROP I", "DROP T"):
            self.seen += 1
            if self.seen == self.after:
                raise PowerCut

    def __enter__(self) -> "Cutter":
        event.listen(Engine, "after_cursor_execute", self)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "after_cursor_execute", self)


def cuts(total: int, is_long: bool) -> list[int]:
    """After which statements to fail: all in make faults, else one in the middle."""
    assert total
    return list(range(1, total + 1)) if is_long else [(total + 1) // 2]


def steps() -> list[Any]:
    """Each revision with the one before it. A migration never changes, so all but the two newest are for the long
    form: each was among the newest once."""
    pairs = list(itertools.pairwise(["base", *revisions()]))
    return [*(pytest.param(*pair, marks=pytest.mark.long) for pair in pairs[:-2]), *pairs[-2:]]


@pytest.mark.parametrize(("start", "target"), steps())
def test_a_migration_that_dies_half_way_leaves_nothing_and_can_be_run_again(
    databases: Databases, migrate: Migrations, start: str, target: str, is_long: bool
) -> None:
    with databases.empty() as url, Cutter(None) as counting:
        migrate(url, start) if start != "base" else None
        counting.seen = 0
        migrate(url, target)
        whole = dump(url)
    for after in cuts(counting.seen, is_long):
        with databases.empty() as url:
            migrate(url, start) if start != "base" else None
            before = dump(url)
            with pytest.raises(PowerCut), Cutter(after):
                migrate(url, target)
            assert dump(url) == before, f"cut after statement {after}"
            migrate(url, target)
            assert dump(url) == whole, f"cut after statement {after}"


@pytest.mark.parametrize("version", ["9999", max(FORMER), revisions()[0], revisions()[-2]])
def test_code_and_schema_of_different_ages_are_not_ready(
    app: Flask, session: Any, client: PageClient, version: str
) -> None:
    assert client.get("/readyz").status == 200
    session.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    checks = client.get("/readyz", expect=503).json["checks"]
    assert (checks["schema"], checks["write"]) == (False, True)
