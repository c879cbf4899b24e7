"""The page behind the QR of a training certificate: whether it is on record. Open to anybody with the paper."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from app.settings.queries import get_letterhead, get_setting
from app.shared.errors import NotFound
from app.training.queries.certificates import find_certificate
from app.web.public import blueprint
from app.web.public.check import limited


@blueprint.get("/cek/sertifikat/<string(maxlength=32):token>")
@limited
def check_certificate(token: str) -> Response:
    """Show whether the certificate is on record, and its content."""
    certificate = find_certificate(token)
    page = render_template(
        "public/check_certificate.html", certificate=certificate, contact=get_setting("help_contact")
    )
    return _unlisted(page, 200 if certificate else 404)


@blueprint.get("/cek/sertifikat/<string(maxlength=32):token>/cetak")
@limited
def print_certificate(token: str) -> Response:
    """Show the certificate on A4, with the QR that leads to its check page. NotFound."""
    certificate = find_certificate(token)
    if certificate is None:
        raise NotFound()
    page = render_template("public/certificate.html", certificate=certificate, letterhead=get_letterhead())
    return _unlisted(page, 200)


def _unlisted(page: str, status: int) -> Response:
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
