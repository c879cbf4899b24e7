"""A product as data for search engines (schema.org), and the map of all public pages."""

from typing import Any

from flask import Response, make_response, render_template, url_for

from app.catalogue.queries import ProductPage, list_page_tokens
from app.web.public import blueprint
from app.web.public.page_cache import same_for_all

_STOCK = {True: "https://schema.org/InStock", False: "https://schema.org/OutOfStock"}

_PAGES = ("show_home", "list_products", "show_turns", "show_open_figures")


def product_data(page: ProductPage, address: str, *, is_available: bool) -> dict[str, Any]:
    """Return the schema.org Product of a page; `is_available`: a booth has it on its shelf now."""
    product = page.product
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "url": address,
        "sku": product.token,
        "brand": {"@type": "Brand", "name": product.maker_name},
    }
    if product.category:
        data["category"] = product.category
    if product.story:
        data["description"] = product.story
    photos = [
        url_for("public.show_photo", digest=one.sha256, size="besar", _external=True) for one in page.photos
    ]
    drawn = url_for("public.send_share_picture", token=product.token, shape="persegi", _external=True)
    data["image"] = photos or [drawn]
    if page.unit_price is not None:
        seller = {"@type": "Organization", "name": product.maker_name}
        data["offers"] = {
            "@type": "Offer", "price": page.unit_price, "priceCurrency": "IDR", "url": address,
            "availability": _STOCK[is_available], "seller": seller,
        }  # fmt: skip
    return data


@blueprint.get("/sitemap.xml")
@same_for_all
def send_sitemap() -> Response:
    """Return the URLs of the public pages, of every public product and of every public maker."""
    products, makers = list_page_tokens()
    addresses = [
        *(url_for(f"public.{one}", _external=True) for one in _PAGES),
        *(url_for("public.show_product", token=one, _external=True) for one in products),
        *(url_for("public.show_maker", token=one, _external=True) for one in makers),
    ]
    answer = make_response(render_template("public/sitemap.xml", addresses=addresses))
    answer.mimetype = "application/xml"
    return answer


@blueprint.get("/robots.txt")
def send_robots() -> Response:
    """Return the rules for crawlers: they may read the public pages and nothing else."""
    allowed = ("/$", "/produk", "/p/", "/u/", "/foto/", "/static/", "/data", "/giliran")
    lines = ["User-agent: *", *(f"Allow: {one}" for one in allowed), "Disallow: /"]
    sitemap_line = f"Sitemap: {url_for('public.send_sitemap', _external=True)}"
    return Response("\n".join([*lines, "", sitemap_line, ""]), mimetype="text/plain")
