"""Material for promoting a product: a message to share, pictures, a poster and a shelf card at their real size."""

from flask import render_template, url_for
from flask_babel import gettext as _

from app.catalogue.pictures import SHAPES
from app.makers.models import Product
from app.makers.queries import find_catalogue_items, get_maker
from app.makers.stories import find_story
from app.photos.queries import list_photos
from app.shared import clock
from app.web.product_pages.scope import ProductScope
from app.web.ui.filters import rupiah
from app.web.ui.whatsapp import whatsapp_share_link

MOST_WORDS = 200
"""The largest number of characters of the story in a message."""


def show_kit(scope: ProductScope, product_id: int) -> str:
    """Show the message to share, the pictures to save, and the papers to print."""
    product = scope.get_product(product_id)
    facts = _facts(product)
    text = _share_text(facts)
    return render_template(
        "product_pages/kit.html",
        scope=scope,
        product=product,
        list_crumb=scope.list_crumb(product.maker_id),
        text=text,
        whatsapp=whatsapp_share_link(text),
        shapes=list(SHAPES.items()),
        **facts,
    )


def print_poster(scope: ProductScope, product_id: int) -> str:
    """Show a poster of one A4 page."""
    return render_template("product_pages/poster.html", **_paper(scope, product_id))


def print_shelf_card(scope: ProductScope, product_id: int) -> str:
    """Show eight shelf cards of 90 by 60 millimetres on one A4 page."""
    return render_template("product_pages/shelf_card.html", **_paper(scope, product_id))


def _paper(scope: ProductScope, product_id: int) -> dict[str, object]:
    product = scope.get_product(product_id)
    return {"product": product, "back": scope.url("show_kit", product_id=product.id), **_facts(product)}


def _facts(product: Product) -> dict[str, object]:
    product_story = find_story(product.id)
    return {
        "shown": product_story,
        "maker": get_maker(product.maker_id),
        "unit_price": find_catalogue_items([product.id], clock.today())[product.id].unit_price,
        "photo": next(iter(list_photos([product.id]).get(product.id, ())), None),
        "address": url_for("public.show_product", token=product_story.token, _external=True),
        "name": product.name,
    }


def _share_text(facts: dict[str, object]) -> str:
    price, product_story, maker = facts["unit_price"], facts["shown"], facts["maker"]
    first = f"*{facts['name']}*"
    lines = [first if price is None else f"{first}, {rupiah(price)}"]
    lines.append(_("Buatan %(maker)s", maker=getattr(maker, "name", "")))
    story = getattr(product_story, "story", "")
    if story:
        lines.append(story if len(story) <= MOST_WORDS else f"{story[:MOST_WORDS].rstrip()}…")
    return "\n".join([*lines, str(facts["address"])])
