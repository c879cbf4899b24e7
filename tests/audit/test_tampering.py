"""Fifty random edits of ledger, snapshot and trail behind the application's back: fifty are found."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    String,
    Table,
    select,
    text,
)
from sqlalchemy import update as sql_update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.audit.models import AuditEvent, ChainLink, StateSeal
from app.audit.rules import SYSTEM
from app.audit.sealing import seal_everything
from app.audit.verify import catch_up, verify_chain
from app.closing.models import Closing, ClosingFile, SnapshotRow
from app.compliance.models import Exemption, MinimumReduction
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption, set_lowered_month
from app.extensions import db
from app.minimums.models import Decree, MinimumTier
from app.months.models import LateItem, Month, Supplement
from app.months.services import accept_late
from app.sales.corrections.buyer_resolution import resolve_buyer
from app.sales.corrections.voids import FINANCE, void_sale
from app.sales.models import Sale, SaleLine, SaleResolution
from app.shared.columns import table
from app.shared.transaction import begin_writing, commit, rollback
from tests.office import TREASURER, close, make_october, sell
from tests.standing import OCTOBER

SEALED = [Sale, SaleLine, SaleResolution, Closing, SnapshotRow, AuditEvent, ChainLink, StateSeal]
DECIDED = [Month, LateItem, Supplement, ClosingFile, Exemption, MinimumReduction, Decree, MinimumTier]
EDITS = {"sqlite": 50, "postgresql": 15}
"""How many random edits; what finds them is the same, only its statements differ."""
EDITS_LONG = 300


@pytest.fixture
def books(app: Flask) -> None:
    """A closed October with a resolution, a reversal and something that came late."""
    begin_writing()
    october = make_october()
    resolve_buyer(october.unknown, october.budi, "dikenali", actor=TREASURER)
    sold = sell(october, october.ani, 7_000)
    commit()
    assert sold.sale_id is not None
    void_sale(sold.sale_id, "salah barang", by=FINANCE, actor=SYSTEM)
    commit()
    begin_writing()
    _exempt(october.ani)
    commit()
    close()
    commit()
    begin_writing()
    sell(october, october.budi, 5_000)
    accept_late(OCTOBER, None, actor=TREASURER)
    sell(october, october.budi, 4_000)
    commit()
    catch_up()


def _exempt(person: int) -> None:
    months = {"from_period": OCTOBER.next(), "until_period": None}
    letter = {"kind": "tugas belajar", "letter_number": "800/1", "letter_date": date(2026, 10, 1)}
    draft = ExemptionDraft("person", **months, **letter, employee_id=person)
    approve_exemption(propose_exemption(draft, actor=TREASURER).id, actor=TREASURER)
    set_lowered_month(
        OCTOBER.next(),
        10,
        reason="barang habis",
        letter_number="800/2",
        letter_date=date(2026, 10, 2),
        actor=TREASURER,
    )


@contextmanager
def behind_its_back() -> Iterator[tuple[Connection, Session]]:
    """A connection without the database's guards, as somebody with the file has; all is undone at the end."""
    rollback()
    with db.engine.connect().execution_options(writing=True) as connection:
        connection.info["writing"] = True
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for (name,) in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type='trigger'")
            ).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        with Session(connection) as session:
            yield connection, session
        connection.rollback()


def other_value(column: Any, value: Any, chance: random.Random) -> Any:
    """Another value this column could hold."""
    kind = column.type
    if isinstance(kind, Boolean):
        return not value
    if isinstance(kind, (Integer, BigInteger)):
        return (value or 0) + chance.choice((-1, 1, 1_000))
    if isinstance(kind, JSON):
        return {"lain": chance.randint(1, 9)}
    if isinstance(kind, String):
        text_now = value or ""
        return text_now[:-1] + chance.choice("xyz") if text_now else "x"
    if isinstance(kind, (Date, DateTime)) and value is not None:
        return value.replace(year=value.year - 1)
    return None if value is not None else value


def edit(connection: Connection, chance: random.Random, tables: list[Table]) -> str:
    """Change one value, or delete one row, somewhere; what was done, or "" when the database itself refused."""
    chosen: Table = chance.choice(tables)
    key = list(chosen.primary_key.columns)[0]
    row = chance.choice(connection.execute(select(chosen)).mappings().all())
    here = key == row[key.name]
    if row.get("state") == "open" and row.get("version") == 0:
        return ""  # a month nobody closed yet: its row says nothing that its absence would not
    if chance.random() < 0.15:
        connection.execute(chosen.delete().where(here))
        return f"{chosen.name} {row[key.name]} deleted"
    column = chance.choice([one for one in chosen.columns if not one.primary_key and one.name != "content"])
    changed = other_value(column, row[column.name], chance)
    if changed == row[column.name]:
        return ""
    try:
        with connection.begin_nested():
            connection.execute(sql_update(chosen).where(here).values({column.name: changed}))
    except DBAPIError:
        return ""
    return f"{chosen.name} {row[key.name]}: {column.name} {row[column.name]!r} -> {changed!r}"


@pytest.mark.parametrize("models", [SEALED, DECIDED], ids=["sealed", "decided"])
def test_every_random_edit_of_ledger_snapshot_trail_and_decisions_is_found(
    books: None, models: list[Any], engine_name: str, is_long: bool
) -> None:
    tables, edits = [table(one) for one in models], EDITS_LONG if is_long else EDITS[engine_name]
    chance, missed, made = random.Random(4), [], 0
    while made < edits:
        with behind_its_back() as (connection, session):
            done = edit(connection, chance, tables)
            if not done:
                continue
            made += 1
            if verify_chain(session).is_intact:
                missed.append(done)
    assert missed == []


def test_without_an_edit_nothing_is_found(books: None) -> None:
    with behind_its_back() as (_, session):
        assert verify_chain(session).is_intact


@pytest.mark.parametrize("cut", [1, 3, 7])
def test_a_cut_tail_is_found_by_the_anchor_a_report_prints(books: None, cut: int) -> None:
    before = verify_chain(db.session())
    with behind_its_back() as (connection, session):
        last = (
            select(ChainLink.kind, ChainLink.row_id, ChainLink.seq).order_by(ChainLink.seq.desc()).limit(cut)
        )
        sources = {
            "sale": Sale, "resolution": SaleResolution, "closing": Closing, "audit": AuditEvent, "state": StateSeal,
        }  # fmt: skip
        for kind, row_id, seq in connection.execute(last).all():
            connection.execute(table(ChainLink).delete().where(ChainLink.seq == seq))
            if kind == "sale":
                connection.execute(table(SaleLine).delete().where(SaleLine.sale_id == row_id))
            connection.execute(table(sources[kind]).delete().where(sources[kind].id == row_id))
        # From inside a cut tail cannot be seen, but for the rows whose last act went with it.
        assert {one.rpartition(" ")[2] for one in verify_chain(session).findings} <= {"dicatat"}
        assert not verify_chain(session, anchor=(before.links, before.head)).is_intact


def test_an_empty_state_excuses_no_row(books: None) -> None:
    """Whoever opens a closed month again and leaves an empty state for it is found, sealed by a later act or not."""
    with behind_its_back() as (connection, session):
        connection.execute(text("UPDATE month SET state = 'open', version = 0"))
        empty = {"kind": "month", "row_key": "2026-10", "digest": ""}
        connection.execute(table(StateSeal).insert(), [empty])
        seal_everything(session)
        assert "month 2026-10 tidak seperti ditinggalkan" in verify_chain(session).findings
