"""Forms of the till: voiding a receipt, correcting it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import ValidationError

from app.messages.ledger import PAYMENT_WORDS
from app.sales.queries import SaleRow
from app.sales.rules import MAX_QUANTITY, PAYMENTS
from app.shared.reason import MAX_REASON
from app.web.ui.corrected_buyer import BuyerForm, offer_buyers
from app.web.ui.forms import BaseForm, ReasonField, TextField, WholeField, at_most, required

PAID = tuple(one for one in PAYMENTS if one != "none")


class ReasonForm(BaseForm):
    """A reason: one of the buttons (`pressed`), or the cashier's own words."""

    pressed = TextField(_l("Alasan"), [at_most(MAX_REASON)])
    reason = ReasonField(_l("Alasan lain"), is_required=False)

    def validate_reason(self, field: TextField) -> None:
        """Require one of the two."""
        field.data = field.data or self.pressed.data
        if not field.data:
            raise ValidationError(_("Pilih atau tulis alasannya."))


class VoidForm(ReasonForm):
    """The reason for voiding a receipt."""


class CorrectForm(ReasonForm, BuyerForm):
    """The right content of a receipt. `correct_form` adds a quantity field for each line."""

    payment = RadioField(_l("Cara bayar"))

    def counts(self) -> list[Any]:
        """Return the count fields in the order of the receipt's lines."""
        return [field for field in self if field.name.startswith("count_")]


def correct_form(sale: SaleRow, *, takes_cash: bool) -> CorrectForm:
    """Return the form for one receipt: a quantity for each line; buyer and payment start with the stored values."""
    fields = {
        f"count_{place}": WholeField(
            line.product, [required(line.product)], default=line.quantity, least=0, most=MAX_QUANTITY
        )
        for place, line in enumerate(sale.lines)
    }
    form = type("CorrectThisForm", (CorrectForm,), fields)()
    offer_buyers(form, sale)
    kinds = dict.fromkeys((*PAID, sale.payment) if takes_cash else (sale.payment,))
    form.payment.choices = [(one, PAYMENT_WORDS[one]) for one in kinds]
    form.payment.data = form.payment.data or sale.payment
    return form  # type: ignore[no-any-return]
