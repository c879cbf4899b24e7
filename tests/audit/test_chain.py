"""The chain finds every change, wherever it is made."""

import random

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit.chain import without_mark
from app.audit.rules import SYSTEM
from app.audit.services import record_event
from app.audit.verify import verify_chain
from app.extensions import db
from app.shared.transaction import begin_writing, commit


def write_events(count: int) -> None:
    for number in range(count):
        begin_writing()
        record_event("test.event", actor=SYSTEM, subject="test", subject_id=number, details={"n": number})
        commit()


def forge(statement: str, **values: object) -> None:
    """Change rows behind the application's back, as somebody with the database file could."""
    db.session.rollback()  # the reads that follow shall not look at the state before
    with db.engine.connect().execution_options(writing=True) as connection:
        connection.info["writing"] = True
        if db.engine.dialect.name == "sqlite":
            rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
            for (name,) in rows.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement), values)
        if db.engine.dialect.name != "sqlite":
            connection.execute(text("SET session_replication_role = DEFAULT"))
        connection.commit()


def test_an_untouched_chain_is_intact(app: Flask) -> None:
    write_events(5)
    report = verify_chain(db.session())
    assert (report.is_intact, report.links, report.unsealed) == (True, 5, 0)


FORGERIES = {
    "a changed word": "UPDATE audit_event SET action = 'test.other' WHERE id = :id",
    "a changed actor": "UPDATE audit_event SET actor_name = 'somebody' WHERE id = :id",
    "changed details": "UPDATE audit_event SET details = '{\"n\": 99}' WHERE id = :id",
    "a deleted row": "DELETE FROM audit_event WHERE id = :id",
    "a deleted link": "DELETE FROM chain_link WHERE seq = :id",
    "a changed digest": "UPDATE chain_link SET row_digest = hash WHERE seq = :id",
    "a changed hash": "UPDATE chain_link SET hash = row_digest WHERE seq = :id",
    "a link that points elsewhere": "UPDATE chain_link SET row_id = row_id + 1000 WHERE seq = :id",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found(app: Flask, name: str) -> None:
    write_events(6)
    forge(FORGERIES[name], id=random.Random(name).randint(2, 5))
    assert not verify_chain(db.session()).is_intact


def test_an_inserted_row_is_found(app: Flask) -> None:
    write_events(3)
    forge(
        "INSERT INTO audit_event (at, actor_kind, actor_name, action, subject, details) "
        "VALUES ('2026-11-07 00:00:00', 'user', 'x', 'y', '', '{}')"
    )
    assert not verify_chain(db.session()).is_intact


def test_a_cut_tail_is_found_by_the_printed_anchor(app: Flask) -> None:
    write_events(4)
    before = verify_chain(db.session())
    forge("DELETE FROM audit_event WHERE id >= 4")
    forge("DELETE FROM chain_link WHERE seq >= 4")
    with without_mark():
        assert verify_chain(db.session()).is_intact  # from inside a cut tail cannot be seen
        assert not verify_chain(db.session(), anchor=(before.links, before.head)).is_intact
