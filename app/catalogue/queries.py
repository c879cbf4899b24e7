"""Reads of the public pages: what is found, what a product's and a maker's page show."""

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
"""Seconds for which the goods of a booth are remembered for its filter."""


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list. `unit_price` in whole rupiah; None where none holds today."""

    token: str
    name: str
    maker_name: str
    category: str
    unit_price: int | None
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class ProductSearch:
    """What is looked for: words, a category, what stands at a booth, a kind of certificate; empty or None for all."""

    text: str = ""
    category: str = ""
    booth_id: int | None = None
    certificate: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether something narrows the list."""
        return bool(self.text or self.category or self.certificate) or self.booth_id is not None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of what was found. `total`: found in all; `shown`: on show in all."""

    cards: list[Card]
    total: int
    shown: int
    categories: list[str]
    certificates: dict[str, str]


def list_matching_products(search: ProductSearch, day: date, page: int) -> SearchResult:
    """The products that are looked for, in the order of the day. As many statements for ten as for ten thousand."""
    index, held = get_index(), list_on_hold(day)
    # What was found by words is put in order; the whole list is walked only where nothing else narrows it.
    ids = index.find(search.text, day) if search.text else list(index.places_on(day))
    if held:
        ids = [one for one in ids if one not in held]
    if search.category:
        ids = [one for one in ids if index.rows[one].category == search.category]
    if search.booth_id is not None:
        standing = _list_standing(search.booth_id)
        ids = [one for one in ids if one in standing]
    certified = _list_certified(day)
    if search.certificate:
        having = certified.get(search.certificate, _NONE).products
        ids = [one for one in ids if one in having]
    first = (page - 1) * PAGE_SIZE
    rows = [index.rows[one] for one in ids[first : first + PAGE_SIZE]]
    kinds = {kind: one.title for kind, one in certified.items()}
    shown = len(index.rows) - len(held & index.rows.keys())
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


_STANDING: "WeakKeyDictionary[Engine, dict[int, tuple[float, frozenset[int]]]]" = WeakKeyDictionary()


def _list_standing(booth_id: int) -> frozenset[int]:
    """The products on the shelf of a booth, as of the last minute."""
    booths = _STANDING.setdefault(db.engine, {})
    read, found = booths.get(booth_id, (float("-inf"), frozenset()))
    if time.monotonic() - read > _SHELF_AGE:
        found = frozenset(row.product_id for row in list_shelf([booth_id]) if row.shelf > 0)
        booths[booth_id] = (time.monotonic(), found)
    return found


@dataclass(frozen=True, slots=True)
class _Certified:
    """A kind of certificate and the products whose own is checked and valid."""

    title: str
    products: frozenset[int]


_NONE = _Certified("", frozenset())
_CERTIFIED: "WeakKeyDictionary[Engine, tuple[float, date, dict[str, _Certified]]]" = WeakKeyDictionary()


def _list_certified(day: date) -> dict[str, _Certified]:
    """Kinds of certificates by slug with their products, as of the last minute."""
    read, of_day, found = _CERTIFIED.get(db.engine, (float("-inf"), day, {}))
    if of_day != day or time.monotonic() - read > _SHELF_AGE:
        having: dict[tuple[str, str], set[int]] = {}
        for product_id, certificates in list_public(day).items():
            for one in certificates:
                having.setdefault((one.kind, one.title), set()).add(product_id)
        found = {kind: _Certified(title, frozenset(ids)) for (kind, title), ids in sorted(having.items())}
        _CERTIFIED[db.engine] = (time.monotonic(), day, found)
    return found


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All that a product's page shows besides its texts. `booth_ids`: where it stands now."""

    product: PublicProduct
    unit_price: int | None
    photos: list[Photo]
    booth_ids: frozenset[int]
    others: list[Card]
    certificates: list[PublicCertificate]
    channels: list[ChannelRow]


MOST_OTHERS = 4


def find_product_page(token: str, day: date) -> ProductPage | None:
    """The page of a public name, shown or not; None for no product's name."""
    product = find_product(token)
    if product is None:
        return None
    own, held = product.product_id, list_on_hold(day)
    if own in held:
        product = replace(product, is_shown=False)
    shelf = list_shelf(maker_ids=[product.record_id]) if product.is_shown else []
    others = [row for row in list_shown([product.maker_id]) if row.product_id not in {own, *held}]
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
    """All that a maker's page shows. `booth_ids`: where any of its goods stand now."""

    maker: PublicMaker
    cards: list[Card]
    booth_ids: frozenset[int]
    certificates: list[PublicCertificate]
    channels: list[ChannelRow]


def find_maker_page(token: str, day: date) -> MakerPage | None:
    """The page of a maker's public name, shown or not; None for no maker's name."""
    maker = find_maker(token)
    if maker is None:
        return None
    if not maker.is_shown:
        return MakerPage(maker, [], frozenset(), [], [])
    own, held = maker.maker_id, list_on_hold(day)
    certificates = list_public_of_makers(day, [own]).get(own, [])
    rows = [row for row in list_shown([own]) if row.product_id not in held]
    shown = {row.product_id for row in rows}
    # A joined record's goods stand on the shelf under the record they were delivered by.
    shelf = list_shelf(maker_ids=list_record_ids(own)) if rows else []
    booths = frozenset(row.booth_id for row in shelf if row.product_id in shown and row.shelf > 0)
    return MakerPage(maker, list_cards(rows, day), booths, certificates, list_public_channels(own, day))


def list_page_tokens() -> tuple[list[str], list[str]]:
    """The public names of all products and of all makers on show, for crawlers."""
    held = list_on_hold(clock.today())
    return sorted(row.token for key, row in get_index().rows.items() if key not in held), list_maker_tokens()


@dataclass(frozen=True, slots=True)
class SharedFacts:
    """What a picture to share shows of a page; `photos`: SHA-256 of pictures. `unit_price` in whole rupiah."""

    title: str
    second: str
    unit_price: int | None
    photos: tuple[str, ...]


def find_shared(token: str, day: date) -> SharedFacts | None:
    """Of a product on show; None for any other name."""
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
    """Of a maker on show; None for any other name."""
    page = find_maker_page(token, day)
    if page is None or not page.maker.is_shown:
        return None
    return SharedFacts(page.maker.name, page.maker.makes or page.maker.village, None, _photos(page.cards))


def list_shared_photos(day: date) -> tuple[str, ...]:
    """Pictures of the first goods of the day's list."""
    return _photos(list_matching_products(ProductSearch(), day, 1).cards)


def _photos(cards: Collection[Card]) -> tuple[str, ...]:
    return tuple(one.photo.sha256 for one in cards if one.photo)


def _row_of(product: PublicProduct) -> ShownRow:
    return ShownRow(
        product.product_id,
        product.maker_id,
        product.name,
        product.maker_name,
        product.category,
        product.token,
    )
