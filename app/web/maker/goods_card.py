"""The goods card of one of the maker's own products at a booth: as a page, on paper, as a workbook."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from app.makers.members import BoundMaker
from app.makers.queries import get_product
from app.reports.registry import ReportRequest
from app.shared.errors import NotFound
from app.web.http.transaction import manages_own_transaction
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.reports import pages
from app.web.reports.goods_card import card_values, read_card_request

_CARD = "/rak/<id:booth_id>/<id:product_id>"


@blueprint.get(_CARD)
@for_own_maker
def show_goods_card(mine: BoundMaker, booth_id: int, product_id: int) -> str:
    """Show the changes of an own product's stock in a month or a year (`?masa=`), in order of time."""
    values = card_values(_read(mine, booth_id, product_id, request.args.get("masa", "")))
    return render_template("maker/goods_card.html", maker=mine, **values)


@blueprint.get(f"{_CARD}/cetak")
@for_own_maker
def print_goods_card(mine: BoundMaker, booth_id: int, product_id: int) -> str:
    """Show the card for A4."""
    report_request = _read(mine, booth_id, product_id, request.args.get("masa", ""))
    place = {"booth_id": booth_id, "product_id": product_id, "masa": request.args.get("masa")}
    return pages.show_paper(report_request, back=url_for("maker.show_goods_card", **place))


@blueprint.post(f"{_CARD}/unduh")
@manages_own_transaction
@for_own_maker
def export_goods_card(mine: BoundMaker, booth_id: int, product_id: int) -> Response:
    """Send the card as a workbook."""
    report_request = _read(mine, booth_id, product_id, request.form.get("masa", ""))
    back = url_for("maker.show_goods_card", booth_id=booth_id, product_id=product_id)
    return pages.serve_report(report_request, job_endpoint="maker.show_goods_card", back=back)


def _read(mine: BoundMaker, booth_id: int, product_id: int, text: str) -> ReportRequest:
    """Return the requested card. NotFound for the goods of another maker."""
    if get_product(product_id).maker_id not in mine.ids:
        raise NotFound()
    return read_card_request(booth_id, product_id, text)
