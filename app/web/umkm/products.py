"""Pages of what the public sees of any maker's products, for the Dinas."""

from typing import Any

from flask import render_template

from app.makers.queries import get_maker, list_products_of
from app.photos.queries import list_photos
from app.shared import clock
from app.web.product_pages.routes import add_product_pages
from app.web.product_pages.scope import Page, ProductScope
from app.web.umkm import blueprint

SCOPE = ProductScope("umkm", "layouts/app.html")


@blueprint.get("/umkm/<id:maker_id>/produk")
def list_products(maker_id: int) -> str:
    """Show one maker's products with their first photo."""
    maker = get_maker(maker_id)
    items = list_products_of([maker.id], clock.today())
    photos = list_photos([one.product_id for one in items])
    return render_template(
        "product_pages/products.html", scope=SCOPE, maker=maker, items=items, photos=photos
    )


def _guard(page: Page) -> Page:
    def opened(**place: Any) -> Any:
        return page(SCOPE, **place)

    return opened


add_product_pages(blueprint, _guard, "/umkm/<id:maker_id>")
