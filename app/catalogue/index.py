"""The list of everything on show and its words, cached in this process until a product or maker changes (ADR 0052).

Every act leaves an event in the trail, so new events say whether the list still holds; it also ages, for on PostgreSQL
an event may become visible after a later one. Prices, photos, shelves and holds are read anew for each page.
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
"""Seconds after which the list is read anew whatever the trail says."""


@dataclass
class CatalogueIndex:
    """What is on show. `last_event`: the trail up to here is counted in.

    `words`: of names and kinds; `told`: of these and of the stories.
    """

    last_event: int
    made: float
    rows: dict[int, ShownRow]
    words: SearchIndex
    told: SearchIndex
    categories: list[str]
    places: dict[date, dict[int, int]] = field(default_factory=dict)

    def find(self, text: str, day: date) -> list[int]:
        """The ids that have every word of the text, in the order of this day: by name first, then by what is told."""
        places = self.places_on(day)
        named = self.words.find(text)
        return sorted(self.told.find(text) | named, key=lambda one: (one not in named, places[one]))

    def places_on(self, day: date) -> dict[int, int]:
        """The ids in the order of this day, each with its place."""
        if day not in self.places:
            pairs = ((row.product_id, row.maker_id) for row in self.rows.values())
            self.places = {day: {one: place for place, one in enumerate(daily_order(pairs, day))}}
        return self.places[day]


_INDEXES: "WeakKeyDictionary[Engine, CatalogueIndex]" = WeakKeyDictionary()
_BUILDING = threading.Lock()


def get_index() -> CatalogueIndex:
    """The list as it is now: one statement while nothing changed, three more when it is read anew."""
    index = _INDEXES.get(db.engine)
    newest = get_last_event_id()
    if index is not None and _still_holds(index, newest):
        index.last_event = newest
        return index
    with _BUILDING:
        index = _build(newest)
        _INDEXES[db.engine] = index
    return index


def _still_holds(index: CatalogueIndex, newest: int) -> bool:
    if newest < index.last_event or time.monotonic() - index.made > LONGEST:
        return False
    if newest == index.last_event:
        return True
    if newest - index.last_event > _MOST_EVENTS:
        return False
    actions = list_actions_since(index.last_event)
    return not any(one.startswith(_CHANGES) and one not in _HARMLESS for one in actions)


def _build(newest: int) -> CatalogueIndex:
    rows = list_shown()
    names = {row.product_id: f"{row.name} {row.maker_name} {row.category}" for row in rows}
    stories = list_stories()
    words = SearchIndex(names.items())
    told = SearchIndex((one, f"{name} {stories.get(one, '')}") for one, name in names.items())
    categories = sorted({row.category for row in rows if row.category}, key=str.casefold)
    return CatalogueIndex(
        newest, time.monotonic(), {row.product_id: row for row in rows}, words, told, categories
    )
