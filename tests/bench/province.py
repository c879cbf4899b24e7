"""A province to measure with: any number of people, one sale each and month on average, 600 units, 40 kinds of posting.

The ledger's later months are copied from the first by the database itself, so that millions of rows take seconds.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import func, insert, literal, select, text

from app import create_app
from app.audit.rules import SYSTEM
from app.audit.sealing import seal_everything
from app.booths.services import get_or_create_booth
from app.directory.models import Employee, Posting, Unit
from app.extensions import db
from app.minimums.services import load_decree
from app.sales.models import Sale
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.shared.transaction import begin_writing
from config import Settings
from tests.standing import decree_text

_STATUSES = ("PNS", "PNS", "PNS", "CPNS", "PPPK")
_ECHELONS = ("", "", "", "III.a", "IV.a", "IV.b")
_SINCE = date(2020, 1, 1)
_COPIED = (
    "content_hash", "booth_id", "buyer_kind", "payment", "received_at", "result", "flags", "source",
    "buyer_number", "buyer_name", "cashier_name", "reason",
)  # fmt: skip
_LINES = text(
    "INSERT INTO sale_line (sale_id, position, maker_name, product_name, quantity, unit_price, amount) "
    "SELECT id, 1, 'Dapur Kenari', 'Bagea kenari', 1, amount, amount FROM sale ORDER BY id"
)


def make_province(
    url: str, folder: Path, people: int, months: Sequence[Period], *, sealed: bool = False
) -> Flask:
    """The application on a filled database; `sealed` when the ledger shall lie in the audit chain as in use."""
    app = create_app(
        Settings(
            app_env="testing",
            database_url=url,
            secret_key="bench-key-4b1d77c09ae25f3381",
            allow_plain_http=True,
            instance_path=folder,
        )
    )
    with app.app_context():
        flask_migrate.upgrade()
        with _written():
            _fill_people(people)
        with _written():
            _fill_ledger(people, months)
        if sealed:
            with _written():
                seal_everything(db.session())
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return app


@contextmanager
def _written() -> Any:
    """One commit past the chain: what a bench makes is sealed where it is wanted, not row by row."""
    begin_writing()
    yield
    db.session.commit()
    db.session.info.pop("writing", None)


def _fill_people(people: int) -> None:
    at = clock.now()
    units = [{"id": 1, "external_id": "U1", "name": "Provinsi", "parent_id": None}]
    units += [
        {"id": n, "external_id": f"U{n}", "name": f"Unit {n}", "parent_id": 1 if n <= 31 else 2 + n % 30}
        for n in range(2, 602)
    ]
    db.session.execute(insert(table(Unit)), units)
    db.session.execute(
        insert(table(Employee)),
        [
            {"id": n, "code": f"K{n}", "name": f"Orang {n}", "search_name": f"orang {n}", "card_token": str(n),
             "created_at": at}
            for n in range(1, people + 1)
        ],
    )  # fmt: skip
    db.session.execute(
        insert(table(Posting)),
        [
            {"employee_id": n, "effective_from": _SINCE, "unit_id": 32 + n % 570, "status": _STATUSES[n % 5],
             "echelon": _ECHELONS[n % 6], "position": f"Jabatan {n % 40}",
             "position_kind": "Fungsional" if n % 3 else "Pelaksana", "recorded_at": at}
            for n in range(1, people + 1)
        ],
    )  # fmt: skip
    load_decree(decree_text(effective_from="2020-01", signed_on="2020-01-02"), actor=SYSTEM)


def _fill_ledger(people: int, months: Sequence[Period]) -> None:
    chance, at = random.Random(people), clock.now()
    first, booth = months[0], get_or_create_booth("Balai Kota", actor=SYSTEM)
    same: dict[str, Any] = {
        "content_hash": "-", "booth_id": booth.id, "buyer_kind": "employee", "payment": "cash",
        "sold_at": clock.at_local(first.first_day, 9, 0), "received_at": at, "business_date": first.first_day,
        "period": first, "result": "recorded", "flags": [], "source": "web",
    }  # fmt: skip
    db.session.execute(
        insert(table(Sale)),
        [
            {"uuid": str(uuid.UUID(int=number)), "employee_id": chance.randint(1, people),
             "amount": 1_000 * chance.randint(1, 40), **same}
            for number in range(people)
        ],
    )  # fmt: skip
    for place, month in enumerate(months[1:], 1):
        db.session.execute(_another_month(place, month, first, people))
    db.session.execute(_LINES)


def _another_month(place: int, month: Period, first: Period, people: int) -> Any:
    """The first month's sales once more, in another month and to other people."""
    sale = table(Sale).c
    changed = {
        "uuid": literal(f"{place:08d}").concat(func.substr(sale.uuid, 9)),
        "employee_id": 1 + (sale.employee_id * 7 + 13 * place) % people,
        "amount": sale.amount,
        "sold_at": literal(clock.at_local(month.first_day, 9, 0), sale.sold_at.type),
        "business_date": literal(month.first_day, sale.business_date.type),
        "period": literal(month, sale.period.type),
    }
    values = changed | {name: sale[name] for name in _COPIED}
    return insert(table(Sale)).from_select(
        list(values), select(*values.values()).where(sale.period == first), include_defaults=False
    )
