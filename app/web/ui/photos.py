"""Receiving and handing out pictures: one form, and one answer for whoever may see the picture."""

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.photos.encoding import Picture
from app.photos.files import path_of
from app.photos.rules import MOST_BYTES
from app.photos.services import make_picture
from app.shared.transaction import begin_writing
from app.web.http.assets import FOREVER
from app.web.ui.forms import BaseForm

ACCEPTED = "image/jpeg,image/png,image/webp"
"""Phones that store another format make one of these when they are asked for it."""
SIZES = {"besar": "full", "sedang": "medium", "kecil": "small"}
_MIME = {"full": "image/jpeg", "medium": "image/webp", "small": "image/webp"}


class PhotoForm(BaseForm):
    """One picture, sent alone."""

    photo = FileField(_l("Foto"), [FileRequired(_l("Pilih atau ambil fotonya dulu."))])


def receive_photo(form: PhotoForm) -> Picture:
    """The picture that was sent, in our sizes; only then the writing transaction begins, so that tills do not wait.

    For views with `manages_own_transaction` and `takes_files`. PhotoRefused, PhotosBusy.
    """
    with form.photo.data.stream as sent:
        picture = make_picture(sent.read(MOST_BYTES + 1))
    begin_writing()
    return picture


def send_private_photo(digest: str, size: str) -> Response:
    """The file of one size, to whoever the view lets see it; no cache stores it. 404 where there is none."""
    variant = SIZES[size]
    try:
        content = path_of(digest, variant).read_bytes()
    except OSError:
        abort(404)
    return Response(content, mimetype=_MIME[variant])


def send_photo(digest: str, size: str) -> Response:
    """The file of one size, to whoever the view lets see it. It never changes, so it may be stored for ever.

    404 where there is none.
    """
    answer = send_private_photo(digest, size)
    answer.cache_control.public = True
    answer.cache_control.max_age = FOREVER
    answer.cache_control.immutable = True
    answer.set_etag(f"{digest[:32]}-{size}")
    return answer.make_conditional(request)
