"""0010 takes the long reports over into the queue of all long work, and gives them back."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from tests.conftest import Migrations
from tests.engines import Databases

BEFORE, AFTER = "2026_12_0009", "2026_12_0010"
USER = (
    "INSERT INTO user_account (id, username, display_name, password_hash, is_active, created_at) "
    "VALUES (1, 'rina', '', '', true, '2026-11-01 00:00:00+00')"
)


def put(connection: sa.Connection, key: int, kind: str) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO report_job (id, user_id, kind, parameters, title, made_by, state, worker, rows_done, "
            "rows_total, created_at) VALUES "
            "(:id, 1, :kind, :parameters, 'Buku', 'Rina', 'done', 'w', 4, 7, '2026-11-01 00:00:00+00')"
        ),
        {"id": key, "kind": kind, "parameters": json.dumps({"kind": kind})},
    )


@pytest.mark.both_engines
def test_long_reports_keep_their_numbers_and_what_they_are(databases: Databases, migrate: Migrations) -> None:
    with databases.empty() as url:
        migrate(url, BEFORE)
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text(USER))
            put(connection, 7, "ledger")
            put(connection, 9, "opd")
            there = connection.execute(sa.text("SELECT * FROM report_job ORDER BY id")).all()
        migrate(url, AFTER)
        with engine.begin() as connection:
            rows = connection.execute(
                sa.text("SELECT id, kind, steps_done, steps_total, title FROM job ORDER BY id")
            )
            assert rows.all() == [(7, "report", 4, 7, "Buku"), (9, "report", 4, 7, "Buku")]
            next_one = connection.execute(
                sa.text(
                    "INSERT INTO job (user_id, kind, parameters, title, made_by, state, worker, steps_done, "
                    "created_at) SELECT user_id, kind, parameters, title, made_by, state, worker, 0, created_at "
                    "FROM job WHERE id = 9 RETURNING id"
                )
            ).scalar_one()
            assert next_one == 10
            connection.execute(sa.text("DELETE FROM job WHERE id = 10"))
        migrate.down(url, BEFORE)
        with engine.begin() as connection:
            assert connection.execute(sa.text("SELECT * FROM report_job ORDER BY id")).all() == there
        engine.dispose()
