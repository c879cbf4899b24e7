"""A province: 150.000 people, twelve months with a sale a person (1.800.000), on both engines (issue 4, Figures).

Closing a month stands beside its floor: the standings statement and one INSERT of the snapshot's rows. What the
tills feel of a closing is the writers' turn alone: the signed workbook is made before it. Pages are asked through
the whole application; how many statements they need must not depend on the people, nor on the open months.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, func, insert, select
from sqlalchemy.engine import Engine

from app.audit.rules import Actor
from app.closing import services as closing
from app.closing.models import Closing, SnapshotRow
from app.closing.signed_files import BuiltFile
from app.closing.snapshot import MonthSnapshot
from app.compliance.queries import EVERYONE, list_standings
from app.compliance.status_cache import COUNTED
from app.directory.models import Employee
from app.extensions import db
from app.reports.signed_files import build_signed_files
from app.sales.ledger.totals import bought_at_once
from app.shared import clock, prepared_statements
from app.shared.columns import table
from app.shared.engine import run_on_driver
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit, rollback
from tests.bench.figures import Figure
from tests.bench.province import make_province
from tests.closing.other_files import files_by
from tests.engines import PostgresDatabases, postgres_server
from tests.logins import sign_in
from tests.standing import make_sale

SMALL, GREAT = 5_000, 150_000
TREASURER = Actor("user", 7, "bendahara")
FLOOR_ID = 999_999
_SOMEBODY = itertools.count(7)
"""Whose login is made next: a person has one."""
GLANCE = "/keuangan/ringkasan"
PAGES = (
    ("one person's page", "employee", "/saya/", 1.5),
    ("the city at a glance", "finance", GLANCE, None),
    ("the recap", "finance", "/keuangan/", None),
    ("one person's month as finance sees it", "finance", "/keuangan/pegawai/7", 1.5),
)


def run(rounds: int = 3) -> list[Figure]:
    """Both engines in turn, each with a small and a great city beside each other."""
    months = _last_months(12)
    with tempfile.TemporaryDirectory(prefix="bench-province-") as name, postgres_server() as server:
        folder = Path(name)
        databases = PostgresDatabases(server, lambda _url: None)
        with databases.empty() as small, databases.empty() as great:
            files = [f"sqlite:///{folder / f'{people}.sqlite'}" for people in (SMALL, GREAT)]
            figures = [
                *_figures("SQLite", files, folder, months, rounds),
                *_figures("PostgreSQL", [small, great], folder, months, rounds),
            ]
        databases.close()
    return figures


def _last_months(count: int) -> list[Period]:
    """The calendar months before this one, oldest first."""
    found = [clock.this_period().previous()]
    while len(found) < count:
        found.insert(0, found[0].previous())
    return found


def _figures(
    engine: str, urls: Sequence[str], folder: Path, months: Sequence[Period], rounds: int
) -> list[Figure]:
    small, great = (
        make_province(url, folder, people, months, sealed=True)
        for url, people in zip(urls, (SMALL, GREAT), strict=True)
    )
    return [
        *_glance(engine, great, months, rounds),
        *_pages(engine, small, great, rounds),
        *_closing(engine, great, months[0], rounds),
    ]


def _glance(engine: str, app: Flask, months: Sequence[Period], rounds: int) -> list[Figure]:
    """Seconds of the city at a glance while all its months are open: nothing cached, everything cached, and after a
    sale in one of them; beside the bare sum of each person and month, which the database does not even hand out."""
    taken: dict[str, list[float]] = {"floor": [], "cold": [], "warm": [], "sold": []}
    with app.app_context():
        browser = sign_in(app, "finance")
        for _round in range(rounds):
            taken["floor"].append(_seconds(lambda: [db.session.execute(_bare(one)).all() for one in months]))
            COUNTED.clear()
            taken["cold"].append(_seconds(lambda: browser.get(GLANCE)))
            taken["warm"].append(_seconds(lambda: browser.get(GLANCE)))
            begin_writing()
            make_sale(db.session.get(Employee, next(_SOMEBODY)), 5_000, months[-1].first_day.isoformat())
            commit()
            taken["sold"].append(_seconds(lambda: browser.get(GLANCE)))
        db.session.remove()
        db.engine.dispose()
    median = {name: statistics.median(values) for name, values in taken.items()}
    said = {"cold": "nothing cached", "sold": "after a sale", "warm": "nothing changed"}
    return [
        Figure(f"{engine}: the city at a glance, 12 open months, {words}", median[name], "s", median["floor"],
               bar=5.0 if name == "cold" else 2.0)
        for name, words in said.items()
    ]  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _bare(period: Period) -> Any:
    each = bought_at_once(period).subquery("each")
    return select(func.count(), func.sum(each.c.bought))


def _closing(engine: str, app: Flask, period: Period, rounds: int) -> list[Figure]:
    """Seconds of a closing with and without its workbook, and of the writers' turn in it, against the floor."""
    taken: dict[str, list[float]] = {"floor": [], "whole": [], "figures": [], "turn": []}
    with app.app_context():
        for _round in range(rounds):
            taken["floor"].append(_floor(period))
            whole, building, turn = _close(period)
            taken["whole"].append(whole)
            taken["figures"].append(whole - building)
            taken["turn"].append(turn)
        db.engine.dispose()
    median = {name: statistics.median(values) for name, values in taken.items()}
    said = {
        "figures": "closing 150.000 people, its workbook apart",
        "whole": "closing 150.000 people, signed workbook and all",
        "turn": "closing 150.000 people, the writers' turn",
    }
    return [
        Figure(f"{engine}: {words}", median[name], "s", median["floor"], median[name] / median["floor"],
               3.0 if name == "figures" else None)
        for name, words in said.items()
    ]  # fmt: skip


def _floor(period: Period) -> float:
    """Seconds of the standings statement with its rows taken, and of one INSERT of the snapshot's rows; undone."""
    days = {"reference_day": period.first_day, "last_day": period.last_day, "period": period}
    rows = [closing.snapshot_values(FLOOR_ID, row) for row in list_standings(period)]
    begin_writing()
    db.session.add(_empty_closing(period))
    db.session.flush()
    began = time.perf_counter()
    db.session.execute(EVERYONE, days).all()
    db.session.execute(insert(table(SnapshotRow)), rows)
    taken = time.perf_counter() - began
    rollback()
    return taken


def _empty_closing(period: Period) -> Closing:
    return Closing(
        id=FLOOR_ID, period=period, version=FLOOR_ID, closed_at=clock.now(), closed_by_name="", readiness=[],
        header={}, ledger_seq=0, chain_seq=0, chain_head="",
    )  # fmt: skip


def _close(period: Period) -> tuple[float, float, float]:
    """Close and open again; seconds of the closing, of building its file, and of what the tills had to wait."""
    built = [0.0, 0.0]

    def build(frozen: MonthSnapshot) -> list[BuiltFile]:
        built[0] = time.perf_counter()
        files = build_signed_files(frozen, TREASURER.name, "")
        built[1] = time.perf_counter()
        return files

    began = time.perf_counter()
    with files_by(build):
        closing.close_month(period, actor=TREASURER, override="Diukur")
    commit()
    ended = time.perf_counter()
    begin_writing()
    closing.reopen_month(period, actor=TREASURER, reason="Diukur")
    commit()
    return ended - began, built[1] - built[0], ended - built[1]


def _pages(engine: str, small: Flask, great: Flask, rounds: int) -> list[Figure]:
    """Pages of finance and of one person: milliseconds among 150.000 beside 5.000, and statements of each."""
    found = []
    for name, role, path, bar in PAGES:
        times: dict[str, list[float]] = {"small": [], "great": []}
        counts: dict[str, int] = {}
        for _round in range(rounds):
            for size, app in (("small", small), ("great", great)):
                taken, counts[size] = _visit(app, role, path)
                times[size].append(taken)
        few, many = (statistics.median(times[size]) for size in ("small", "great"))
        found.append(
            Figure(f"{engine}: {name}, among 150.000 beside 5.000", many, "ms", few, many / few, bar)
        )
        found.append(
            Figure(f"{engine}: {name}, statements", counts["great"], "", counts["small"],
                   counts["great"] / counts["small"], 1.0)
        )  # fmt: skip
    return found


def _visit(app: Flask, role: str, path: str) -> tuple[float, int]:
    """Milliseconds and statements of one page, the second time it is asked for."""
    with app.app_context():
        employee = db.session.get(Employee, next(_SOMEBODY)) if role == "employee" else None
        browser = sign_in(app, role, employee=employee)
        browser.get(path)
        with _statements() as seen:
            began = time.perf_counter()
            browser.get(path)
            taken = (time.perf_counter() - began) * 1000
        db.session.remove()
        db.engine.dispose()
    return taken, seen[0]


@contextmanager
def _statements() -> Iterator[list[int]]:
    """Counts what is sent to the database, ready-made statements too."""
    seen = [0]

    def note(*_rest: Any) -> None:
        seen[0] += 1

    def spoken(connection: Any, statement: str, *rest: Any, **how: Any) -> Any:
        note()
        return run_on_driver(connection, statement, *rest, **how)

    event.listen(Engine, "before_cursor_execute", note)
    prepared_statements.run_on_driver = spoken
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        prepared_statements.run_on_driver = run_on_driver
