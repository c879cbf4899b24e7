"""The page behind the QR of a month's signed book: is this book the one on record? Open to anybody who holds one.

Without the code printed in a book it says nothing, not even which months were closed. Never a name of a person.
"""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from app.closing.authenticity import find_book
from app.settings.queries import get_setting
from app.shared.period import Period
from app.web.public import blueprint
from app.web.public.check import limited


@blueprint.get("/cek/buku/<period:period>/<id:version>/<string(maxlength=64):code>")
@limited
def check_book(period: Period, version: int, code: str) -> Response:
    """On record, superseded, opened again, or unknown; what is on record, to be compared with the paper."""
    book = find_book(period, version, code)
    page = render_template(
        "public/check_book.html",
        book=book,
        period=period,
        version=version,
        contact=get_setting("help_contact"),
    )
    answer = make_response(page, 200 if book else 404)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
