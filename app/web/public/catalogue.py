"""The public catalogue: products on sale, their makers and prices."""

from flask import abort, render_template, request
from wtforms.validators import ValidationError

from app.makers.queries import CatalogueItem, list_catalogue
from app.shared import clock
from app.web.public import blueprint
from app.web.ui.forms import clean_text

LONGEST_SEARCH = 100


@blueprint.get("/produk")
def products() -> str:
    """Show all products on sale, by category; `?cari=` filters by words of product and maker."""
    text, category = _text(), request.args.get("jenis", "")
    goods = list_catalogue(clock.today())
    categories = sorted({item.category for item in goods if item.category}, key=str.casefold)
    if category and category not in categories:
        abort(404)
    found = [item for item in goods if _matches(item, text) and category in ("", item.category)]
    groups: dict[str, list[CatalogueItem]] = {}
    for item in sorted(
        found, key=lambda one: (one.category == "", one.category.casefold(), one.name.casefold())
    ):
        groups.setdefault(item.category, []).append(item)
    return render_template(
        "public/products.html",
        groups=groups,
        text=text,
        category=category,
        categories=categories,
        total=len(goods),
        found=len(found),
    )


def _text() -> str:
    try:
        return clean_text(request.args.get("cari", ""), LONGEST_SEARCH)
    except ValidationError:
        abort(400)


def _matches(item: CatalogueItem, text: str) -> bool:
    haystack = f"{item.name} {item.maker_name}".casefold()
    return all(word in haystack for word in text.casefold().split())
