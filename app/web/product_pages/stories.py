"""Public texts of a maker: the story of a product, the maker's own story, and the consents to show contact data."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.makers.stories import MAX_STORY, MakerWords, find_words, tell_maker, tell_product
from app.makers.tokens import show_page, withdraw_page
from app.web.http.guards import current_actor
from app.web.product_pages.forms import StoryForm
from app.web.product_pages.product import render_product
from app.web.product_pages.scope import ProductScope
from app.web.ui.forms import BaseForm, ParagraphField, at_most, optional
from app.web.ui.submit import Answer, flash_and_redirect, submit


class WordsForm(BaseForm):
    """A maker's own story and consents."""

    story = ParagraphField(_l("Cerita usaha"), [optional(), at_most(MAX_STORY)])
    is_owner_public = BooleanField(_l("Nama pemilik boleh dilihat siapa saja"))
    is_phone_public = BooleanField(_l("Nomor telepon boleh dilihat siapa saja"))


def save_story(scope: ProductScope, product_id: int) -> Answer:
    """Store the story of a product."""
    form, product = StoryForm(), scope.get_product(product_id)

    def store() -> Answer:
        tell_product(
            product.id, story=form.story.data or "", how_made=form.how_made.data or "", actor=current_actor()
        )
        return _back_with_message(scope, product.id, _("Cerita tersimpan dan langsung tampil."))

    return submit(form, store, lambda: render_product(scope, product_id, story_form=form))


def withdraw(scope: ProductScope, product_id: int) -> Answer:
    """Withdraw a product's public page; the product stays on sale."""
    withdraw_page("product", scope.get_product(product_id).id, actor=current_actor())
    return _back_with_message(
        scope, product_id, _("Halaman umum produk ini ditarik. Barangnya tetap dijual di pojok.")
    )


def show_again(scope: ProductScope, product_id: int) -> Answer:
    """Publish the page again under the same URL."""
    show_page("product", scope.get_product(product_id).id, actor=current_actor())
    return _back_with_message(scope, product_id, _("Halaman umum produk ini tampil lagi."))


def edit_words(scope: ProductScope, maker_id: int | None = None) -> Answer:
    """Edit a maker's own story and which contact data anybody may see."""
    maker = scope.get_maker(maker_id)
    form = WordsForm(data=vars_of(find_words(maker.id)))

    def store() -> Answer:
        words = MakerWords(form.story.data or "", form.is_owner_public.data, form.is_phone_public.data)
        tell_maker(maker.id, words, actor=current_actor())
        return flash_and_redirect(_("Tersimpan."), f"{scope.room}.list_products", **scope.place(maker.id))

    def page() -> str:
        return render_template(
            "product_pages/words.html",
            scope=scope,
            maker=maker,
            form=form,
            list_crumb=scope.list_crumb(maker.id),
        )

    return submit(form, store, page)


def vars_of(words: MakerWords) -> dict[str, object]:
    """Return the stored texts by field."""
    return {name: getattr(words, name) for name in ("story", "is_owner_public", "is_phone_public")}


def _back_with_message(scope: ProductScope, product_id: int, words: str) -> Answer:
    return flash_and_redirect(words, f"{scope.room}.show_product", product_id=product_id)
