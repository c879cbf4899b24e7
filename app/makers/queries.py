"""Reads of makers, products and their prices. Statements on the path of a sale are prepared once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app.extensions import db
from app.makers.errors import MakerClosed
from app.makers.models import Maker, MakerClaim, MakerProfile, Product, ProductPrice
from app.makers.rules import fold_name
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.prepared_statements import PreparedStatement

_MAKER, _PRODUCT, _PRICE = table(Maker), table(Product), table(ProductPrice)
_PROFILE, _CLAIM = table(MakerProfile), table(MakerClaim)


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A product on one day. `unit_price` in whole rupiah, None if there is no price yet."""

    product_id: int
    maker_id: int
    maker_name: str
    name: str
    unit_price: int | None
    is_active: bool
    category: str
    barcode: str | None
    is_favourite: bool

    @classmethod
    def of(cls, row: Any) -> "CatalogueItem":
        """A product from its ITEM_COLUMNS."""
        return cls(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6], row[7], bool(row[8]))


def _price_then() -> Any:
    """As SQL, the catalogue price of the outer product on `:day`."""
    return (
        select(_PRICE.c.unit_price)
        .where(_PRICE.c.product_id == _PRODUCT.c.id, _PRICE.c.effective_from <= bindparam("day"))
        .order_by(_PRICE.c.effective_from.desc())
        .limit(1)
        .correlate(_PRODUCT)
        .scalar_subquery()
    )


ITEM_COLUMNS = (
    _PRODUCT.c.id,
    _PRODUCT.c.maker_id,
    _MAKER.c.name,
    _PRODUCT.c.name,
    _price_then(),
    _PRODUCT.c.is_active & _MAKER.c.is_active,
    _PRODUCT.c.category,
    _PRODUCT.c.barcode,
    _PRODUCT.c.is_favourite,
)
"""The columns of a product on `:day`, in the order `CatalogueItem.of` takes them; the first is its id."""
ITEM_SOURCE = _PRODUCT.join(_MAKER)
_ITEMS: Select[Any] = select(*ITEM_COLUMNS).select_from(ITEM_SOURCE)
_BY_ID = _ITEMS.where(_PRODUCT.c.id.in_(bindparam("ids", expanding=True)))
_ONE = PreparedStatement(_ITEMS.where(_PRODUCT.c.id == bindparam("product_id")))
_ALL = _ITEMS.order_by(_PRODUCT.c.is_favourite.desc(), _PRODUCT.c.category, _PRODUCT.c.search_name)
_ON_SALE = _ALL.where(_PRODUCT.c.is_active, _MAKER.c.is_active)
_MAKER_BY_NAME = select(_MAKER.c.id, _MAKER.c.name).where(_MAKER.c.search_name == bindparam("maker"))


def find_catalogue_items(ids: Iterable[int], day: date) -> dict[int, CatalogueItem]:
    """The products of these ids with the price of that local date, by id; unknown ids are left out."""
    unique_ids = list(dict.fromkeys(ids))
    if not unique_ids:
        return {}
    if len(unique_ids) == 1:
        rows: Iterable[Any] = _ONE.rows(db.session.connection(), {"product_id": unique_ids[0], "day": day})
    else:
        rows = db.session.execute(_BY_ID, {"ids": unique_ids, "day": day})
    return {row[0]: CatalogueItem.of(row) for row in rows}


def list_catalogue(day: date, *, with_inactive: bool = False) -> list[CatalogueItem]:
    """All products on sale (or all there are), favourites first, then by category and name."""
    statement = _ALL if with_inactive else _ON_SALE
    return [CatalogueItem.of(row) for row in db.session.execute(statement, {"day": day})]


def list_products_of(maker_ids: Collection[int], day: date) -> list[CatalogueItem]:
    """The products of these makers, those on sale first, then by name."""
    statement = _ITEMS.where(_PRODUCT.c.maker_id.in_(maker_ids)).order_by(
        _PRODUCT.c.is_active.desc(), _PRODUCT.c.search_name
    )
    return [CatalogueItem.of(row) for row in db.session.execute(statement, {"day": day})]


def list_products_like(text: str, *, most: int) -> list[CatalogueItem]:
    """Products whose own or maker's name has a word of the text, also inactive ones; best matches first."""
    words = {word for word in fold_name(text).split() if len(word) > 1}
    items = list_catalogue(clock.today(), with_inactive=True)
    names = [f"{fold_name(item.name)} {fold_name(item.maker_name)}" for item in items]
    matches = [(sum(word in name for word in words), at) for at, name in enumerate(names)]
    best = sorted((-hits, at) for hits, at in matches if hits)
    return [items[at] for _hits, at in best[:most]]


def list_products_by_name(day: date | None = None) -> dict[tuple[str, str], CatalogueItem]:
    """(folded maker name, folded product name) → product, for imports that look up each row."""
    items = list_catalogue(day or clock.today(), with_inactive=True)
    return {(fold_name(item.maker_name), fold_name(item.name)): item for item in items}


@dataclass(slots=True)
class StoredProduct:
    """A product with all its prices (local date → whole rupiah), with which an import compares its rows."""

    product_id: int | None
    key: tuple[str, str]
    category: str
    barcode: str | None
    prices: dict[date, int] = field(default_factory=dict)


def list_stored_products() -> list[StoredProduct]:
    """All products with all their prices, in two statements."""
    names = select(
        _PRODUCT.c.id, _MAKER.c.search_name, _PRODUCT.c.search_name, _PRODUCT.c.category, _PRODUCT.c.barcode
    ).join_from(_PRODUCT, _MAKER)
    stored = {
        row[0]: StoredProduct(row[0], (row[1], row[2]), row[3], row[4]) for row in db.session.execute(names)
    }
    for product_id, since, unit_price in db.session.execute(
        select(_PRICE.c.product_id, _PRICE.c.effective_from, _PRICE.c.unit_price)
    ):
        stored[product_id].prices[since] = unit_price
    return list(stored.values())


def list_product_ids() -> dict[tuple[str, str], int]:
    """Product ids by (folded maker name, folded product name)."""
    names = select(_MAKER.c.search_name, _PRODUCT.c.search_name, _PRODUCT.c.id).join_from(_PRODUCT, _MAKER)
    return {(row[0], row[1]): row[2] for row in db.session.execute(names)}


def list_maker_ids() -> dict[str, int]:
    """Maker ids by folded name."""
    return {row[0]: row[1] for row in db.session.execute(select(_MAKER.c.search_name, _MAKER.c.id))}


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """A maker's profile by column, and its claims as (kind, text)."""

    values: dict[str, Any]
    claims: set[tuple[str, str]] = field(default_factory=set)


def list_profiles(maker_ids: Collection[int]) -> dict[int, StoredProfile]:
    """The profiles of these makers by id; makers without one are left out. Two statements."""
    rows = db.session.execute(select(_PROFILE).where(_PROFILE.c.maker_id.in_(maker_ids)))
    profiles = {row.maker_id: StoredProfile(dict(row._mapping)) for row in rows}
    claims = select(_CLAIM.c.maker_id, _CLAIM.c.kind, _CLAIM.c.text).where(_CLAIM.c.maker_id.in_(maker_ids))
    for maker_id, kind, text in db.session.execute(claims):
        if maker_id in profiles:
            profiles[maker_id].claims.add((kind, text))
    return profiles


def find_maker_id(maker_name: str) -> int | None:
    """The id of the maker of this name (spelling folded), or None."""
    row = db.session.execute(_MAKER_BY_NAME, {"maker": fold_name(maker_name)}).one_or_none()
    return int(row[0]) if row else None


def list_maker_names(ids: Collection[int]) -> dict[int, str]:
    """The names of these makers by id."""
    return {
        row[0]: row[1]
        for row in db.session.execute(select(_MAKER.c.id, _MAKER.c.name).where(_MAKER.c.id.in_(ids)))
    }


def get_maker(maker_id: int) -> Maker:
    """One maker. NotFound."""
    maker = db.session.get(Maker, maker_id)
    if maker is None:
        raise NotFound()
    return maker


def get_open_maker(maker_id: int) -> Maker:
    """One maker whose record is not closed. NotFound, MakerClosed."""
    maker, profile = get_maker(maker_id), db.session.get(MakerProfile, maker_id)
    if profile is not None and profile.state == "closed":
        raise MakerClosed()
    return maker


def get_product(product_id: int) -> Product:
    """One product. NotFound."""
    product = db.session.get(Product, product_id)
    if product is None:
        raise NotFound()
    return product


def list_makers_of_products(product_ids: Collection[int]) -> dict[int, int]:
    """Product id → maker id; unknown products are left out."""
    query = select(_PRODUCT.c.id, _PRODUCT.c.maker_id).where(_PRODUCT.c.id.in_(product_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}


def find_product_by_barcode(barcode: str) -> Product | None:
    """The product with this barcode, or None."""
    return db.session.scalar(select(Product).where(Product.barcode == barcode))


def list_prices(product_id: int) -> list[ProductPrice]:
    """All prices of a product, the latest first."""
    newest = ProductPrice.effective_from.desc()
    return list(db.session.scalars(select(ProductPrice).filter_by(product_id=product_id).order_by(newest)))


@dataclass(frozen=True, slots=True)
class MakerRow:
    """A maker in the list, with its numbers of products on sale and in all."""

    id: int
    name: str
    contact: str
    is_active: bool
    on_sale: int
    products: int


def list_makers() -> list[MakerRow]:
    """All makers by name, active ones first. One statement."""
    on_sale = func.count(_PRODUCT.c.id).filter(_PRODUCT.c.is_active)
    statement = (
        select(
            _MAKER.c.id,
            _MAKER.c.name,
            _MAKER.c.contact,
            _MAKER.c.is_active,
            on_sale,
            func.count(_PRODUCT.c.id),
        )
        .join_from(_MAKER, _PRODUCT, isouter=True)
        .group_by(_MAKER.c.id)
        .order_by(_MAKER.c.is_active.desc(), _MAKER.c.search_name)
    )
    return [MakerRow(*row) for row in db.session.execute(statement)]


def list_categories() -> list[str]:
    """The categories in use, by name."""
    statement = select(_PRODUCT.c.category).where(_PRODUCT.c.category != "").distinct()
    return sorted(db.session.scalars(statement))


def count_products(ids: Collection[int] = ()) -> tuple[int, int]:
    """(number of products on sale, number of all products)."""
    statement = select(func.count().filter(_PRODUCT.c.is_active), func.count()).select_from(_PRODUCT)
    if ids:
        statement = statement.where(_PRODUCT.c.id.in_(ids))
    row = db.session.execute(statement).one()
    return int(row[0]), int(row[1])
