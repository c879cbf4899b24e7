"""Writing begins and ends where the edge says, and nowhere else."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.extensions import db
from app.shared import clock
from app.shared.engine import DatabaseBusy, WriterQueue, WroteOutsideTransaction
from app.shared.transaction import begin_snapshot, begin_writing, commit, rollback, side_transaction


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def test_a_write_outside_a_writing_transaction_is_refused(app: Flask) -> None:
    with pytest.raises(WroteOutsideTransaction):
        record_event("test.stray", actor=SYSTEM)
    assert count_events() == 0


def test_what_was_committed_stays(app: Flask) -> None:
    begin_writing()
    record_event("test.kept", actor=SYSTEM)
    commit()
    db.session.remove()
    assert count_events() == 1


def test_what_was_rolled_back_is_gone(app: Flask) -> None:
    begin_writing()
    record_event("test.undone", actor=SYSTEM)
    rollback()
    assert count_events() == 0


def test_after_a_commit_the_session_only_reads_again(app: Flask) -> None:
    begin_writing()
    commit()
    with pytest.raises(WroteOutsideTransaction):
        record_event("test.stray", actor=SYSTEM)


def test_a_side_transaction_stays_when_the_request_is_undone(app: Flask) -> None:
    with side_transaction() as session:
        record_event("test.side", actor=SYSTEM, session=session)
    begin_writing()
    record_event("test.main", actor=SYSTEM)
    rollback()
    assert count_events() == 1


def test_a_side_transaction_inside_a_writing_one_is_refused(app: Flask) -> None:
    begin_writing()
    with pytest.raises(RuntimeError), side_transaction():
        pass
    rollback()


def test_a_snapshot_does_not_see_what_others_commit_meanwhile(app: Flask) -> None:
    begin_snapshot()
    before = count_events()

    def write() -> None:
        with app.app_context():
            begin_writing()
            record_event("test.beside", actor=SYSTEM)
            commit()

    other = threading.Thread(target=write)
    other.start()
    other.join()
    assert count_events() == before
    rollback()
    assert count_events() == before + 1


def test_sqlite_connections_are_durable_and_guarded(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    pragmas = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }
    found = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas}
    assert found == pragmas


def test_writers_are_served_in_the_order_they_came() -> None:
    queue = WriterQueue(None)
    queue.enter(1)
    order: list[int] = []

    def writer(number: int) -> None:
        queue.enter(5)
        order.append(number)
        queue.leave()

    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=writer, args=(number,)))
        threads[-1].start()
        time.sleep(0.01)
    queue.leave()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_a_writer_who_waits_too_long_is_told_so_and_leaves_the_queue_whole() -> None:
    queue = WriterQueue(None)
    queue.enter(1)
    with pytest.raises(DatabaseBusy):
        queue.enter(0.01)
    queue.leave()
    queue.enter(0.01)


def test_another_process_at_the_side_file_makes_a_writer_wait_but_not_for_ever(tmp_path) -> None:  # type: ignore[no-untyped-def]
    first, second = WriterQueue(tmp_path / "queue"), WriterQueue(tmp_path / "queue")
    first.enter(1)
    with pytest.raises(DatabaseBusy):
        second.enter(0.02)
    first.leave()
    second.enter(0.02)
    second.leave()


@pytest.mark.parametrize("how", ["core", "orm"])
def test_a_write_by_any_way_outside_a_writing_transaction_is_refused(app: Flask, how: str) -> None:
    """Prepared statements ask by themselves; whatever else reaches the engine is asked there."""
    with pytest.raises(WroteOutsideTransaction):
        if how == "core":
            db.session.execute(delete(User))
        else:
            db.session.add(User(username="siti", display_name="Siti", created_at=clock.now()))
            db.session.flush()
    db.session.rollback()


def test_what_was_changed_before_writing_began_is_refused(app: Flask) -> None:
    """It was decided on rows nobody had locked."""
    db.session.add(User(username="siti", display_name="Siti", created_at=clock.now()))
    with pytest.raises(RuntimeError, match="before begin_writing"):
        begin_writing()
    rollback()
