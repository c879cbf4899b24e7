"""Names in a book that nobody knows yet: booths it would set up, makers and products kept as they were typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from app.booths.queries import list_booths
from app.makers.queries import list_maker_ids, list_product_ids
from app.makers.rules import fold_name
from app.sales.paper.book_rows import BookRow

MOST_NAMES = 200
"""So many unknown names of a kind are compared with known ones: a book with more has another trouble."""


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name as the book has it, and the known one it resembles ("" for none)."""

    name: str
    like: str = ""


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """By kind, in the book's order; a product is `maker: product`."""

    booths: tuple[UnknownName, ...] = ()
    makers: tuple[UnknownName, ...] = ()
    products: tuple[UnknownName, ...] = ()


def find_unknown_names(rows: Iterable[BookRow]) -> UnknownNames:
    """What the rows name and the city does not have. Three statements, however many rows."""
    booths, makers, products = {}, {}, {}
    for row in rows:
        booths.setdefault(fold_name(row.booth), row.booth)
        makers.setdefault(fold_name(row.maker), row.maker)
        products.setdefault((fold_name(row.maker), fold_name(row.product)), f"{row.maker}: {row.product}")
    known_booths = {fold_name(one.name): one.name for one in list_booths()}
    known_makers, known_products = list_maker_ids(), list_product_ids()
    new_products = {
        key: shown for key, shown in products.items() if key not in known_products and key[0] in known_makers
    }
    return UnknownNames(
        _alike({key: name for key, name in booths.items() if key not in known_booths}, known_booths),
        _alike(
            {key: name for key, name in makers.items() if key not in known_makers},
            {key: key for key in known_makers},
        ),
        tuple(UnknownName(shown) for shown in new_products.values()),
    )


def _alike(unknown: dict[str, str], known: Mapping[str, str]) -> tuple[UnknownName, ...]:
    """Each unknown name with the known one it resembles. `known`: folded name → name as shown."""
    found = []
    for at, (folded, name) in enumerate(unknown.items()):
        near = get_close_matches(folded, list(known), n=1, cutoff=0.8) if at < MOST_NAMES else []
        found.append(UnknownName(name, known[near[0]] if near else ""))
    return tuple(found)
