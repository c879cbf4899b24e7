"""The public catalogue: the list with search, one product, one maker. It needs neither login nor script."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from app.catalogue.queries import (
    PAGE_SIZE,
    ProductSearch,
    find_maker_page,
    find_product_page,
    list_matching_products,
)
from app.shared import clock
from app.web.public import blueprint
from app.web.public.page_cache import same_for_all
from app.web.public.product_data import product_data
from app.web.ui.booth_places import list_booth_places
from app.web.ui.filters import rupiah
from app.web.ui.forms import clean_text
from app.web.ui.paging import page_number, pages_of
from app.web.ui.whatsapp import whatsapp_share_link

LONGEST_SEARCH = 100
MOST_COVERS = 3
"""The largest number of pictures at the top of a maker's page."""
Answer = str | Response | tuple[str, int]


@blueprint.get("/produk")
@same_for_all
def list_products() -> str:
    """Show the products in the order of the day; words, category, booth and certificate filter them."""
    search, page, booths = _read_search(), page_number(), list_booth_places()
    result = list_matching_products(search, clock.today(), page)
    is_unknown = search.category not in ("", *result.categories) or search.certificate not in (
        "",
        *result.certificates,
    )
    pages = pages_of(result.total, PAGE_SIZE)
    if is_unknown or page > pages or search.booth_id not in {None, *(one.booth_id for one in booths)}:
        abort(404)
    return render_template(
        "public/products.html",
        result=result,
        search=search,
        booths=sorted(booths, key=lambda one: one.name.casefold()),
        page=page,
        pages=pages,
    )


def _read_search() -> ProductSearch:
    booth = request.args.get("pojok", "")
    if booth and not (booth.isascii() and booth.isdigit() and len(booth) < 16):
        abort(404)
    try:
        text = clean_text(request.args.get("cari", ""), LONGEST_SEARCH)
    except ValidationError:
        abort(400)
    category, certificate = request.args.get("jenis", ""), request.args.get("sertifikat", "")
    return ProductSearch(text, category, int(booth) if booth else None, certificate)


@blueprint.get("/p/<string(maxlength=16):token>")
@same_for_all
def show_product(token: str) -> Answer:
    """Show one product: its story, price, booths and maker. 410 once it is withdrawn."""
    page = find_product_page(token, clock.today())
    if page is None:
        abort(404)
    if not page.product.is_shown:
        return render_template("public/gone.html", product=page.product, others=page.others), 410
    places = [one for one in list_booth_places() if one.booth_id in page.booth_ids]
    address = url_for("public.show_product", token=token, _external=True)
    price = _("tanya di pojok") if page.unit_price is None else rupiah(page.unit_price)
    return render_template(
        "public/product.html",
        page=page,
        product=page.product,
        places=places,
        price=price,
        whatsapp=whatsapp_share_link(f"{page.product.name}, {price}\n{address}"),
        address=address,
        data=product_data(page, address, is_available=bool(places)),
    )


@blueprint.get("/u/<string(maxlength=16):token>")
@same_for_all
def show_maker(token: str) -> Answer:
    """Show one maker with story and products. A merged record redirects to the remaining one; 410 once withdrawn."""
    page = find_maker_page(token, clock.today())
    if page is None:
        abort(404)
    if page.maker.moved_to:
        return redirect(url_for("public.show_maker", token=page.maker.moved_to), 301)
    if not page.maker.is_shown:
        return render_template("public/gone.html", maker=page.maker, others=[]), 410
    address = url_for("public.show_maker", token=token, _external=True)
    return render_template(
        "public/maker.html",
        maker=page.maker,
        cards_=page.cards,
        covers=[one for one in page.cards if one.photo][:MOST_COVERS],
        places=[one for one in list_booth_places() if one.booth_id in page.booth_ids],
        certificates=page.certificates,
        channels=page.channels,
        address=address,
        whatsapp=whatsapp_share_link(f"{page.maker.name}\n{address}"),
    )
