"""The page that enters sales of a broken tablet from the buyers' receipts, for every booth."""

from flask_babel import lazy_gettext as _l

from app.web.finance import blueprint
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.ui.reentry import Page, receipt_page


@blueprint.route("/dari-nota", methods=["GET", "POST"])
@in_menu(_l("Dari nota"), order=27, under="finance.show_decisions")
@manages_own_transaction
def enter_receipt() -> Page:
    """Scan or paste a receipt's code, preview it, and confirm."""
    return receipt_page("finance.enter_receipt", lambda _booth_id: True, is_finance=True)
