"""The power fails at any moment of the till's own writes: what was acknowledged is there.

A kill cannot show this (the system keeps what a dead process wrote), so the disk is simulated. The schema is the
migrated one, the statements are those the application sent for real sales, voids and batches, the pragmas are set
by the application's own function. The control runs the same with `synchronous=NORMAL` and must lose.
"""

from __future__ import annotations

import logging
import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, make_url

from app.extensions import db
from app.shared.engine import _prepare_connection
from tests.engines import fast_folder
from tests.faults.forgetful import ForgetfulDisk
from tests.ledger import City, TillClient, a_sale, a_void

apsw = pytest.importorskip("apsw")
pytestmark = pytest.mark.sqlite
CUTS, CUTS_LONG = 110, 500
log = logging.getLogger(__name__)


def test_a_power_cut_loses_nothing_that_was_acknowledged(recorded: Recorded, is_long: bool) -> None:
    cuts = recorded.replay(CUTS_LONG if is_long else CUTS, "FULL")
    log.info("FULL: %d cuts, %d lost something", len(cuts), sum(bool(cut.lost) for cut in cuts))
    assert len(cuts) >= (CUTS_LONG if is_long else CUTS)
    assert max(cut.acknowledged for cut in cuts) > 50  # they fell in the middle of things
    assert [cut for cut in cuts if cut.lost or cut.torn] == []


def test_the_same_cuts_with_a_weaker_setting_do_lose(recorded: Recorded) -> None:
    cuts = recorded.replay(CUTS, "NORMAL")
    lost = [cut for cut in cuts if cut.lost]
    log.info("NORMAL: %d cuts, %d lost something", len(cuts), len(lost))
    assert len(lost) > len(cuts) / 2
    assert not any(cut.torn for cut in cuts)  # lost, but whole: which is why nobody would notice


class Cut:
    """One power cut: how many sales had been acknowledged, which of them are gone, and whether a row is in halves."""

    def __init__(self, acknowledged: int, lost: int, torn: bool) -> None:
        self.acknowledged, self.lost, self.torn = acknowledged, lost, torn

    def __repr__(self) -> str:
        return f"<{self.lost} of {self.acknowledged} lost{', torn' if self.torn else ''}>"


class Recorded:
    """The database as it was, and every statement of the transactions that followed."""

    def __init__(self, start: Path, statements: list[str], folder: Path) -> None:
        self.start, self.statements, self.folder = start, statements, folder

    def replay(self, cuts: int, synchronous: str) -> list[Cut]:
        """Run the statements on a forgetful disk, and cut the power at so many moments of it."""
        quiet = self._run(synchronous, frozenset())
        chance = random.Random(11)
        moments = frozenset(chance.sample(range(quiet.changes), min(cuts, quiet.changes)))
        return self._run(synchronous, moments).found

    def _run(self, synchronous: str, moments: frozenset[int]) -> _Run:
        place = self.folder / f"{synchronous}{len(moments)}"
        place.mkdir()
        shutil.copyfile(self.start, place / "city.sqlite3")
        run = _Run(place, moments)
        run.go(self.statements, synchronous)
        shutil.rmtree(place)
        return run


class _Run:
    """One run over the statements."""

    def __init__(self, place: Path, moments: frozenset[int]) -> None:
        self.place, self.moments = place, moments
        self.changes = 0
        self.acknowledged: set[str] = set()
        self.found: list[Cut] = []
        self.chance = random.Random(len(moments))
        self.disk = ForgetfulDisk(f"forgetful-{place.name}")

    def go(self, statements: list[str], synchronous: str) -> None:
        connection = apsw.Connection(str(self.place / "city.sqlite3"), vfs=f"forgetful-{self.place.name}")
        _prepare_connection(_AsDriver(connection))  # type: ignore[arg-type]
        assert connection.pragma("synchronous") == 2  # FULL, by the application's own hand
        connection.pragma("synchronous", synchronous)
        self.disk.on_change = self._before_change
        pending: list[str] = []
        for statement in statements:
            connection.execute(statement).fetchall()
            if statement.startswith("INSERT INTO sale "):
                pending.append(_uuid_in(statement))
            elif statement == "COMMIT":  # it returned: this is when the till is told
                self.acknowledged.update(pending)
                pending.clear()
        self.disk.on_change = lambda: None
        assert self.disk.files[str(self.place / "city.sqlite3")].syncs > 0  # a checkpoint was among it
        connection.close()

    def _before_change(self) -> None:
        if self.changes in self.moments:
            self.found.append(self._cut())
        self.changes += 1

    def _cut(self) -> Cut:
        left = self.place / "left"
        left.mkdir()
        self.disk.cut(left, self.chance)
        database = sqlite3.connect(left / "city.sqlite3")
        try:
            assert database.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            there = {row[0] for row in database.execute("SELECT uuid FROM sale")}
            halves = database.execute(_HALVES).fetchone()[0]
        finally:
            database.close()
            shutil.rmtree(left)
        return Cut(len(self.acknowledged), len(self.acknowledged - there), bool(halves))


_HALVES = """SELECT count(*) FROM sale
LEFT JOIN (SELECT sale_id, sum(amount) AS lines FROM sale_line GROUP BY sale_id) ON sale_id = sale.id
LEFT JOIN chain_link ON kind = 'sale' AND row_id = sale.id
WHERE lines IS NOT sale.amount OR chain_link.seq IS NULL"""


class _AsDriver:
    """An apsw connection, as far as the application's own preparation needs it to look like the driver's."""

    def __init__(self, connection: Any) -> None:
        self.execute = connection.execute
        self.isolation_level: str | None = ""


def _uuid_in(statement: str) -> str:
    found = re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", statement)
    assert found is not None
    return found.group()


@pytest.fixture
def recorded(app: Flask, city: City, database_url: str, fast_place: Path) -> Recorded:
    """Some eighty transactions of a till, as the application really speaks them."""
    start, file = fast_place / "start.sqlite3", str(make_url(database_url).database)
    with sqlite3.connect(file) as there:
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    there.close()
    shutil.copyfile(file, start)
    statements: list[str] = []
    with _overheard(statements):
        _sell(app, city)
    return Recorded(start, _writing_ones(statements), fast_place)


def _sell(app: Flask, city: City) -> None:
    till = TillClient(app, city.token)
    for round_ in range(20):
        sale = a_sale(city)
        batch = [a_sale(city, buyer={"name": "Ibu Ani"}) for _ in range(1 + round_ % 5)]
        for items in ([sale], batch, [a_void(sale["id"])], [a_sale(city)]):
            assert {one["result"] for one in till.send(*items)} == {"recorded"}


@contextmanager
def _overheard(statements: list[str]) -> Iterator[None]:
    """Every statement with its values, as SQLite's driver runs it, on any connection opened meanwhile."""

    def listen(connection: sqlite3.Connection, *_rest: Any) -> None:
        connection.set_trace_callback(statements.append)

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", listen)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", listen)
        db.session.remove()
        db.engine.dispose()


def _writing_ones(statements: list[str]) -> list[str]:
    """What stands between BEGIN IMMEDIATE and its end, once: the driver names a statement again at each trigger
    it fires, and no statement of ours can be meant twice in a row (ids and instants differ)."""
    stored: list[str] = []
    inside = False
    for statement in statements:
        inside = inside or statement == "BEGIN IMMEDIATE"
        if inside and (not stored or statement != stored[-1]):
            stored.append(statement)
        inside = inside and statement not in ("COMMIT", "ROLLBACK")
    return stored


@pytest.fixture
def fast_place() -> Iterator[Path]:
    """A folder in memory: the disk is simulated anyway."""
    with fast_folder("cuts") as folder:
        yield folder
