"""A maker's offers to the agencies: begin, check, send, mend and send again, withdraw (makers 15)."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.curation.queries.offers import OfferRow, get_offer, get_offered_version, list_offers, list_rounds
from app.curation.queries.products import (
    OwnProduct,
    find_own_product,
    list_holds,
    list_own_products,
    list_versions,
)
from app.curation.rules import TEXT_FIELDS
from app.curation.services import (
    change_offer,
    mark_read,
    offer_new_product,
    offer_product,
    send_offer,
    withdraw_offer,
)
from app.makers.members import BoundMaker
from app.makers.queries import find_catalogue_items, list_categories
from app.shared import clock
from app.shared.errors import NotFound
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.maker.offer_forms import FixedForm, NewOfferForm, OfferForm
from app.web.maker.products import scope_of
from app.web.product_pages.product import photo_parts
from app.web.ui.curation_labels import ANSWERS, CURATION_LABELS, NEXT_STEPS, TURNS
from app.web.ui.forms import BaseForm
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/tawaran")
@in_menu(_l("Kurasi"), order=51, under="maker.list_products")
@for_own_maker
def show_offers(mine: BoundMaker) -> str:
    """Show the offers, those that need the maker first, and the products that no agency has judged."""
    rows = list_offers(mine.ids)
    return render_template(
        "maker/offers.html",
        maker=mine,
        offers=sorted(rows, key=lambda one: not needs_maker(one)),
        products=[one for one in list_own_products(mine.ids) if not one.curation.open_state],
        holds=list_holds(maker_ids=mine.ids, on=clock.today()),
        turns=TURNS,
        words=CURATION_LABELS,
    )


def needs_maker(offer: OfferRow) -> bool:
    """Whether it is the maker's turn: to send, to mend, or to read the result."""
    return offer.state in ("draft", "fixing") or (offer.decided_at is not None and offer.read_at is None)


def list_to_do(mine: BoundMaker) -> list[OfferRow]:
    """Return the offers in which it is the maker's turn."""
    return [one for one in list_offers(mine.ids) if needs_maker(one)]


@blueprint.route("/tawaran/baru", methods=["GET", "POST"])
@for_own_maker
def start_offer(mine: BoundMaker) -> Answer:
    """Offer a new product."""
    form = NewOfferForm(categories=list_categories())

    def begin() -> Answer:
        offer = offer_new_product(
            mine.id, form.read(), unit_price=form.unit_price.data or 0, category=form.category.data,
            actor=current_actor(),
        )  # fmt: skip
        return flash_and_redirect(_("Tersimpan, belum dikirim."), "maker.show_offer", submission_id=offer.id)

    return submit(
        form,
        begin,
        lambda: render_template("maker/offer_form.html", form=form, title=_("Tawarkan produk baru")),
    )


@blueprint.route("/tawaran/produk/<id:product_id>", methods=["GET", "POST"])
@for_own_maker
def offer_this_product(mine: BoundMaker, product_id: int) -> Answer:
    """Offer a product that is sold already, or a new version of an accepted one. NotFound for another maker's."""
    product = _get_own(mine, product_id)
    form = OfferForm(data=_text_of(product))

    def begin() -> Answer:
        offer = offer_product(product.id, form.read(), actor=current_actor())
        return flash_and_redirect(_("Tersimpan, belum dikirim."), "maker.show_offer", submission_id=offer.id)

    title = _("Ubah isi produk") if product.curation.is_curated else _("Tawarkan produk")
    return submit(form, begin, lambda: render_template("maker/offer_form.html", form=form, title=title))


def _get_own(mine: BoundMaker, product_id: int) -> OwnProduct:
    product = find_own_product(product_id, mine.ids)
    if product is None:
        raise NotFound()
    return product


def _text_of(product: OwnProduct) -> dict[str, object]:
    """Return the product's texts: those of its accepted version, or its name alone."""
    version_id = product.curation.accepted_version_id
    if version_id is None:
        return {"name": product.name}
    version = list_versions([version_id])[version_id]
    return {name: getattr(version, name) for name in TEXT_FIELDS}


@blueprint.get("/tawaran/<id:submission_id>")
@for_own_maker
def show_offer(mine: BoundMaker, submission_id: int) -> str:
    """Show one offer: whose turn it is, and the next step. NotFound for another maker's."""
    return _page(mine, submission_id)


@blueprint.route("/tawaran/<id:submission_id>/ubah", methods=["GET", "POST"])
@for_own_maker
def change_this_offer(mine: BoundMaker, submission_id: int) -> Answer:
    """Change an offer before it is sent. NotFound for another maker's."""
    row, version = get_offer(submission_id, mine.ids), get_offered_version(submission_id)
    typed: dict[str, object] = {name: getattr(version, name) for name in TEXT_FIELDS}
    form = _form_of_new(row, typed) if row.was_never_sent else OfferForm(data=typed)

    def change() -> Answer:
        change_offer(row.id, form.read(), actor=current_actor(), **form.read_goods())
        return flash_and_redirect(_("Tersimpan, belum dikirim."), "maker.show_offer", submission_id=row.id)

    return submit(
        form, change, lambda: render_template("maker/offer_form.html", form=form, title=_("Ubah isi produk"))
    )


def _form_of_new(row: OfferRow, typed: dict[str, object]) -> NewOfferForm:
    item = find_catalogue_items([row.product_id], clock.today())[row.product_id]
    goods = {"unit_price": item.unit_price, "category": item.category}
    return NewOfferForm(categories=list_categories(), data={**typed, **goods})


@blueprint.post("/tawaran/<id:submission_id>/kirim")
@for_own_maker
def send_this_offer(mine: BoundMaker, submission_id: int) -> Answer:
    """Send an offer to the agencies, or send it again after mending. NotFound for another maker's."""
    row = get_offer(submission_id, mine.ids)
    form = FixedForm() if row.rounds else BaseForm()

    def send() -> Answer:
        fixed = form.fixed.data if isinstance(form, FixedForm) else ""
        send_offer(row.id, fixed=fixed or "", actor=current_actor())
        return flash_and_redirect(
            _("Terkirim. Sekarang menunggu jawaban instansi."), "maker.show_offer", submission_id=row.id
        )

    return submit(form, send, lambda: _page(mine, row.id, form))


@blueprint.post("/tawaran/<id:submission_id>/tarik")
@for_own_maker
def withdraw_this_offer(mine: BoundMaker, submission_id: int) -> Answer:
    """Withdraw an offer. NotFound for another maker's."""
    form, row = BaseForm(), get_offer(submission_id, mine.ids)

    def withdraw() -> Answer:
        withdraw_offer(row.id, actor=current_actor())
        return flash_and_redirect(_("Tawaran ditarik."), "maker.show_offers")

    return submit(form, withdraw, lambda: _page(mine, row.id, form))


@blueprint.post("/tawaran/<id:submission_id>/baca")
@for_own_maker
def read_this_offer(mine: BoundMaker, submission_id: int) -> Answer:
    """Record that the maker has read the result. NotFound for another maker's."""
    form, row = BaseForm(), get_offer(submission_id, mine.ids)

    def read() -> Answer:
        mark_read(row.id, actor=current_actor())
        return flash_and_redirect(_("Terima kasih."), "maker.show_offers")

    return submit(form, read, lambda: _page(mine, row.id, form))


def _page(mine: BoundMaker, submission_id: int, form: BaseForm | None = None) -> str:
    row, rounds = get_offer(submission_id, mine.ids), list_rounds(submission_id)
    return render_template(
        "maker/offer.html",
        maker=mine,
        offer=row,
        version=get_offered_version(submission_id),
        rounds=rounds,
        last=rounds[0] if rounds else None,
        form=form or FixedForm(formdata=None),
        refused=form,
        turns=TURNS,
        steps=NEXT_STEPS,
        answers=ANSWERS,
        today=clock.today(),
        **photo_parts(scope_of(mine), row.product_id),
    )
