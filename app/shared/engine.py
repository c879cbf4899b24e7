"""Configures connections: durable on SQLite, with a first-come queue of writers.

SQLite's own busy handler sleeps and polls, so that with eight threads some writers starve (p99 in seconds). Here the
writers of one process wait in a first-come queue and also take an advisory lock on a side file against other processes;
SQLite's own busy time-out remains as the last resort.
"""

import sqlite3
import threading
import time
import weakref
from collections import deque
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from app.shared.errors import DomainError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows: one process serves, the in-process queue and SQLite's own lock remain
    fcntl = None

BUSY_MILLISECONDS = 5_000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL loses acknowledged sales in a power cut, measured
    f"busy_timeout={BUSY_MILLISECONDS}",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE slips past a BEFORE DELETE trigger
    "trusted_schema=OFF",
)
POSTGRESQL_OPTIONS = "-c random_page_cost=1.1"
"""PostgreSQL's own default is for turning disks, and made one booth's shelf read the lines of all booths
(docs/adr/0060-postgresql-is-told-of-its-disk.md)."""
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")
WRITTEN = "written digests"
"""In a connection's `info`: digests of rows its transaction wrote (`app/audit/written.py`); they end with it."""
READS_ALONE: ContextVar[bool] = ContextVar("reads_alone", default=False)
"""Set while a connection is opened on SQLite: it begins no read transaction, so each read sees the newest state until a
writing transaction begins. For requests that read little and then write (`app/sales/intake/sync.py`)."""
_WRITERS = "writers"
"""In a connection's `info`, on SQLite: the writers' queue of its database."""


class WroteOutsideTransaction(RuntimeError):
    """Code wrote without `begin_writing()`."""


class DatabaseBusy(DomainError):
    """Another writer locked the database too long. Nothing was written; the request may be repeated."""


class WriterQueue:
    """A first-come queue for the writers of one process, with a lock on a side file against other processes."""

    def __init__(self, side_file: Path | None) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False
        self._file = side_file.open("a") if side_file and fcntl else None
        if self._file:
            weakref.finalize(self, self._file.close)  # the queue lives as long as its engine

    def enter(self, seconds: float) -> None:
        """Wait until this writer is first; DatabaseBusy after `seconds`."""
        with self._mutex:
            if not self._taken and not self._waiting:
                self._taken = True
                mine = None
            else:
                mine = threading.Event()
                self._waiting.append(mine)
        if mine is not None and not mine.wait(seconds):
            self._give_up(mine)
        if self._file and fcntl:
            self._lock_file(self._file, time.monotonic() + seconds)

    def _lock_file(self, file: IO[str], until: float) -> None:
        """Lock against other processes (a command beside the server). Polls, so that the wait can end in
        DatabaseBusy."""
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[union-attr]
                return
            except BlockingIOError:
                if time.monotonic() > until:
                    self._next()
                    raise DatabaseBusy() from None
                time.sleep(0.003)

    def _give_up(self, mine: threading.Event) -> None:
        with self._mutex:
            if not mine.is_set():
                self._waiting.remove(mine)
                raise DatabaseBusy()

    def leave(self) -> None:
        """Let the writer that has waited longest proceed."""
        if self._file and fcntl:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._next()

    def _next(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


def _prepare_connection(connection: sqlite3.Connection) -> None:
    connection.isolation_level = (
        None  # the driver stops opening transactions of its own; SQLAlchemy says BEGIN
    )
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _refuse_stray_writes(
    conn: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    if statement.lstrip()[:6].upper().startswith(_WRITES) and not conn.info.get("writing"):
        raise WroteOutsideTransaction(statement[:60])


def run_on_driver(
    connection: Connection, text: str, arguments: Sequence[Any] = (), *, many: bool = False
) -> list[tuple[Any, ...]]:
    """All rows of one statement, run by SQLite's driver itself; its errors come as SQLAlchemy's.

    `many`: once for each of several lists of arguments, without rows.
    """
    driver: Any = connection.connection.dbapi_connection
    run = driver.executemany if many else driver.execute
    try:
        return run(text, arguments).fetchall()  # type: ignore[no-any-return]
    except sqlite3.Error as error:
        raise DBAPIError.instance(
            text, None, error, sqlite3.Error, hide_parameters=True, dialect=connection.dialect
        ) from error


def upgrade_to_writing(connection: Connection) -> bool:
    """SQLite: end the running read transaction and begin a writing one on the same connection, after the queue.

    Session and pool are not ended and begun again, which would cost a tenth of a sale's processor time. Does nothing
    and returns False on any other engine. DatabaseBusy.
    """
    queue: WriterQueue | None = connection.info.get(_WRITERS)
    if queue is None:
        return False
    driver: Any = connection.connection.dbapi_connection
    if driver.in_transaction:
        run_on_driver(connection, "COMMIT")
    queue.enter(BUSY_MILLISECONDS / 1000)
    connection.info["queue"] = queue
    run_on_driver(connection, "BEGIN IMMEDIATE")
    return True


def engine_options(database_url: str) -> dict[str, Any]:
    """Return what SQLAlchemy creates the engine with: the pool and, on PostgreSQL, options unless the URL has some."""
    is_postgresql = database_url.startswith("postgresql")
    options: dict[str, Any] = {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": is_postgresql}
    options["pool_use_lifo"] = (
        True  # the last used connection still has its pages: a tenth less work for a sale
    )
    if is_postgresql and "options" not in make_url(database_url).query:
        options["connect_args"] = {"options": POSTGRESQL_OPTIONS}
    return options


def configure_engine(engine: Engine) -> None:
    """Install pragmas, BEGIN modes, the writers' queue and the guard against writes outside `begin_writing()`."""
    event.listen(engine, "before_cursor_execute", _refuse_stray_writes)
    if engine.dialect.name != "sqlite":
        event.listen(engine, "checkin", lambda _dbapi, entry: entry.info.pop("writing", None))
        return
    name = engine.url.database
    queue = WriterQueue(Path(f"{name}-queue") if name and name != ":memory:" else None)

    def connect(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        _prepare_connection(connection)
        entry.info[_WRITERS] = queue

    def begin(conn: Connection) -> None:
        if not conn.get_execution_options().get("writing"):
            if not READS_ALONE.get():
                run_on_driver(conn, "BEGIN DEFERRED")
            return
        queue.enter(BUSY_MILLISECONDS / 1000)
        conn.info["queue"] = queue
        run_on_driver(conn, "BEGIN IMMEDIATE")

    def checkin(_dbapi: Any, entry: ConnectionPoolEntry) -> None:
        entry.info.pop("writing", None)
        entry.info.pop(WRITTEN, None)
        entered = entry.info.pop("queue", None)
        if entered is not None:
            entered.leave()

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", checkin)
    engine.dispose()  # closes connections that were opened before the listeners existed
