"""Products and their dated prices, and the favourites of the tills."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.directory.rules import fold_name
from app.makers.models import Product
from app.makers.queries import (
    CatalogueItem,
    get_maker,
    get_product,
    list_catalogue,
    list_categories,
    list_makers,
    list_prices,
)
from app.makers.services import change_product, create_product, set_favourite, set_price
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.manager import blueprint
from app.web.manager.forms import NewProductForm, PriceForm, ProductForm
from app.web.ui.filters import rupiah, tanggal
from app.web.ui.ids import read_id
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/produk")
@in_menu(_l("Produk"), order=35)
def show_products() -> str:
    """Show all products with today's price; `cari` filters by product, maker, category or barcode."""
    text = request.args.get("cari", "").strip()[:100]
    goods = list_catalogue(clock.today(), with_inactive=True)
    shown = [item for item in goods if _fits(item, fold_name(text))] if text else goods
    return render_template("manager/products.html", products=shown, total=len(goods), text=text)


def _fits(item: CatalogueItem, text: str) -> bool:
    where = f"{item.name} {item.maker_name} {item.category} {item.barcode or ''}"
    return text in fold_name(where)


@blueprint.route("/produk/baru", methods=["GET", "POST"])
def enter_product() -> Answer:
    """Add a product with its first price."""
    form = NewProductForm(effective_from=clock.today())
    makers = [one for one in list_makers() if one.is_active]
    form.maker.choices = [(one.id, one.name) for one in makers]
    if not form.is_submitted():
        form.maker.data = request.args.get("umkm", type=read_id)

    def create() -> Answer:
        product = create_product(
            form.maker.data,
            form.name.data,
            actor=current_actor(),
            unit_price=form.unit_price.data,
            effective_from=form.effective_from.data,
            category=form.category.data,
            barcode=form.barcode.data or None,
            is_favourite=form.is_favourite.data,
        )
        message = _("Produk %(name)s siap dijual.", name=product.name)
        return flash_and_redirect(message, "manager.show_product", product_id=product.id)

    return submit(form, create, lambda: _new_page(form))


def _new_page(form: NewProductForm) -> str:
    return render_template("manager/product_new.html", form=form, categories=list_categories())


@blueprint.get("/produk/<id:product_id>")
def show_product(product_id: int) -> str:
    """Show one product with all its prices, and the form for another price."""
    return _product_page(get_product(product_id), PriceForm(effective_from=clock.today()))


def _product_page(product: Product, form: PriceForm) -> str:
    prices = list_prices(product.id)
    return render_template(
        "manager/product.html",
        product=product,
        maker=get_maker(product.maker_id),
        prices=prices,
        holding=next((price for price in prices if price.effective_from <= clock.today()), None),
        form=form,
        today=clock.today(),
    )


@blueprint.post("/produk/<id:product_id>/harga")
def set_product_price(product_id: int) -> Answer:
    """Add a price from a day on; it replaces a price of the same day."""
    product, form = get_product(product_id), PriceForm()

    def change() -> Answer:
        price, since = form.unit_price.data, form.effective_from.data
        outcome = set_price(product_id, price, since, actor=current_actor())
        sentence = {
            "created": _("Harga %(price)s berlaku sejak %(day)s.", price=rupiah(price), day=tanggal(since)),
            "changed": _("Harga sejak %(day)s diganti %(price)s.", price=rupiah(price), day=tanggal(since)),
            "unchanged": _("Harga itu sudah tercatat; tidak ada yang berubah."),
        }
        return flash_and_redirect(sentence[outcome], "manager.show_product", product_id=product_id)

    return submit(form, change, lambda: _product_page(product, form))


@blueprint.route("/produk/<id:product_id>/ubah", methods=["GET", "POST"])
def change_this_product(product_id: int) -> Answer:
    """Change name, category, barcode, favourite, and whether the product is still sold."""
    product = get_product(product_id)
    form = ProductForm(
        name=product.name,
        category=product.category,
        barcode=product.barcode or "",
        is_favourite=product.is_favourite,
        is_active=product.is_active,
    )

    def change() -> Answer:
        change_product(
            product_id,
            name=form.name.data,
            category=form.category.data,
            barcode=form.barcode.data or None,
            is_favourite=form.is_favourite.data,
            is_active=form.is_active.data,
            actor=current_actor(),
        )
        return flash_and_redirect(
            _("Perubahan produk disimpan."), "manager.show_product", product_id=product_id
        )

    return submit(form, change, lambda: _change_page(product, form))


def _change_page(product: Product, form: ProductForm) -> str:
    return render_template(
        "manager/product_form.html", form=form, product=product, categories=list_categories()
    )


@blueprint.post("/produk/<id:product_id>/favorit")
def toggle_favourite(product_id: int) -> Response:
    """Make a product a favourite at every till, or make it an ordinary one again."""
    product = get_product(product_id)
    set_favourite(product_id, not product.is_favourite, actor=current_actor())
    flash(
        _("%(name)s tampil paling depan di kasir.", name=product.name)
        if product.is_favourite
        else _("%(name)s tidak lagi di depan.", name=product.name)
    )
    return redirect(url_for("manager.show_products"), 303)
