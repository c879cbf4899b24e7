"""The goods card of one product at an own booth: as a page, on paper, as a workbook."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from app.reports.registry import ReportRequest
from app.stock.queries.booth_shelf import find_pending_note
from app.web.http.transaction import manages_own_transaction
from app.web.manager import blueprint
from app.web.manager.scope import get_my_booth
from app.web.manager.shifts import list_pending_at
from app.web.reports import pages
from app.web.reports.goods_card import card_values, read_card_request

_CARD = "/rak/<id:booth_id>/<id:product_id>"


@blueprint.get(_CARD)
def show_goods_card(booth_id: int, product_id: int) -> str:
    """Show the changes of a product's stock in a month or a year (`?masa=`), in order of time."""
    values = card_values(_read(booth_id, product_id, request.args.get("masa", "")))
    return render_template(
        "manager/goods_card.html",
        **values,
        supply_note=find_pending_note(booth_id, product_id),
        waiting=list_pending_at(booth_id),
    )


@blueprint.get(f"{_CARD}/cetak")
def print_goods_card(booth_id: int, product_id: int) -> str:
    """Show the card for A4."""
    report_request = _read(booth_id, product_id, request.args.get("masa", ""))
    place = {"booth_id": booth_id, "product_id": product_id, "masa": request.args.get("masa")}
    return pages.show_paper(report_request, back=url_for("manager.show_goods_card", **place))


@blueprint.post(f"{_CARD}/unduh")
@manages_own_transaction
def export_goods_card(booth_id: int, product_id: int) -> Response:
    """Send the card as a workbook."""
    report_request = _read(booth_id, product_id, request.form.get("masa", ""))
    back = url_for("manager.show_goods_card", booth_id=booth_id, product_id=product_id)
    return pages.serve_report(report_request, job_endpoint="manager.show_goods_card", back=back)


def _read(booth_id: int, product_id: int, text: str) -> ReportRequest:
    """Return the requested card. NotFound at a booth of another manager."""
    return read_card_request(get_my_booth(booth_id).id, product_id, text)
