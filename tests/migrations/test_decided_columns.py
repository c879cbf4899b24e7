"""0002 renames columns of rows that people decided about: values, guards, seals and chain hold on a city with data."""

# ruff: noqa: S608
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DatabaseError

from app import create_app
from app.decisions.services import dismiss
from app.extensions import db
from app.months.models import LateItem
from app.months.services import decline_late
from app.sales.corrections.decisions import book_conflict
from app.sales.models import PendingVoid, RejectedItem, Sale, SaleConflict
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit
from app.tills.models import Till
from tests.conftest import Migrations, settings_for
from tests.engines import Databases
from tests.ledger import City, TillClient, a_sale, make_city, new_id
from tests.office import TREASURER
from tests.standing import OCTOBER
from tests.web.finance import odd

BEFORE, AFTER = "2026_11_0001", "2026_12_0002"
OLD = (
    "SELECT id, applied_at, decision, decided_by, decision_reason FROM pending_void ORDER BY id",
    "SELECT id, settled_at, decision, decided_by, reason FROM sale_conflict ORDER BY id",
    "SELECT id, decided_at, decision, decided_by, reason FROM held_item ORDER BY id",
)
NEW = tuple(
    f"SELECT id, decided_at, decision, decided_by, decision_reason FROM {name} ORDER BY id"
    for name in ("pending_void", "sale_conflict", "held_item")
)

PURGEABLE = (
    ("held", "held_item", "content = '{}', errors = '{}'"),
    ("conflict", "sale_conflict", "content = '{}'"),
    ("void", "pending_void", "reason = '', cashier_name = ''"),
)
"""(kind of `purged_row`, table, its other columns that a purge empties)."""


def decide_some_of_each(city: City, app: Flask) -> None:
    """Of each kind one that was decided and one that waits."""
    TillClient(app, city.token).send(a_sale(city), a_sale(city))
    begin_writing()
    till, sale = db.session.get_one(Till, city.till_id), db.session.query(Sale).first()
    assert sale is not None
    for model, action in ((PendingVoid, "sales.settle_void"), (RejectedItem, "sales.decide_held")):
        make: Any = odd.make_held if model is RejectedItem else lambda of: odd.make_waiting(of, new_id())
        first, _second = make(till), make(till)
        dismiss(table(model), [first.id], "percobaan", action=action, actor=TREASURER)
    lines = [[None, "Dapur", "Kopi", 1, 9_000]]
    buyer: list[Any] = ["public", "", "", False]
    content = {"sold_at": "2026-10-20T10:00:00+09:00", "cashier": "rina", "sent_at": None, "shift": ""}
    for reason in ("dua pembeli", ""):
        row = SaleConflict(
            uuid=sale.uuid, content_hash=new_id(), till_id=till.id, booth_id=till.booth_id,
            content=content | {"buyer": buyer, "lines": lines, "payment": "cash"}, received_at=sale.received_at,
        )  # fmt: skip
        odd.add(row)
        if reason:
            book_conflict(row.id, reason, actor=TREASURER)
    late = odd.make_flagged(till, "clock_month", result="parked")
    item = LateItem(
        period=OCTOBER, reason="clock", sale_id=late.id, bundle=late.id, arrived_at=late.received_at
    )
    odd.add(item)
    decline_late(OCTOBER, [item.id], "sudah diganti", actor=TREASURER)
    commit()


def read(url: str, statements: tuple[str, ...]) -> list[list[Any]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = [[tuple(row) for row in connection.execute(sa.text(one))] for one in statements]
    engine.dispose()
    return found


def refused(url: str, statement: str) -> bool:
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(statement))
    except DatabaseError as error:
        return "stays" in str(error) or "append-only" in str(error)
    finally:
        engine.dispose()
    return False


@pytest.mark.both_engines
def test_what_was_decided_before_is_read_guarded_and_proven_after(
    databases: Databases, migrate: Migrations, tmp_path: Path
) -> None:
    with databases.empty() as url:
        migrate(url)
        app = create_app(settings_for(url, tmp_path))
        with app.app_context():
            decide_some_of_each(make_city(), app)
            db.session.remove()
            db.engine.dispose()
        there = read(url, NEW)
        assert [[bool(row[2]) for row in rows] for rows in there] == [[True, False]] * 3
        migrate.down(url, BEFORE)
        assert read(url, OLD) == there
        assert refused(url, "UPDATE sale_conflict SET reason = 'lain' WHERE settled_at IS NOT NULL")
        migrate(url, AFTER)
        assert read(url, NEW) == there
        for name in ("pending_void", "sale_conflict", "held_item", "late_item"):
            of = "WHERE decided_at IS NOT NULL"
            assert refused(url, f"UPDATE {name} SET decision_reason = 'lain' {of}"), name
        for kind, name, emptied in PURGEABLE:
            empty = f"UPDATE {name} SET {emptied}, decision_reason = '' WHERE decision IS NOT NULL"
            assert refused(url, empty), name
            told = f"SELECT '{kind}', id, id, '{{}}' FROM {name} WHERE decision IS NOT NULL"
            assert not refused(url, f"INSERT INTO purged_row (kind, row_id, sealed_id, veils) {told}"), name
            assert not refused(url, empty), name
        migrate(url)
        app = create_app(settings_for(url, tmp_path))
        for words in (["audit", "verify"], ["ledger", "check"]):
            done = app.test_cli_runner().invoke(args=words)
            assert done.exit_code == 0, done.output
        with app.app_context():
            db.engine.dispose()
