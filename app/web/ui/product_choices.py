"""The catalogue's products as choices of a form."""

from collections.abc import Iterable

from app.makers.queries import list_catalogue, list_makers
from app.shared import clock

NO_PRODUCT = 0
"""The value of the choice that is no product of the catalogue."""


def product_choices(without: object) -> list[tuple[int, object]]:
    """Return every product by name, also those no longer sold; the first choice, labelled `without`, is none."""
    goods = sorted(list_catalogue(clock.today(), with_inactive=True), key=lambda one: one.name.casefold())
    return [(NO_PRODUCT, without), *((one.product_id, f"{one.name} · {one.maker_name}") for one in goods)]


def maker_choices(without: object, also: Iterable[str] = ()) -> list[tuple[str, object]]:
    """Return every maker by name; the first choice, labelled `without`, is none. `also`: names on a receipt."""
    names = sorted({*(one.name for one in list_makers()), *filter(None, also)}, key=str.casefold)
    return [("", without), *((name, name) for name in names)]
