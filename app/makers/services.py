"""Services for makers, products and prices. Each takes its actor and records one audit event."""

from datetime import date
from typing import Literal

from sqlalchemy import select

from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.makers.errors import BarcodeTaken, MakerNameTaken, NameMissing, PriceOutOfRange, ProductNameTaken
from app.makers.models import Maker, MakerProfile, Product, ProductPrice
from app.makers.queries import find_maker_id, find_product_by_barcode, get_maker, get_product
from app.makers.rules import fold_name, tidy_name
from app.makers.tokens import issue_token
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.money import MAX_AMOUNT

PriceOutcome = Literal["created", "changed", "unchanged"]


def create_maker(name: str, *, actor: Actor, contact: str = "", origin: str = "catalogue") -> Maker:
    """Create a maker in state `new`, on sale at once. NameMissing, MakerNameTaken (names are compared folded)."""
    shown = _read_name(name)
    if find_maker_id(shown) is not None:
        raise MakerNameTaken("name")
    maker = Maker(
        name=shown, search_name=fold_name(shown), contact=contact, is_active=True, created_at=clock.now()
    )
    db.session.add(maker)
    db.session.flush()
    db.session.add(MakerProfile(maker_id=maker.id, state="new", origin=origin))
    db.session.flush()
    issue_token("maker", maker.id)
    record_event("umkm.create_maker", actor=actor, subject="maker", subject_id=maker.id)
    return maker


def change_maker(maker_id: int, *, name: str, contact: str, is_active: bool, actor: Actor) -> Maker:
    """Change a maker's name, contact or whether it sells. Past sales keep the old name."""
    maker, shown = get_maker(maker_id), _read_name(name)
    other = find_maker_id(shown)
    if other is not None and other != maker.id:
        raise MakerNameTaken("name")
    maker.name, maker.search_name = shown, fold_name(shown)
    maker.contact = contact
    if maker.is_active != is_active:
        maker.is_active = is_active
        _follow_state(maker)
    db.session.flush()
    details = {"active": is_active}
    record_event("umkm.change_maker", actor=actor, subject="maker", subject_id=maker.id, details=details)
    return maker


def _follow_state(maker: Maker) -> None:
    """Set the profile's state to match `is_active` of the maker."""
    profile = db.session.get(MakerProfile, maker.id)
    if profile is not None and profile.state != "closed":
        resumed = "active" if profile.seen_at else "new"
        profile.state = resumed if maker.is_active else "paused"


def create_product(
    maker_id: int,
    name: str,
    *,
    actor: Actor,
    unit_price: int,
    effective_from: date,
    category: str = "",
    barcode: str | None = None,
    is_favourite: bool = False,
    is_active: bool = True,
) -> Product:
    """Create a product with its first price (whole rupiah, from a local date on).

    NameMissing, ProductNameTaken (within its maker), BarcodeTaken, PriceOutOfRange.
    """
    maker, shown = get_maker(maker_id), _read_name(name)
    ensure_price(unit_price)
    ensure_free_name(maker.id, shown, None)
    _ensure_free_barcode(barcode, None)
    product = Product(
        maker_id=maker.id,
        name=shown,
        search_name=fold_name(shown),
        category=tidy_name(category),
        barcode=barcode,
        is_favourite=is_favourite,
        is_active=is_active,
        created_at=clock.now(),
    )
    db.session.add(product)
    db.session.flush()
    _add_price(product.id, unit_price, effective_from)
    issue_token("product", product.id)
    record_event(
        "umkm.create_product",
        actor=actor,
        subject="product",
        subject_id=product.id,
        details={"maker": maker.id, "unit_price": unit_price, "from": effective_from.isoformat()},
    )
    return product


def change_product(
    product_id: int,
    *,
    name: str,
    category: str,
    barcode: str | None,
    is_favourite: bool,
    is_active: bool,
    actor: Actor,
) -> Product:
    """Change a product except its price. NameMissing, ProductNameTaken, BarcodeTaken."""
    product, shown = get_product(product_id), _read_name(name)
    ensure_free_name(product.maker_id, shown, product.id)
    _ensure_free_barcode(barcode, product.id)
    product.name, product.search_name = shown, fold_name(shown)
    product.category, product.barcode = tidy_name(category), barcode
    product.is_favourite, product.is_active = is_favourite, is_active
    db.session.flush()
    details = {"favourite": is_favourite, "active": is_active}
    record_event(
        "umkm.change_product", actor=actor, subject="product", subject_id=product.id, details=details
    )
    return product


def set_labels(product_id: int, *, category: str | None, barcode: str | None, actor: Actor) -> Product:
    """Change category or barcode; None leaves either. BarcodeTaken."""
    product = get_product(product_id)
    _ensure_free_barcode(barcode, product.id)
    product.category = product.category if category is None else tidy_name(category)
    product.barcode = barcode or product.barcode
    db.session.flush()
    details = {"category": category is not None, "barcode": barcode is not None}
    record_event("umkm.set_labels", actor=actor, subject="product", subject_id=product.id, details=details)
    return product


def set_favourite(product_id: int, is_favourite: bool, *, actor: Actor) -> Product:
    """Set whether every till lists the product first."""
    product = get_product(product_id)
    product.is_favourite = is_favourite
    db.session.flush()
    details = {"favourite": is_favourite}
    record_event("umkm.set_favourite", actor=actor, subject="product", subject_id=product.id, details=details)
    return product


def lock_product(product_id: int) -> Product:
    """One product, locked until the transaction ends. NotFound."""
    product = db.session.get(Product, product_id, with_for_update=True, populate_existing=True)
    if product is None:
        raise NotFound()
    return product


def rename_product(product_id: int, name: str, *, actor: Actor) -> Product:
    """Rename a product; past sales keep the old name. NameMissing, ProductNameTaken."""
    product, shown = get_product(product_id), _read_name(name)
    if product.name == shown:
        return product
    ensure_free_name(product.maker_id, shown, product.id)
    product.name, product.search_name = shown, fold_name(shown)
    db.session.flush()
    record_event("umkm.change_product", actor=actor, subject="product", subject_id=product.id)
    return product


def set_on_sale(product_id: int, is_active: bool, *, actor: Actor) -> Product:
    """Set whether a product is on sale at the tills."""
    product = get_product(product_id)
    product.is_active = is_active
    db.session.flush()
    details = {"active": is_active}
    record_event(
        "umkm.change_product", actor=actor, subject="product", subject_id=product.id, details=details
    )
    return product


def set_price(product_id: int, unit_price: int, effective_from: date, *, actor: Actor) -> PriceOutcome:
    """Set the price from a local date until the next price begins; replaces a price of the same day.

    Past sales keep their price. PriceOutOfRange.
    """
    product = get_product(product_id)
    ensure_price(unit_price)
    stored = db.session.scalar(
        select(ProductPrice).filter_by(product_id=product.id, effective_from=effective_from)
    )
    if stored is not None and stored.unit_price == unit_price:
        return "unchanged"
    before = None
    if stored is None:
        _add_price(product.id, unit_price, effective_from)
    else:
        before, stored.unit_price, stored.recorded_at = stored.unit_price, unit_price, clock.now()
        db.session.flush()
    record_event(
        "umkm.set_price",
        actor=actor,
        subject="product",
        subject_id=product.id,
        details={"unit_price": unit_price, "from": effective_from.isoformat(), "before": before},
    )
    return "created" if before is None else "changed"


def ensure_price(unit_price: int) -> None:
    """Raise PriceOutOfRange unless the price is at least Rp1 and has at most 12 digits."""
    if not 0 < unit_price <= MAX_AMOUNT:
        raise PriceOutOfRange("unit_price")


def _add_price(product_id: int, unit_price: int, effective_from: date) -> None:
    db.session.add(
        ProductPrice(
            product_id=product_id,
            unit_price=unit_price,
            effective_from=effective_from,
            recorded_at=clock.now(),
        )
    )
    db.session.flush()


def _read_name(name: str) -> str:
    shown = tidy_name(name)
    if not shown:
        raise NameMissing("name")
    return shown


def ensure_free_name(maker_id: int, name: str, own_id: int | None) -> None:
    """Raise NameMissing, or ProductNameTaken if another product of the maker than `own_id` has this name."""
    shown = _read_name(name)
    query = select(Product.id).filter_by(maker_id=maker_id, search_name=fold_name(shown))
    other = db.session.scalar(query)
    if other is not None and other != own_id:
        raise ProductNameTaken("name")


def _ensure_free_barcode(barcode: str | None, own_id: int | None) -> None:
    other = find_product_by_barcode(barcode) if barcode else None
    if other is not None and other.id != own_id:
        raise BarcodeTaken("barcode", product=other.name)
