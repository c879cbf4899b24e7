"""The page behind the QR of a month's signed book, open to anybody: is this book the one on record?

Without the code printed in the book it shows nothing, not even which months are closed. It never names a person.
"""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from app.closing.authenticity import find_book
from app.settings.queries import get_setting
from app.shared.period import Period
from app.web.public import blueprint
from app.web.public.check import limited


@blueprint.get("/cek/buku/<period:period>/<version:version>/<string(maxlength=64):code>")
@limited
def check_book(period: Period, version: int, code: str) -> Response:
    """Show whether the book is on record, superseded, reopened or unknown, with the totals on record."""
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
