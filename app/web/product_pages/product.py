"""One product's page for its maker or the Dinas: what the public sees, and what is still missing."""

from typing import Any

from flask import render_template

from app.makers.queries import find_catalogue_items, get_maker
from app.makers.stories import find_story
from app.photos.queries import list_photos
from app.photos.rules import MOST_PHOTOS
from app.shared import clock
from app.web.product_pages.forms import StoryForm
from app.web.product_pages.scope import ProductScope
from app.web.ui.photos import ACCEPTED, PhotoForm


def show(scope: ProductScope, product_id: int) -> str:
    """Show the page. NotFound for a product of another maker."""
    return render_product(scope, product_id)


def render_product(scope: ProductScope, product_id: int, **forms: Any) -> str:
    """Return the page; `form` arguments that were refused replace the fresh forms."""
    product = scope.get_product(product_id)
    product_story = find_story(product.id)
    return render_template(
        "product_pages/product.html",
        list_crumb=scope.list_crumb(product.maker_id),
        maker=get_maker(product.maker_id),
        item=find_catalogue_items([product.id], clock.today())[product.id],
        shown=product_story,
        story_form=forms.get("story_form")
        or StoryForm(formdata=None, data={"story": product_story.story, "how_made": product_story.how_made}),
        refused=forms.get("refused"),
        **photo_parts(scope, product_id, forms.get("photo_form")),
    )


def photo_parts(scope: ProductScope, product_id: int, form: PhotoForm | None = None) -> dict[str, Any]:
    """Return what the page needs to show a product's photos and the form for another one. NotFound for another
    maker's."""
    product = scope.get_product(product_id)
    return {
        "scope": scope,
        "product": product,
        "photos": list_photos([product.id]).get(product.id, []),
        "photo_form_data": form or PhotoForm(formdata=None),
        "accepted": ACCEPTED,
        "most_photos": MOST_PHOTOS,
    }
