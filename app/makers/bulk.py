"""Creates many makers and products at once, for an import, with a constant number of statements.

Each gets the same rows as from `services.create_maker` and `create_product`: a profile or price, a public name, an
event. Call it under `lock_catalogue`, with names, barcodes and prices checked in the same transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select, text

from app.audit.rules import Actor
from app.audit.services import record_events
from app.extensions import db
from app.makers.models import Maker, MakerProfile, Product, ProductPrice
from app.makers.rules import fold_name, tidy_name
from app.makers.tokens import issue_tokens
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import lock_table

_MAKER, _PROFILE, _PRODUCT, _PRICE = map(table, (Maker, MakerProfile, Product, ProductPrice))
_LOCK = text("LOCK TABLE maker, product IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to create, with its first price in whole rupiah."""

    maker_id: int
    name: str
    category: str
    barcode: str | None
    unit_price: int
    effective_from: date


def lock_catalogue() -> None:
    """Lock against other transactions that create makers or products; sales are not blocked."""
    lock_table(_LOCK)


def create_makers(names: Collection[str], *, actor: Actor) -> dict[str, int]:
    """Create makers in state `new`, on sale at once; returns their ids by folded name."""
    if not names:
        return {}
    now, last = clock.now(), db.session.scalar(select(func.max(_MAKER.c.id))) or 0
    values = [
        {"name": one, "search_name": fold_name(one), "is_active": True, "created_at": now} for one in names
    ]
    db.session.execute(insert(_MAKER), values)
    written = db.session.execute(select(_MAKER.c.search_name, _MAKER.c.id).where(_MAKER.c.id > last))
    ids = {name: maker_id for name, maker_id in written}
    profiles = [{"maker_id": one, "state": "new", "origin": "catalogue"} for one in ids.values()]
    db.session.execute(insert(_PROFILE), profiles)
    issue_tokens("maker", ids.values())
    record_events(
        "umkm.create_maker", actor=actor, subject="maker", details={one: {} for one in ids.values()}
    )
    return ids


def create_products(products: Sequence[NewProduct], *, actor: Actor) -> list[int]:
    """Create products, each with its first price; returns their ids in the same order."""
    if not products:
        return []
    now, last = clock.now(), db.session.scalar(select(func.max(_PRODUCT.c.id))) or 0
    values = [
        {
            "maker_id": product.maker_id,
            "name": tidy_name(product.name),
            "search_name": fold_name(product.name),
            "category": tidy_name(product.category),
            "barcode": product.barcode,
            "created_at": now,
        }
        for product in products
    ]
    db.session.execute(insert(_PRODUCT), values)
    columns = (_PRODUCT.c.maker_id, _PRODUCT.c.search_name, _PRODUCT.c.id)
    written = db.session.execute(select(*columns).where(_PRODUCT.c.id > last))
    by_name = {(maker_id, name): product_id for maker_id, name, product_id in written}
    ids = [by_name[value["maker_id"], value["search_name"]] for value in values]
    _add_prices(ids, products)
    issue_tokens("product", ids)
    details = {
        product_id: {
            "maker": one.maker_id,
            "unit_price": one.unit_price,
            "from": one.effective_from.isoformat(),
        }
        for product_id, one in zip(ids, products, strict=True)
    }
    record_events("umkm.create_product", actor=actor, subject="product", details=details)
    return ids


def _add_prices(ids: Sequence[int], products: Sequence[NewProduct]) -> None:
    now = clock.now()
    values = [
        {
            "product_id": product_id,
            "unit_price": one.unit_price,
            "effective_from": one.effective_from,
            "recorded_at": now,
        }
        for product_id, one in zip(ids, products, strict=True)
    ]
    db.session.execute(insert(_PRICE), values)
