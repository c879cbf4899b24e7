"""Whose products a room shows: a maker the own ones, the Dinas those of all. A foreign one is 404."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.makers.models import Maker, Product
from app.makers.queries import get_maker, get_product
from app.shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class ProductScope:
    """`room` is the blueprint, `frame` its layout; `maker_ids` the makers (None: all)."""

    room: str
    frame: str
    maker_ids: frozenset[int] | None = None
    own_maker_id: int | None = None

    def url(self, name: str, **values: Any) -> str:
        """Another page of this room."""
        return url_for(f"{self.room}.{name}", **values)

    def list_crumb(self, maker_id: int) -> tuple[str, str]:
        """Label and address of the list that a product of this maker stands in."""
        return _("Produk"), self.url("list_products", **self.place(maker_id))

    def place(self, maker_id: int) -> dict[str, int]:
        """What names the maker in an address: nothing in the maker's own room."""
        return {} if self.own_maker_id is not None else {"maker_id": maker_id}

    def get_maker(self, maker_id: int | None) -> Maker:
        """The maker of an address that names one, or the own one. NotFound."""
        requested = self.own_maker_id if maker_id is None else maker_id
        if requested is None:
            raise NotFound()
        return get_maker(requested)

    def get_product(self, product_id: int) -> Product:
        """A product of these makers. NotFound."""
        product = get_product(product_id)
        if self.maker_ids is not None and product.maker_id not in self.maker_ids:
            raise NotFound()
        return product


Page = Callable[..., Any]
Guard = Callable[[Page], Page]
"""Gives a page its scope: `guard(page)(**place)` calls `page(scope, **place)` for whoever may enter."""
