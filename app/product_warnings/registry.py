"""What the till says of a product before it is sold: each warning one entry of the subject that knows it (ADR 0044).

A warning never refuses a sale. A subject registers its own in its `kinds.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProductWarning:
    """One warning. `slug` stands in the JSON; `label` is the word on the button, Indonesian, marked `N_`.

    `find(booth_id, day)` gives the ids of the products it is about, in one query or two whatever their number.
    """

    slug: str
    label: str
    find: Callable[[int, date], Iterable[int]]


_WARNINGS: dict[str, ProductWarning] = {}


def register(*warnings: ProductWarning) -> None:
    """Add warnings; from now on the till's answers carry them. ValueError for a slug in use."""
    for one in warnings:
        if one.slug in _WARNINGS:
            raise ValueError(f"product warning {one.slug!r} is registered already")
        _WARNINGS[one.slug] = one


def unregister(slug: str) -> None:
    """Take a warning out again."""
    del _WARNINGS[slug]


def list_warnings() -> list[ProductWarning]:
    """All warnings by slug, so that their order does not hang on which subject was loaded first."""
    return [_WARNINGS[slug] for slug in sorted(_WARNINGS)]


def find_warnings(booth_id: int, day: date) -> dict[int, list[str]]:
    """The slugs of each product that has a warning at this booth on this local date."""
    found: dict[int, list[str]] = defaultdict(list)
    for one in list_warnings():
        for product_id in set(one.find(booth_id, day)):
            found[product_id].append(one.slug)
    return dict(found)
