"""Goods of makers sold at a booth, for tests of what is owed and paid."""

from __future__ import annotations

from typing import Any

from app.extensions import db
from app.sales.models import SaleLine
from tests.counter import Counter
from tests.standing import make_sale


def sell_goods(
    counter: Counter, pieces: int = 2, *, booth_id: int | None = None, day: str = "2026-11-03"
) -> Any:
    """A sale of so many `bagea` at 25.000 at the counter's booth, or another; the sale."""
    sale = make_sale(None, pieces * 25_000, day, booth_id=booth_id or counter.booth_id, buyer_kind="public")
    db.session.add(
        SaleLine(
            sale_id=sale.id, position=1, maker_id=counter.maker_id, maker_name="Dapur Kenari",
            product_id=counter.bagea, product_name="Bagea kenari 250 g", quantity=pieces, unit_price=25_000,
            amount=pieces * 25_000,
        )
    )  # fmt: skip
    db.session.flush()
    return sale
