"""Searches products by words, and sorts them for display. Pure.

Search ignores accents and case, matches beginnings of words, and allows one wrong letter. Words are looked up, not
scanned, so the cost hardly grows with the number of products.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from app.shared.lot import draw_lot

_WORD = re.compile(r"[0-9a-z]+")
MOST_WORDS = 8
"""Words of one search that are looked at."""
LEAST_FOR_TYPOS = 4
MOST_BEGINNINGS = 200
"""Words that begin alike; a single letter would otherwise walk through half of them."""


def fold_words(text: str) -> list[str]:
    """The words of a text without accents and capitals: `Kué Bagéa` → kue, bagea."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return _WORD.findall(plain.casefold())


class SearchIndex:
    """An index from words to the ids of the products that have them."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        holding: dict[str, set[int]] = defaultdict(set)
        for number, text in texts:
            for word in fold_words(text):
                holding[word].add(number)
        self._holding = dict(holding)
        self._sorted = sorted(holding)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            for form in _with_one_left_out(word):
                self._near[form].append(word)

    def find(self, text: str) -> set[int]:
        """Ids of the products that have every word of the text."""
        found: set[int] | None = None
        for word in fold_words(text)[:MOST_WORDS]:
            having = self._having(word)
            found = having if found is None else found & having
        return found or set()

    def _having(self, word: str) -> set[int]:
        """Ids of products with a word that begins like this, or else with a word that differs by one letter."""
        begins = self._beginning_with(word)
        words = begins or (self._alike(word) if len(word) >= LEAST_FOR_TYPOS else [])
        product_ids: set[int] = set()
        for one in words:
            product_ids |= self._holding[one]
        return product_ids

    def _beginning_with(self, word: str) -> list[str]:
        first = bisect_left(self._sorted, word)
        words = []
        for one in self._sorted[first : first + MOST_BEGINNINGS]:
            if not one.startswith(word):
                break
            words.append(one)
        return words

    def _alike(self, word: str) -> list[str]:
        return [near for form in _with_one_left_out(word) for near in self._near.get(form, ())]


def _with_one_left_out(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters. Two words that share one of these differ by an extra,
    missing, wrong or swapped letter."""
    if len(word) < LEAST_FOR_TYPOS:
        return
    yield word
    yield from {word[:place] + word[place + 1 :] for place in range(len(word))}


def daily_order(products: Iterable[tuple[int, int]], day: date) -> list[int]:
    """Product ids of (product id, maker id) pairs in a random order that changes daily and is the same for everybody.

    Each maker's first product comes before any second one, so that a maker with many products does not fill the page.
    """
    own: dict[int, list[int]] = defaultdict(list)
    for product_id, maker_id in products:
        own[maker_id].append(product_id)
    ranked = []
    for maker_id, ids in own.items():
        place = draw_lot(day, "maker", maker_id)
        ids.sort(key=lambda one: draw_lot(day, "product", one))
        ranked += [(turn, place, one) for turn, one in enumerate(ids)]
    return [one for _turn, _place, one in sorted(ranked)]
