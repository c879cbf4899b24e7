"""Standings of everyone, 5.000 and 100.000 people: how the time grows (bar: at most 1,5 × linear).

The floor is the same city's ledger summed per person by one plain SQL statement. One sale per person and month
on average over three months, 600 units, 40 kinds of posting, SQLite.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app.compliance.queries import find_standing, list_standings
from app.extensions import db
from app.shared.period import Period
from tests.bench.figures import Figure
from tests.bench.province import make_province

SMALL, GREAT = 5_000, 100_000
MONTHS = (Period(2026, 8), Period(2026, 9), Period(2026, 10))
TODAY = date(2026, 11, 7)
_FLOOR = text(
    "SELECT employee_id, sum(amount) FROM sale WHERE period = '2026-10' AND result = 'recorded' "
    "AND employee_id IS NOT NULL GROUP BY employee_id"
)


def run(rounds: int = 3) -> list[Figure]:
    """Take both sizes in turn; medians."""
    with tempfile.TemporaryDirectory(prefix="bench-standings-") as folder:
        small, great = (_city(Path(folder), people) for people in (SMALL, GREAT))
        times: dict[str, list[float]] = {name: [] for name in ("small", "great", "floor", "one", "one_great")}
        for _round in range(rounds):
            times["small"].append(_everyone(small, SMALL))
            times["great"].append(_everyone(great, GREAT))
            times["floor"].append(_in_context(great, lambda: db.session.execute(_FLOOR).all()))
            times["one"].append(_in_context(small, lambda: find_standing(7, MONTHS[2], today=TODAY)))
            times["one_great"].append(_in_context(great, lambda: find_standing(7, MONTHS[2], today=TODAY)))
    median = {name: statistics.median(values) for name, values in times.items()}
    linear = median["small"] * GREAT / SMALL
    return [
        Figure("standings of 5.000 people", median["small"], "ms"),
        Figure(
            "standings of 100.000 people, against linear growth",
            median["great"],
            "ms",
            floor=linear,
            ratio=median["great"] / linear,
            bar=1.5,
        ),
        Figure(
            "standings of 100.000 people, against the bare sum per person",
            median["great"],
            "ms",
            floor=median["floor"],
            ratio=median["great"] / median["floor"],
        ),
        Figure(
            "one person's month among 100.000, against among 5.000",
            median["one_great"],
            "ms",
            floor=median["one"],
            ratio=median["one_great"] / median["one"],
        ),
    ]


def _everyone(app: Flask, people: int) -> float:
    def work() -> None:
        if len(list_standings(MONTHS[2], today=TODAY)) != people:
            raise AssertionError("somebody is missing")

    return _in_context(app, work)


def _in_context(app: Flask, work: object) -> float:
    """Milliseconds of one call in a fresh application context, after one call to warm up."""
    with app.app_context():
        work()  # type: ignore[operator]
        begin = time.perf_counter()
        work()  # type: ignore[operator]
        return (time.perf_counter() - begin) * 1000


def _city(folder: Path, people: int) -> Flask:
    return make_province(f"sqlite:///{folder / f'{people}.sqlite'}", folder, people, MONTHS)
