"""The makers whose products a blueprint shows: a maker the own ones, the Dinas all. A foreign product is 404."""

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
        """Return the URL of another page of this blueprint."""
        return url_for(f"{self.room}.{name}", **values)

    def list_crumb(self, maker_id: int) -> tuple[str, str]:
        """Return label and URL of the list that contains this maker's products."""
        return _("Produk"), self.url("list_products", **self.place(maker_id))

    def place(self, maker_id: int) -> dict[str, int]:
        """Return the URL arguments that identify the maker: none in the maker's own blueprint."""
        return {} if self.own_maker_id is not None else {"maker_id": maker_id}

    def get_maker(self, maker_id: int | None) -> Maker:
        """Return the maker of the URL if it has one, else the own one. NotFound."""
        requested = self.own_maker_id if maker_id is None else maker_id
        if requested is None:
            raise NotFound()
        return get_maker(requested)

    def get_product(self, product_id: int) -> Product:
        """Return a product of these makers. NotFound."""
        product = get_product(product_id)
        if self.maker_ids is not None and product.maker_id not in self.maker_ids:
            raise NotFound()
        return product


Page = Callable[..., Any]
Guard = Callable[[Page], Page]
"""Gives a page its scope: `guard(page)(**arguments)` calls `page(scope, **arguments)` for whoever may enter."""
