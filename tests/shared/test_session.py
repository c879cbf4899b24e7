"""The kept connection is only ever the one whose transaction is running."""

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from sqlite3 import SQLITE_DENY, SQLITE_OK
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import DateTime, create_engine, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.extensions import db
from app.shared.columns import Instant
from app.shared.engine import DatabaseBusy, WriterQueue, configure_engine, upgrade_to_writing
from app.shared.transaction import begin_writing, commit, is_writing, rollback

MAKE = "INSERT INTO maker (name, search_name, contact, is_active, created_at) VALUES (:name, :name, '', TRUE, :at)"
ROW = {"name": "dapur", "at": "2026-11-07 00:00:00.000000"}


@pytest.mark.parametrize("end", [commit, rollback])
def test_a_connection_is_kept_until_its_transaction_ends(app: Flask, end: object) -> None:
    first = db.session.connection()
    assert db.session.connection() is first
    end()  # type: ignore[operator]
    assert db.session().open_connection() is None
    assert db.session.connection().in_transaction()


def test_a_failed_statement_leaves_no_connection_to_write_on(app: Flask) -> None:
    begin_writing()
    with pytest.raises(IntegrityError):
        db.session.execute(text("INSERT INTO maker (id) VALUES (NULL)"))
    rollback()
    assert db.session().open_connection() is None


def test_reading_then_writing_is_one_turn_and_sees_what_came_between(app: Flask) -> None:
    count = text("SELECT count(*) FROM maker")
    assert db.session.scalar(count) == 0

    def other() -> None:
        with app.app_context():
            begin_writing()
            db.session.execute(text(MAKE), ROW)
            commit()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(other).result(10)
        begin_writing()
        assert db.session.scalar(count) == 1
        later = pool.submit(other)
        db.session.execute(text(MAKE), {**ROW, "name": "kedua"})
        commit()
        with pytest.raises(IntegrityError):
            later.result(10)  # it waited for its turn, and then found its name taken


def test_who_gets_no_turn_can_try_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_turn(self: WriterQueue, seconds: float) -> None:
        raise DatabaseBusy()

    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has a queue")
    db.session.scalar(text("SELECT 1"))
    with monkeypatch.context() as patched:
        patched.setattr(WriterQueue, "enter", no_turn)
        with pytest.raises(DatabaseBusy):
            begin_writing()
    assert not is_writing()
    begin_writing()
    db.session.execute(text(MAKE), ROW)
    commit()
    assert db.session.scalar(text("SELECT count(*) FROM maker")) == 1


def test_each_database_has_a_queue_of_its_own(app: Flask, tmp_path: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has a queue")
    other = create_engine(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    configure_engine(other)
    with other.connect() as reader:
        begin_writing()
        # At once, although a writer is at work in the application's database.
        assert upgrade_to_writing(reader)
    rollback()
    other.dispose()
    gc.collect()
    assert upgrade_to_writing(db.session.connection())  # the queue did not leave with the other database
    rollback()


def test_the_drivers_errors_come_as_sqlalchemys_and_hand_the_turn_on(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite begins on the same connection")
    driver: Any = db.session.connection().connection.dbapi_connection
    driver.set_authorizer(lambda _code, word, *_rest: SQLITE_DENY if word == "COMMIT" else SQLITE_OK)
    with pytest.raises(DatabaseError):  # the COMMIT that ends the reading fails
        begin_writing()
    driver.set_authorizer(None)
    assert not is_writing()
    begin_writing()
    db.session.execute(text(MAKE), ROW)
    commit()


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 7, 9, 15, tzinfo=timezone(timedelta(hours=9))),
        datetime(1999, 12, 31, 23, 59, 59, 999999, UTC),
        datetime(2026, 1, 2, 3, 4, 5, 60, UTC),
    ],
)
def test_instants_are_spelled_as_sqlalchemy_spells_them(instant: datetime) -> None:
    dialect = sqlite.dialect()
    theirs = DateTime().dialect_impl(dialect).bind_processor(dialect)
    assert Instant().bind_processor(dialect)(instant) == theirs(instant.astimezone(UTC).replace(tzinfo=None))
