"""Photos of a product: each is sent alone and stored at once, so that no other field can lose it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.photos.rules import MAX_ALT
from app.photos.services import add_product_photo, describe_photo, put_photo_first, remove_product_photo
from app.web.http.guards import current_actor
from app.web.product_pages.product import render_product
from app.web.product_pages.scope import ProductScope
from app.web.ui.forms import BaseForm, TextField, at_most, optional
from app.web.ui.photos import PhotoForm, receive_photo
from app.web.ui.submit import Answer, flash_and_redirect, submit


class AltForm(BaseForm):
    """The description of a photo in words."""

    alt = TextField(_l("Apa yang terlihat di foto"), [optional(), at_most(MAX_ALT)])


def add(scope: ProductScope, product_id: int) -> Answer:
    """Add one photo."""
    form, product = PhotoForm(), scope.get_product(product_id)

    def store() -> Answer:
        picture = receive_photo(form)
        add_product_photo(product.id, picture, actor=current_actor())
        return _back_with_message(scope, product.id, _("Foto tersimpan."))

    return submit(form, store, lambda: render_product(scope, product_id, photo_form=form))


def put_first(scope: ProductScope, product_id: int, photo_id: int) -> Answer:
    """Make this photo the first one."""
    put_photo_first(photo_id, scope.get_product(product_id).id, actor=current_actor())
    return _back_with_message(scope, product_id, _("Foto ini sekarang di depan."))


def remove(scope: ProductScope, product_id: int, photo_id: int) -> Answer:
    """Remove this photo."""
    remove_product_photo(photo_id, scope.get_product(product_id).id, actor=current_actor())
    return _back_with_message(scope, product_id, _("Foto dihapus."))


def describe(scope: ProductScope, product_id: int, photo_id: int) -> Answer:
    """Store the description of a photo."""
    form, product = AltForm(), scope.get_product(product_id)

    def store() -> Answer:
        describe_photo(photo_id, product.id, form.alt.data or "", actor=current_actor())
        return _back_with_message(scope, product.id, _("Keterangan foto tersimpan."))

    return submit(form, store, lambda: render_product(scope, product_id, refused=form))


def _back_with_message(scope: ProductScope, product_id: int, words: str) -> Answer:
    return flash_and_redirect(words, f"{scope.room}.show_product", product_id=product_id)
