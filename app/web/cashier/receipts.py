"""One receipt: printing it for the buyer, voiding it, correcting it ("perbaiki nota", decisions 14)."""

from uuid import UUID, uuid4

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from app.booths.queries import get_booth
from app.booths.rules import takes_cash
from app.compliance.queries import find_standing
from app.directory.queries import get_employee
from app.sales.corrections.voids import correct_sale, void_sale
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.errors import SaleNotFound
from app.sales.paper.receipt_code import printed_address
from app.sales.queries import SaleRow
from app.sales.queries.receipt_reprint import find_receipt_code
from app.shared import clock
from app.web.cashier import blueprint
from app.web.cashier.current_shift import get_my_receipt, reverser
from app.web.cashier.forms import CorrectForm, VoidForm, correct_form
from app.web.cashier.till_messages import rest_sentence
from app.web.http.guards import current_actor
from app.web.ui.corrected_buyer import look_for_buyer, read_buyer
from app.web.ui.submit import Answer, flash_and_redirect, submit


@blueprint.get("/nota/<uuid:uuid>")
def show_receipt(uuid: UUID) -> str:
    """Show the buyer's receipt for a 58 mm printer, with what the buyer still has to buy and until when."""
    sale, now = get_my_receipt(str(uuid)), clock.now()
    rest, nip = "", None
    if sale.employee_id is not None and sale.void_of is None:
        rest = rest_sentence(find_standing(sale.employee_id, sale.period, today=clock.today()), sale.period)
        nip = get_employee(sale.employee_id).nip
    address = None
    if sale.void_of is None:
        address = printed_address(request.host_url.rstrip("/"), sale.receipt, find_receipt_code(sale.uuid))
    return render_template(
        "cashier/receipt.html", sale=sale, booth=get_booth(sale.booth_id), rest=rest, nip=nip, now=now,
        address=address,
    )  # fmt: skip


def _get_unvoided_receipt(uuid: UUID) -> SaleRow:
    """Return a sale that may still be voided. NotFound for a reversal, which has no page of its own."""
    sale = get_my_receipt(str(uuid))
    if sale.void_of is not None:
        raise SaleNotFound()
    return sale


@blueprint.route("/nota/<uuid:uuid>/batal", methods=["GET", "POST"])
def void_receipt(uuid: UUID) -> Answer:
    """Void a whole receipt, with the reason."""
    sale, form = _get_unvoided_receipt(uuid), VoidForm()

    def void() -> Answer:
        void_sale(sale.id, form.reason.data, by=reverser(), actor=current_actor())
        return flash_and_redirect(
            _("Nota %(receipt)s dibatalkan.", receipt=sale.receipt), "cashier.show_today"
        )

    return submit(form, void, lambda: render_template("cashier/void.html", sale=sale, form=form))


@blueprint.route("/nota/<uuid:uuid>/perbaiki", methods=["GET", "POST"])
def correct_receipt(uuid: UUID) -> Answer:
    """Correct buyer or quantities of a receipt: one act reverses it and records the right one in its place."""
    sale = _get_unvoided_receipt(uuid)
    form = correct_form(sale, takes_cash=takes_cash(get_booth(sale.booth_id).mode))
    if not form.is_submitted():
        form.uuid.data = str(uuid4())
    elif "cari" in request.form:
        look_for_buyer(form)
        return _correct_page(sale, form)

    def correct() -> Answer:
        buyer = read_buyer(sale, form)
        if buyer is None:
            return _correct_page(sale, form), 422
        draft = _corrected(sale, form, buyer)
        done = correct_sale(sale.id, draft, form.reason.data, by=reverser(), actor=current_actor())
        return flash_and_redirect(
            _("Nota diperbaiki. Nota yang benar: %(receipt)s.", receipt=done.receipt), "cashier.show_today"
        )

    return submit(form, correct, lambda: _correct_page(sale, form))


def _correct_page(sale: SaleRow, form: CorrectForm) -> str:
    return render_template("cashier/correct.html", sale=sale, form=form, counts=form.counts())


def _corrected(sale: SaleRow, form: CorrectForm, buyer: BuyerRef) -> SaleDraft:
    lines = tuple(
        LineDraft(
            count.data,
            line.unit_price,
            line.product_id,
            "" if line.product_id else line.maker,
            "" if line.product_id else line.product,
        )
        for line, count in zip(sale.lines, form.counts(), strict=True)
        if count.data
    )
    return SaleDraft(form.uuid.data, sale.sold_at, buyer, lines, form.payment.data, current_user.username)
