"""The page that enters sales of a broken tablet from the buyers' receipts, for the manager's own booths."""

from app.web.http.transaction import manages_own_transaction
from app.web.manager import blueprint
from app.web.manager.scope import booth_scope
from app.web.ui.reentry import Page, receipt_page


@blueprint.route("/dari-nota", methods=["GET", "POST"])
@manages_own_transaction
def enter_receipt() -> Page:
    """Scan or paste a receipt's code, preview it, and confirm."""
    scope = booth_scope()
    return receipt_page("manager.enter_receipt", lambda booth_id: scope is None or booth_id in scope)
