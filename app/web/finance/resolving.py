"""Everything that waits for a decision, of all booths; the addresses the parts had before lead here."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.sales.queries import get_sale
from app.web.finance import blueprint
from app.web.resolving.desk import Desk
from app.web.resolving.routes import add_resolving


def _desk() -> Desk:
    return Desk("finance", None, is_finance=True)


add_resolving(blueprint, _desk, order=25)


@blueprint.get("/pembeli")
def old_buyers() -> Response:
    """The list of unresolved buyers stood here."""
    return _moved("pembeli")


@blueprint.get("/pembeli/<id:sale_id>")
def old_buyer(sale_id: int) -> Response:
    """One unresolved buyer stood here."""
    return redirect(url_for("finance.show_buyer", sale_id=get_sale(sale_id).id), 301)


@blueprint.get("/periksa")
def old_checks() -> Response:
    """Conflicts, waiting reversals and flagged notes stood here."""
    return _moved("bertentangan")


def _moved(kind: str) -> Response:
    month = {"bulan": request.args["bulan"]} if request.args.get("bulan") else {}
    return redirect(url_for("finance.show_open", kind=kind, **month), 301)
