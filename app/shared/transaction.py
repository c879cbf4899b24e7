"""Begins and ends transactions. The edge (a request, a command) commits once; services only flush.

Reads come first in a read transaction; `begin_writing()` ends it and opens a writing one. On SQLite that is
BEGIN IMMEDIATE after a first-come queue; on PostgreSQL a plain transaction in which decisions lock their rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, TextClause
from sqlalchemy.orm import Session

from app.extensions import db
from app.shared.engine import upgrade_to_writing

Hook = Callable[[Session], None]
ANNOUNCE = "announce"
"""Key in a session's `info`: a function that runs once when the session first begins to write."""


class _Hooks:
    """The functions that run around each commit; set once by create_app."""

    begun: Hook | None = None
    before: Hook | None = None
    after: Hook | None = None


def on_commit(*, begun: Hook, before: Hook, after: Hook) -> None:
    """Set the functions for the beginning of each writing transaction, before its commit, and after its commit."""
    _Hooks.begun, _Hooks.before, _Hooks.after = begun, before, after


def is_writing() -> bool:
    """Whether the session is inside a writing transaction."""
    return bool(db.session().info.get("writing"))


def begin_writing() -> Connection:
    """End the read transaction and begin a writing one; its connection. Loaded objects stay usable.

    Does nothing if a writing transaction is open. DatabaseBusy.
    """
    session = db.session()
    if session.info.get("writing"):
        return session.connection()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made before begin_writing()")
    session.info["writing"] = True
    try:
        connection = _writer(session)
        connection.info["writing"] = True
        if _Hooks.begun:
            _Hooks.begun(session)
    except BaseException:
        rollback()
        raise
    if announce := session.info.pop(ANNOUNCE, None):
        announce()
    return connection


def _writer(session: Session) -> Connection:
    """The session's connection in a writing transaction. Loaded objects stay usable (expire_on_commit=False)."""
    if session.in_transaction():
        reader = session.connection()
        if upgrade_to_writing(reader):
            return reader
    session.commit()
    return session.connection(execution_options={"writing": True})


def lock_table(statement: TextClause) -> None:
    """PostgreSQL: run this LOCK TABLE, so that only one such act runs at a time. SQLite has one writer anyway."""
    session = db.session()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(statement)


def begin_snapshot() -> None:
    """Open a read transaction that sees one state until it ends, for reports that run several queries."""
    session = db.session
    if is_writing():
        return
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(
            execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )


def commit() -> None:
    """Commit, and seal the audit chain. Called by the edge only."""
    session = db.session()
    if not session.info.get("writing"):
        session.rollback()
        return
    session.flush()
    if _Hooks.before:
        _Hooks.before(session)
    session.commit()
    session.info.pop("writing", None)
    if _Hooks.after:
        _Hooks.after(session)


def rollback() -> None:
    """Roll back everything since the last commit."""
    session = db.session()
    session.rollback()
    session.info.pop("writing", None)


@contextmanager
def side_transaction() -> Iterator[Session]:
    """A short writing transaction of its own, for the named side effects of decisions (end): counters, touches.

    Committed when the block ends without an error, even if the request itself is rolled back later. Never call it
    inside a writing transaction: on SQLite it would wait for its own request.
    """
    if is_writing():
        raise RuntimeError("a side transaction inside a writing one would wait for itself")
    db.session.commit()  # gives the read snapshot back, so that later reads see what is written here
    with Session(db.engine, expire_on_commit=False) as session:
        connection = session.connection(execution_options={"writing": True})
        connection.info["writing"] = True
        if _Hooks.begun:
            _Hooks.begun(session)
        yield session
        session.flush()
        if _Hooks.before:
            _Hooks.before(session)
        session.commit()
        if _Hooks.after:
            _Hooks.after(session)
