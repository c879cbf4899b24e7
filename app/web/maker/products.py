"""A maker's own products, and the pages of what the public sees of each."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.makers.queries import list_products_of
from app.photos.queries import list_photos
from app.shared import clock
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.product_pages.routes import add_product_pages
from app.web.product_pages.scope import Page, ProductScope


def scope_of(mine: BoundMaker) -> ProductScope:
    """Return the scope of this maker's own products."""
    return ProductScope("maker", "maker/_frame.html", mine.ids, mine.id)


@blueprint.get("/produk")
@in_menu(_l("Produk"), order=50)
@for_own_maker
def list_products(mine: BoundMaker) -> str:
    """Show the maker's products with their first photo."""
    items = list_products_of(mine.ids, clock.today())
    photos = list_photos([one.product_id for one in items])
    return render_template(
        "product_pages/products.html", scope=scope_of(mine), maker=mine, items=items, photos=photos
    )


def _guard(page: Page) -> Page:
    @for_own_maker
    def opened(mine: BoundMaker, **place: Any) -> Any:
        return page(scope_of(mine), **place)

    return opened


add_product_pages(blueprint, _guard, "")
