"""The warnings that a till shows about a product before it is sold; one entry per kind of warning (ADR 0044).

A warning never refuses a sale. A subject registers its own in its `kinds.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProductWarning:
    """One warning. `slug` is part of the JSON; `label`: the text on the button, Indonesian, marked `N_`.

    `find(booth_id, day)` returns the ids of the products to warn about, with one or two queries for any number.
    """

    slug: str
    label: str
    find: Callable[[int, date], Iterable[int]]


_WARNINGS: dict[str, ProductWarning] = {}


def register(*warnings: ProductWarning) -> None:
    """Register warnings. ValueError for a slug in use."""
    for warning in warnings:
        if warning.slug in _WARNINGS:
            raise ValueError(f"product warning {warning.slug!r} is registered already")
        _WARNINGS[warning.slug] = warning


def unregister(slug: str) -> None:
    """Remove a warning."""
    del _WARNINGS[slug]


def list_warnings() -> list[ProductWarning]:
    """All warnings, sorted by slug, so that their order does not depend on the order of registration."""
    return [_WARNINGS[slug] for slug in sorted(_WARNINGS)]


def find_warnings(booth_id: int, day: date) -> dict[int, list[str]]:
    """Product id → slugs of its warnings at this booth on this local date."""
    slugs: dict[int, list[str]] = defaultdict(list)
    for warning in list_warnings():
        for product_id in set(warning.find(booth_id, day)):
            slugs[product_id].append(warning.slug)
    return dict(slugs)
