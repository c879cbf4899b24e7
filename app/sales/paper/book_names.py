"""Finds names in a book that the city does not have: new booths, and makers and products stored as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from app.makers.queries import list_maker_ids, list_product_ids
from app.makers.rules import fold_name
from app.sales.paper.book_rows import BookRow
from app.tills.queries.booths import list_booths

MOST_NAMES = 200
"""At most so many unknown names of a kind are compared with existing ones."""


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name as written in the book, and the existing name it resembles ("" for none)."""

    name: str
    like: str = ""


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """The unknown names by kind, in the book's order; a product is `maker: product`."""

    booths: tuple[UnknownName, ...] = ()
    makers: tuple[UnknownName, ...] = ()
    products: tuple[UnknownName, ...] = ()


def find_unknown_names(rows: Iterable[BookRow]) -> UnknownNames:
    """The names in these rows that the city does not have. Three statements for any number of rows."""
    booths, makers, products = {}, {}, {}
    for row in rows:
        booths.setdefault(fold_name(row.booth), row.booth)
        makers.setdefault(fold_name(row.maker), row.maker)
        products.setdefault((fold_name(row.maker), fold_name(row.product)), f"{row.maker}: {row.product}")
    stored_booths = {fold_name(booth.name): booth.name for booth in list_booths()}
    stored_makers, stored_products = list_maker_ids(), list_product_ids()
    new_products = {
        key: shown
        for key, shown in products.items()
        if key not in stored_products and key[0] in stored_makers
    }
    return UnknownNames(
        _find_similar({key: name for key, name in booths.items() if key not in stored_booths}, stored_booths),
        _find_similar(
            {key: name for key, name in makers.items() if key not in stored_makers},
            {key: key for key in stored_makers},
        ),
        tuple(UnknownName(shown) for shown in new_products.values()),
    )


def _find_similar(unknown: dict[str, str], stored: Mapping[str, str]) -> tuple[UnknownName, ...]:
    """Each unknown name with the existing one it resembles. `stored`: folded name → name as displayed."""
    names = []
    for at, (folded, name) in enumerate(unknown.items()):
        near = get_close_matches(folded, list(stored), n=1, cutoff=0.8) if at < MOST_NAMES else []
        names.append(UnknownName(name, stored[near[0]] if near else ""))
    return tuple(names)
