"""A city of makers to measure with: 1.000 makers, 40 booths, any number of sale lines, filled past the services."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import insert, text

from app import create_app
from app.booths.models import Booth
from app.extensions import db
from app.makers.models import Maker, Product, ProductPrice
from app.sales.models import Sale, SaleLine
from app.settlement.models import ConsignmentTerms
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period
from app.shared.transaction import begin_writing
from config import Settings

MAKERS, BOOTHS, PRODUCTS_AT_ONE = 1_000, 40, 300
LINES_AT_ONE = 5_000
"""Lines of the first booth, in small and great cities alike."""
KEY = "bench-key-9c2e51d7ab"
SINCE = date(2026, 1, 1)


def open_city(url: str, folder: Path) -> Flask:
    """An application on a migrated database."""
    app = create_app(Settings(app_env="testing", database_url=url, secret_key=KEY, instance_path=folder))
    with app.app_context():
        flask_migrate.upgrade()
    return app


def make_city(url: str, folder: Path, lines: int, makers: int = MAKERS) -> Flask:
    """A city whose ledger has so many lines, one a sale, of so many makers; none is settled."""
    app = open_city(url, folder)
    with app.app_context():
        begin_writing()
        fill_makers(makers)
        _fill_ledger(lines, makers)
        db.session.commit()
        db.session.info.pop("writing", None)
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return app


def fill_makers(makers: int = MAKERS) -> None:
    """Makers with a product each, booths, and an agreement of each maker at every fourth booth."""
    at, numbers = clock.now(), range(1, makers + 1)
    _add(
        Maker, [{"id": n, "name": f"UMKM {n}", "search_name": f"umkm {n}", "created_at": at} for n in numbers]
    )
    _add(
        Product,
        [
            {"id": n, "maker_id": n, "name": "Bagea", "search_name": "bagea", "created_at": at}
            for n in numbers
        ],
    )
    _add(
        ProductPrice,
        [
            {"product_id": n, "effective_from": SINCE, "unit_price": 10_000, "recorded_at": at}
            for n in numbers
        ],
    )
    booths = range(1, BOOTHS + 1)
    _add(
        Booth,
        [{"id": n, "name": f"Pojok {n}", "search_name": f"pojok {n}", "mode": "cash", "created_at": at}
         for n in booths],
    )  # fmt: skip
    _add(
        ConsignmentTerms,
        [{"maker_id": n, "booth_id": booth, "effective_from": SINCE, "share_percent": n % 26, "loss_bearer": "booth",
          "expiry_bearer": "maker", "due_days": 7, "recorded_at": at} for n in numbers for booth in booths[::4]],
    )  # fmt: skip


def _fill_ledger(lines: int, makers: int) -> None:
    """The first booth sells 300 products (or all) in `LINES_AT_ONE` lines, the others all products in the rest."""
    at, period = clock.now(), Period(2026, 10)
    same: dict[str, Any] = {
        "content_hash": "-", "buyer_kind": "public", "payment": "cash", "received_at": at, "period": period,
        "result": "recorded", "flags": [], "source": "web",
    }  # fmt: skip
    sales, goods = [], []
    for n in range(1, lines + 1):
        at_one = n <= LINES_AT_ONE
        booth = 1 if at_one else 2 + n % (BOOTHS - 1)
        product = 1 + (n % min(PRODUCTS_AT_ONE, makers) if at_one else n * 7 % makers)
        day = date(2026, 10, 1 + n % 28)
        pieces = 1 + n % 3
        sales.append(
            {"id": n, "uuid": str(uuid.UUID(int=n)), "booth_id": booth, "amount": pieces * 10_000,
             "business_date": day, "sold_at": clock.at_local(day, 9, 0), **same}
        )  # fmt: skip
        goods.append(
            {"sale_id": n, "position": 1, "product_id": product, "maker_id": product, "maker_name": f"UMKM {product}",
             "product_name": "Bagea", "quantity": pieces, "unit_price": 10_000, "amount": pieces * 10_000}
        )  # fmt: skip
    _add(Sale, sales)
    _add(SaleLine, goods)


def _add(model: type[Any], rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(table(model)), rows)
