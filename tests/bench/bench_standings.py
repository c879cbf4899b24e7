"""Standings of everyone, 5.000 and 100.000 people: how the time grows (bar: at most 1,5 × linear).

The floor is the same city's ledger summed per person by one plain SQL statement. One sale per person and month
on average over three months, 600 units, 40 kinds of posting, SQLite.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
import uuid
from datetime import date
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import insert, text

from app import create_app
from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from app.compliance.queries import find_standing, list_standings
from app.directory.models import Employee, Posting, Unit
from app.extensions import db
from app.minimums.services import load_decree
from app.sales.models import Sale
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.shared.transaction import begin_writing
from config import Settings
from tests.bench.figures import Figure
from tests.standing import decree_text

SMALL, GREAT = 5_000, 100_000
MONTHS = (Period(2026, 8), Period(2026, 9), Period(2026, 10))
TODAY = date(2026, 11, 7)
_STATUSES = ("PNS", "PNS", "PNS", "CPNS", "PPPK")
_ECHELONS = ("", "", "", "III.a", "IV.a", "IV.b")
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
    app = create_app(
        Settings(
            app_env="testing",
            database_url=f"sqlite:///{folder / f'{people}.sqlite'}",
            secret_key="bench-key-4b1d77c09ae25f3381",
            allow_plain_http=True,
            instance_path=folder,
        )
    )
    with app.app_context():
        flask_migrate.upgrade()
        begin_writing()
        _fill(people)
        db.session.commit()
        db.session.info.pop("writing", None)
        db.session.execute(text("ANALYZE"))
    return app


def _fill(people: int) -> None:
    chance = random.Random(people)
    at = clock.now()
    units = [{"id": 1, "external_id": "U1", "name": "Kota", "parent_id": None}]
    units += [
        {"id": n, "external_id": f"U{n}", "name": f"Unit {n}", "parent_id": 1 if n <= 31 else 2 + n % 30}
        for n in range(2, 602)
    ]
    db.session.execute(insert(table(Unit)), units)
    ids = range(1, people + 1)
    db.session.execute(
        insert(table(Employee)),
        [
            {
                "id": n,
                "code": f"K{n}",
                "name": f"Orang {n}",
                "search_name": f"orang {n}",
                "card_token": str(n),
                "created_at": at,
            }
            for n in ids
        ],
    )
    db.session.execute(
        insert(table(Posting)),
        [
            {
                "employee_id": n,
                "effective_from": date(2026, 1, 1),
                "unit_id": 32 + n % 570,
                "status": _STATUSES[n % 5],
                "echelon": _ECHELONS[n % 6],
                "position": f"Jabatan {n % 40}",
                "position_kind": "Fungsional" if n % 3 else "Pelaksana",
                "recorded_at": at,
            }
            for n in ids
        ],
    )
    load_decree(decree_text(), actor=SYSTEM)
    booth = get_or_create_booth("Balai Kota", actor=SYSTEM)
    db.session.execute(
        insert(table(Sale)),
        [
            {
                "uuid": str(uuid.UUID(int=number)),
                "content_hash": "-",
                "booth_id": booth.id,
                "buyer_kind": "employee",
                "employee_id": chance.randint(1, people),
                "amount": 1_000 * chance.randint(1, 40),
                "payment": "cash",
                "sold_at": clock.at_local(month.first_day, 9, 0),
                "received_at": at,
                "business_date": month.first_day,
                "period": month,
                "result": "recorded",
                "flags": [],
                "source": "book",
            }
            for place, month in enumerate(MONTHS)
            for number in range(place * people, (place + 1) * people)
        ],
    )
