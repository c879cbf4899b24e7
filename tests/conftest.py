"""What every test may ask for: an app on a fresh database of each engine, browsers, a clock."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask_migrate
import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import scoped_session

from app import create_app
from app.extensions import db, limiter
from app.shared.transaction import begin_writing, rollback
from config import Settings
from tests.api_answers import AnswerCheckingClient
from tests.built_once import build_once, collect_seldom, share
from tests.counted import count_statements
from tests.engine_choice import engines_for
from tests.engines import Databases, PostgresDatabases, SqliteDatabases, fast_folder, postgres_server
from tests.logins import sign_in
from tests.pages import PageClient

build_once()
CITY = ZoneInfo("Asia/Jayapura")
NOW = "2026-11-07 09:15"
SECRET = "test-key-7f3a91c2e8d04b56a1f9"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="also the long form of races and faults (make faults)"
    )
    parser.addoption(
        "--shots", action="store_true", help="store pictures of the pages under tests/journeys/shots"
    )
    parser.addoption("--everything", action="store_true", help="every test on both engines")


FIRST = (
    "journeys", "faults", "closing/test_model.py", "settlement/test_model.py", "races",
    "web/test_fuzz.py", "web/test_policy_matrix.py", "web/test_addresses_with_ids.py",
    "web/test_fields_by_role.py",
)  # fmt: skip
"""The dear ones start first, so that all processes end together; all browsers are driven by the process that begins
with them, and the others take over what comes after (pytest-xdist, worksteal)."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_place)
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


def pytest_collection_finish() -> None:
    collect_seldom()


def _place(test: pytest.Item) -> int:
    """Where a test stands in FIRST, or behind it; the order is otherwise as collected."""
    path = Path(test.path).relative_to(Path(__file__).parent).as_posix()
    return next((at for at, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make faults`: tests that scale their rounds ask for this."""
    return bool(request.config.getoption("--long"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", engines_for(metafunc.definition))


def settings_for(url: str, folder: Path, **changes: Any) -> Settings:
    """Settings of a test: plain http, a fixed key, nothing from the machine's environment."""
    fixed = {"app_env": "testing", "secret_key": SECRET, "allow_plain_http": True, "instance_path": folder}
    return Settings(database_url=url, **(fixed | changes))


class Migrations:
    """Brings the database at a URL to a revision, as `flask db upgrade` and `flask db downgrade` do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, url: str, revision: str = "head") -> None:
        self._run(flask_migrate.upgrade, url, revision)

    def down(self, url: str, *revisions: str) -> None:
        """Take it back, to one revision after the other."""
        self._run(flask_migrate.downgrade, url, *revisions)

    def _run(self, act: Callable[..., None], url: str, *revisions: str) -> None:
        app = create_app(settings_for(url, self.folder))
        with app.app_context():
            try:
                for revision in revisions:
                    act(revision=revision)
            finally:
                db.engine.dispose()


@pytest.fixture(scope="session")
def migrate(tmp_path_factory: pytest.TempPathFactory) -> Migrations:
    """`migrate(url)`, `migrate(url, "2026_11_0001")`, `migrate.down(url, "base")`."""
    return Migrations(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="session")
def sqlite_databases(migrate: Migrations) -> Iterator[SqliteDatabases]:
    """Copies of one migrated SQLite file."""
    with fast_folder("sqlite") as folder:
        yield SqliteDatabases(folder, migrate)


@pytest.fixture(scope="session")
def postgres_databases(migrate: Migrations) -> Iterator[PostgresDatabases]:
    """Copies of one migrated PostgreSQL database; the server starts with the first test that asks."""
    with postgres_server() as server:
        databases = PostgresDatabases(server, migrate)
        yield databases
        databases.close()


@pytest.fixture
def databases(engine_name: str, request: pytest.FixtureRequest) -> Databases:
    """The databases of the engine this test runs on."""
    name = "sqlite_databases" if engine_name == "sqlite" else "postgres_databases"
    return request.getfixturevalue(name)  # type: ignore[no-any-return]


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A fresh, migrated database of this test alone."""
    with databases.fresh() as url:
        yield url


@pytest.fixture(scope="session")
def instance_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder for each application; pytest would look through thousands of earlier ones for the next number."""
    root = tmp_path_factory.mktemp("instances")
    return (_made(root / str(number)) for number in itertools.count())


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def app(database_url: str, instance_folders: Iterator[Path], clock: Clock) -> Iterator[Flask]:
    """The application on a fresh database, its context pushed. Nothing is being written yet."""
    built = create_app(settings_for(database_url, next(instance_folders)))
    built.test_client_class = AnswerCheckingClient
    limiter.reset()
    with built.app_context():
        engine = db.engine
        share(built)
        yield built
        rollback()
        db.session.remove()
        engine.dispose()


@pytest.fixture
def session(app: Flask) -> scoped_session[Any]:
    """The session, in a writing transaction, so factories may write; the page client commits it."""
    begin_writing()
    return db.session


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser nobody has signed in with."""
    return PageClient(app)


@pytest.fixture
def as_role(app: Flask) -> Callable[..., PageClient]:
    """`as_role("opd", unit=unit)`: a browser in which such a person is signed in."""

    def signed_in(*roles: str, **scope: Any) -> PageClient:
        return sign_in(app, *roles, **scope)

    return signed_in


class Clock:
    """The test's time: stands where the test puts it and ticks on from there."""

    def __init__(self, traveller: Any) -> None:
        self.traveller = traveller

    def move_to(self, local: str) -> None:
        """Jump to a local time of the city, `2026-11-30 23:59`."""
        self.traveller.move_to(_instant(local))

    def shift(self, **by: float) -> None:
        """Let hours, minutes, days … pass."""
        self.traveller.shift(timedelta(**by))


def _instant(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=CITY)


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[Clock | None]:
    """2026-11-07 09:15 in Ambon, or what `@pytest.mark.clock` says. It ticks, so that waits can end."""
    if request.node.get_closest_marker("real_clock"):
        yield None
        return
    mark = request.node.get_closest_marker("clock")
    with time_machine.travel(_instant(mark.args[0] if mark else NOW), tick=True) as traveller:
        yield Clock(traveller)
        _let_timers_end()


def _let_timers_end() -> None:
    """Wait for the hundredth of a second after which the counter of requests tidies up: it asks for the time, and must
    not do so while the test's time ends."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer) and thread.function.__module__ == "limits.storage.memory":
            thread.join()


@pytest.fixture
def count_queries() -> Callable[[], Any]:
    """`with count_queries() as statements:` … `assert len(statements) <= 12, statements`."""
    return count_statements
