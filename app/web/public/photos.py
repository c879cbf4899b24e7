"""Pictures of products, for anybody."""

import re

from flask import Response, abort

from app.photos.queries import is_shown
from app.web.public import blueprint
from app.web.ui.photos import send_photo

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@blueprint.get("/foto/<string(maxlength=64):digest>/<any(besar, sedang, kecil):size>")
def show_photo(digest: str, size: str) -> Response:
    """Show one size of a picture that a product shows; 404 for any other picture."""
    if not _DIGEST.fullmatch(digest) or not is_shown(digest):
        abort(404)
    return send_photo(digest, size)
