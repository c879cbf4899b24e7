"""The pictures by which a product is shared: what a messenger shows beside a link."""

from flask import Response, abort, request, url_for

from app.catalogue.pictures import SharedProduct, draw_shared
from app.catalogue.queries import find_shared
from app.settings.queries import get_city_name
from app.shared import clock
from app.web.public import blueprint
from app.web.ui.filters import rupiah

AN_HOUR = 3600


@blueprint.get("/p/<string(maxlength=16):token>/gambar/<any(lebar, persegi):shape>.jpg")
def share_picture(token: str, shape: str) -> Response:
    """A JPEG with name, price, photo and QR. 404 for a product that is not on show."""
    shared = find_shared(token, clock.today())
    if shared is None:
        abort(404)
    name, maker, unit_price, photo = shared
    address = url_for("public.show_product", token=token, _external=True)
    price = "" if unit_price is None else rupiah(unit_price)
    content = draw_shared(SharedProduct(name, maker, price, get_city_name(), photo, address), shape)
    answer = Response(content, mimetype="image/jpeg")
    answer.cache_control.public = True
    answer.cache_control.max_age = AN_HOUR
    answer.add_etag()
    return answer.make_conditional(request)
