"""The index of all public products, cached in this process until a product or maker changes (ADR 0052).

Every act records an audit event, so new events show whether the index is still current. It also expires by age, because
on PostgreSQL an event may become visible after a later one. Prices, photos, shelves and holds are read for each page.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.audit.queries import get_last_event_id, list_actions_since
from app.catalogue.lookups import ShownRow, list_shown, list_stories
from app.catalogue.rules import SearchIndex, daily_order
from app.extensions import db

_CHANGES = "umkm."
_HARMLESS = frozenset({"umkm.set_price"})
_MOST_EVENTS = 500
LONGEST = 300
"""Seconds after which the index is rebuilt in any case."""


@dataclass
class CatalogueIndex:
    """All public products. `last_event`: the id of the last audit event taken into account.

    `words` searches names and categories; `stories` searches these and the stories.
    """

    last_event: int
    made: float
    rows: dict[int, ShownRow]
    words: SearchIndex
    stories: SearchIndex
    categories: list[str]
    places: dict[date, dict[int, int]] = field(default_factory=dict)

    def find(self, text: str, day: date) -> list[int]:
        """Product ids that have every word of the text: matches by name first, then by story, in the day's order."""
        places = self.places_on(day)
        by_name = self.words.find(text)
        ids = self.stories.find(text) | by_name
        return sorted(ids, key=lambda product_id: (product_id not in by_name, places[product_id]))

    def places_on(self, day: date) -> dict[int, int]:
        """Product id → place in the order of this day; iterates in that order."""
        if day not in self.places:
            pairs = ((row.product_id, row.maker_id) for row in self.rows.values())
            ids = daily_order(pairs, day)
            self.places = {day: {product_id: place for place, product_id in enumerate(ids)}}
        return self.places[day]


_INDEXES: "WeakKeyDictionary[Engine, CatalogueIndex]" = WeakKeyDictionary()
_BUILDING = threading.Lock()


def get_index() -> CatalogueIndex:
    """The current index: one statement if nothing changed, three more if it is rebuilt."""
    index = _INDEXES.get(db.engine)
    newest = get_last_event_id()
    if index is not None and _is_current(index, newest):
        index.last_event = newest
        return index
    with _BUILDING:
        index = _build(newest)
        _INDEXES[db.engine] = index
    return index


def _is_current(index: CatalogueIndex, newest: int) -> bool:
    if newest < index.last_event or time.monotonic() - index.made > LONGEST:
        return False
    if newest == index.last_event:
        return True
    if newest - index.last_event > _MOST_EVENTS:
        return False
    actions = list_actions_since(index.last_event)
    return not any(action.startswith(_CHANGES) and action not in _HARMLESS for action in actions)


def _build(newest: int) -> CatalogueIndex:
    rows = list_shown()
    names = {row.product_id: f"{row.name} {row.maker_name} {row.category}" for row in rows}
    texts = list_stories()
    words = SearchIndex(names.items())
    stories = SearchIndex(
        (product_id, f"{name} {texts.get(product_id, '')}") for product_id, name in names.items()
    )
    categories = sorted({row.category for row in rows if row.category}, key=str.casefold)
    return CatalogueIndex(
        newest, time.monotonic(), {row.product_id: row for row in rows}, words, stories, categories
    )
