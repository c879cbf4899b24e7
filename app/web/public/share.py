"""Pictures for sharing pages: a messenger shows them beside a link."""

from flask import Response, abort, request, url_for
from flask_babel import gettext as _

from app.catalogue.pictures import SharedPage, draw_shared
from app.catalogue.queries import SharedFacts, find_shared, find_shared_maker, list_shared_photos
from app.settings.queries import get_city_name
from app.shared import clock
from app.web.public import blueprint
from app.web.ui.filters import rupiah

AN_HOUR = 3600


@blueprint.get("/p/<string(maxlength=16):token>/gambar/<any(lebar, persegi):shape>.jpg")
def send_share_picture(token: str, shape: str) -> Response:
    """Send a JPEG with name, price, photo and QR. 404 for a product that is not public."""
    shared = find_shared(token, clock.today()) or abort(404)
    return _send(shared, url_for("public.show_product", token=token, _external=True), shape)


@blueprint.get("/u/<string(maxlength=16):token>/gambar.jpg")
def send_share_maker_picture(token: str) -> Response:
    """Send a JPEG with the maker's name, photos of its products and QR. 404 for a maker that is not public."""
    shared = find_shared_maker(token, clock.today()) or abort(404)
    return _send(shared, url_for("public.show_maker", token=token, _external=True))


@blueprint.get("/produk/gambar.jpg")
def send_share_list_picture() -> Response:
    """Send a JPEG for the list, the front page and the open figures: photos of the day's first products and the list's
    QR."""
    photos = list_shared_photos(clock.today())
    return _send(
        SharedFacts(_("Produk UMKM"), "", None, photos), url_for("public.list_products", _external=True)
    )


def _send(shared: SharedFacts, address: str, shape: str = "lebar") -> Response:
    price = "" if shared.unit_price is None else rupiah(shared.unit_price)
    page = SharedPage(shared.title, shared.second, price, get_city_name(), shared.photos, address)
    answer = Response(draw_shared(page, shape), mimetype="image/jpeg")
    answer.cache_control.public = True
    answer.cache_control.max_age = AN_HOUR
    answer.add_etag()
    return answer.make_conditional(request)
