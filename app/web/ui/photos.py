"""Receives and sends pictures: the form, and the answers with a picture's file."""

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
"""Phones that store another format convert a picture to one of these if the input requests it."""
SIZES = {"besar": "full", "sedang": "medium", "kecil": "small"}
_MIME = {"full": "image/jpeg", "medium": "image/webp", "small": "image/webp"}


class PhotoForm(BaseForm):
    """One picture."""

    photo = FileField(_l("Foto"), [FileRequired(_l("Pilih atau ambil fotonya dulu."))])


def receive_photo(form: PhotoForm) -> Picture:
    """Return the sent picture in our sizes, then begin the writing transaction, so that tills wait only briefly.

    For views with `manages_own_transaction` and `takes_files`. PhotoRefused, PhotosBusy.
    """
    with form.photo.data.stream as sent:
        picture = make_picture(sent.read(MOST_BYTES + 1))
    begin_writing()
    return picture


def send_private_photo(digest: str, size: str) -> Response:
    """Send the file of one size without caching; the view has checked who may see it. 404 if it is missing."""
    variant = SIZES[size]
    try:
        content = path_of(digest, variant).read_bytes()
    except OSError:
        abort(404)
    return Response(content, mimetype=_MIME[variant])


def send_photo(digest: str, size: str) -> Response:
    """Send the file of one size, to be cached for a year, because it never changes. 404 if it is missing.

    The view has checked who may see it.
    """
    answer = send_private_photo(digest, size)
    answer.cache_control.public = True
    answer.cache_control.max_age = FOREVER
    answer.cache_control.immutable = True
    answer.set_etag(f"{digest[:32]}-{size}")
    return answer.make_conditional(request)
