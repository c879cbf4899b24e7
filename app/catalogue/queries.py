"""Reads of the public pages: search results, product pages, maker pages."""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.catalogue.index import get_index
from app.catalogue.lookups import (
    PublicMaker,
    PublicProduct,
    ShownRow,
    find_maker,
    find_product,
    list_maker_tokens,
    list_shown,
)
from app.certificates.queries.public import PublicCertificate, list_public, list_public_of_makers
from app.channels.queries import ChannelRow, list_public_channels
from app.curation.queries.products import list_on_hold
from app.extensions import db
from app.makers.lookups import list_record_ids
from app.makers.queries import find_catalogue_items
from app.photos.queries import Photo, list_photos
from app.shared import clock
from app.stock.queries.shelf import list_shelf

PAGE_SIZE = 24
_SHELF_AGE = 60
"""Seconds for which the goods of a booth are cached for its filter."""


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list. `unit_price` in whole rupiah; None if there is no price today."""

    token: str
    name: str
    maker_name: str
    category: str
    unit_price: int | None
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """The filters of a search: words, a category, a booth that has the product, a kind of certificate."""

    text: str = ""
    category: str = ""
    booth_id: int | None = None
    certificate: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.text or self.category or self.certificate) or self.booth_id is not None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of results. `total`: number of matching products; `shown`: number of all public products."""

    cards: list[Card]
    total: int
    shown: int
    categories: list[str]
    certificates: dict[str, str]


def list_matching_products(search: ProductSearch, day: date, page: int) -> SearchResult:
    """The matching products in the order of the day. The number of statements does not depend on that of products."""
    index, on_hold = get_index(), list_on_hold(day)
    # Only without words does the loop below go through all products.
    ids = index.find(search.text, day) if search.text else list(index.places_on(day))
    if on_hold:
        ids = [product_id for product_id in ids if product_id not in on_hold]
    if search.category:
        ids = [product_id for product_id in ids if index.rows[product_id].category == search.category]
    if search.booth_id is not None:
        on_shelf = _list_on_shelf(search.booth_id)
        ids = [product_id for product_id in ids if product_id in on_shelf]
    certified = _list_certified(day)
    if search.certificate:
        products = certified.get(search.certificate, _NONE).products
        ids = [product_id for product_id in ids if product_id in products]
    first = (page - 1) * PAGE_SIZE
    rows = [index.rows[product_id] for product_id in ids[first : first + PAGE_SIZE]]
    kinds = {slug: kind.title for slug, kind in certified.items()}
    shown = len(index.rows) - len(on_hold & index.rows.keys())
    return SearchResult(list_cards(rows, day), len(ids), shown, index.categories, kinds)


def list_cards(rows: Collection[ShownRow], day: date) -> list[Card]:
    """The cards of these products, in their order. Two statements."""
    ids = [row.product_id for row in rows]
    items, photos = find_catalogue_items(ids, day), list_photos(ids)
    return [
        Card(
            row.token, row.name, row.maker_name, row.category, items[row.product_id].unit_price,
            next(iter(photos.get(row.product_id, ())), None),
        )
        for row in rows
    ]  # fmt: skip


_ON_SHELF: "WeakKeyDictionary[Engine, dict[int, tuple[float, frozenset[int]]]]" = WeakKeyDictionary()


def _list_on_shelf(booth_id: int) -> frozenset[int]:
    """Ids of the products on the shelf of a booth, at most a minute old."""
    booths = _ON_SHELF.setdefault(db.engine, {})
    read_at, product_ids = booths.get(booth_id, (float("-inf"), frozenset()))
    if time.monotonic() - read_at > _SHELF_AGE:
        product_ids = frozenset(row.product_id for row in list_shelf([booth_id]) if row.shelf > 0)
        booths[booth_id] = (time.monotonic(), product_ids)
    return product_ids


@dataclass(frozen=True, slots=True)
class _CertifiedProducts:
    """A kind of certificate, and the products with a checked, valid certificate of it."""

    title: str
    products: frozenset[int]


_NONE = _CertifiedProducts("", frozenset())
_CERTIFIED: "WeakKeyDictionary[Engine, tuple[float, date, dict[str, _CertifiedProducts]]]" = (
    WeakKeyDictionary()
)


def _list_certified(day: date) -> dict[str, _CertifiedProducts]:
    """Kinds of certificates by slug with their products, at most a minute old."""
    read, of_day, certified = _CERTIFIED.get(db.engine, (float("-inf"), day, {}))
    if of_day != day or time.monotonic() - read > _SHELF_AGE:
        having: dict[tuple[str, str], set[int]] = {}
        for product_id, certificates in list_public(day).items():
            for certificate in certificates:
                having.setdefault((certificate.kind, certificate.title), set()).add(product_id)
        certified = {
            kind: _CertifiedProducts(title, frozenset(ids)) for (kind, title), ids in sorted(having.items())
        }
        _CERTIFIED[db.engine] = (time.monotonic(), day, certified)
    return certified


@dataclass(frozen=True, slots=True)
class ProductPage:
    """The content of a product's page. `booth_ids`: the booths that have it now."""

    product: PublicProduct
    unit_price: int | None
    photos: list[Photo]
    booth_ids: frozenset[int]
    others: list[Card]
    certificates: list[PublicCertificate]
    channels: list[ChannelRow]


MOST_OTHERS = 4


def find_product_page(token: str, day: date) -> ProductPage | None:
    """The page of the product with this public name, public or not; None if there is none."""
    product = find_product(token)
    if product is None:
        return None
    own, on_hold = product.product_id, list_on_hold(day)
    if own in on_hold:
        product = replace(product, is_shown=False)
    shelf = list_shelf(maker_ids=[product.record_id]) if product.is_shown else []
    others = [row for row in list_shown([product.maker_id]) if row.product_id not in {own, *on_hold}]
    return ProductPage(
        product,
        find_catalogue_items([own], day)[own].unit_price,
        list_photos([own]).get(own, []),
        frozenset(row.booth_id for row in shelf if row.product_id == own and row.shelf > 0),
        list_cards(others[:MOST_OTHERS], day),
        list_public(day, [product.maker_id]).get(own, []),
        list_public_channels(product.maker_id, day),
    )


@dataclass(frozen=True, slots=True)
class MakerPage:
    """The content of a maker's page. `booth_ids`: the booths that have any of its goods now."""

    maker: PublicMaker
    cards: list[Card]
    booth_ids: frozenset[int]
    certificates: list[PublicCertificate]
    channels: list[ChannelRow]


def find_maker_page(token: str, day: date) -> MakerPage | None:
    """The page of the maker with this public name, public or not; None if there is none."""
    maker = find_maker(token)
    if maker is None:
        return None
    if not maker.is_shown:
        return MakerPage(maker, [], frozenset(), [], [])
    own, on_hold = maker.maker_id, list_on_hold(day)
    certificates = list_public_of_makers(day, [own]).get(own, [])
    rows = [row for row in list_shown([own]) if row.product_id not in on_hold]
    shown = {row.product_id for row in rows}
    # Goods of a merged record are on the shelf under the record that delivered them.
    shelf = list_shelf(maker_ids=list_record_ids(own)) if rows else []
    booths = frozenset(row.booth_id for row in shelf if row.product_id in shown and row.shelf > 0)
    return MakerPage(maker, list_cards(rows, day), booths, certificates, list_public_channels(own, day))


def list_page_tokens() -> tuple[list[str], list[str]]:
    """The public names of all public products and makers, for crawlers."""
    held = list_on_hold(clock.today())
    return sorted(row.token for key, row in get_index().rows.items() if key not in held), list_maker_tokens()


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """The facts of a page that its preview picture shows; `photos`: SHA-256. `unit_price` in whole rupiah."""

    title: str
    second: str
    unit_price: int | None
    photos: tuple[str, ...]


def find_shared(token: str, day: date) -> SharedFacts | None:
    """The facts of a public product; None for any other name."""
    product = find_product(token)
    if (
        product is None
        or not product.is_shown
        or product.product_id in list_on_hold(day, [product.product_id])
    ):
        return None
    (card,) = list_cards([_row_of(product)], day)
    return SharedFacts(product.name, product.maker_name, card.unit_price, _photos([card]))


def find_shared_maker(token: str, day: date) -> SharedFacts | None:
    """The facts of a public maker; None for any other name."""
    page = find_maker_page(token, day)
    if page is None or not page.maker.is_shown:
        return None
    return SharedFacts(page.maker.name, page.maker.makes or page.maker.village, None, _photos(page.cards))


def list_shared_photos(day: date) -> tuple[str, ...]:
    """Photos of the first products in the day's order."""
    return _photos(list_matching_products(ProductSearch(), day, 1).cards)


def _photos(cards: Collection[Card]) -> tuple[str, ...]:
    return tuple(card.photo.sha256 for card in cards if card.photo)


def _row_of(product: PublicProduct) -> ShownRow:
    return ShownRow(
        product.product_id,
        product.maker_id,
        product.name,
        product.maker_name,
        product.category,
        product.token,
    )
