"""Forms with which finance voids or corrects a receipt (decisions 14)."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField
from wtforms import Form as PlainForm

from app.messages.ledger import PAYMENT_WORDS
from app.sales.drafts import BuyerRef, LineDraft, SaleDraft
from app.sales.queries import SaleRow
from app.sales.rules import MAX_QUANTITY
from app.web.ui.corrected_buyer import BuyerForm, offer_buyers
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    ReasonField,
    RupiahField,
    TextField,
    WholeField,
    at_most,
    optional,
)
from app.web.ui.product_choices import maker_choices, product_choices

_TAKE_IN = _l("Masukkan sekarang ke suplemen")


class VoidForm(BaseForm):
    """The reason for voiding a receipt."""

    reason = ReasonField()
    take_in = BooleanField(_TAKE_IN, default=True)


class LineForm(PlainForm):
    """The right content of one line; a line without a quantity, or with 0, is dropped."""

    product = ChoiceField(_l("Barang"), coerce=int)
    maker = ChoiceField(_l("UMKM"))
    name = TextField(_l("Nama barang"), [optional(), at_most(200)])
    quantity = WholeField(_l("Banyaknya"), [optional()], least=0, most=MAX_QUANTITY)
    unit_price = RupiahField(_l("Harga satuan"), [optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Require goods and price in a line with a quantity."""
        good = super().validate(extra_validators)
        if not self.quantity.data:
            return good
        if not self.unit_price.data and not self.unit_price.errors:
            self.unit_price.errors = [_("Tulis harga satuannya.")]
            good = False
        if not self.product.data and not self.name.data:
            self.product.errors = [*self.product.errors, _("Pilih barangnya, atau tulis nama barangnya.")]
            good = False
        return good

    def as_draft(self) -> LineDraft:
        """Return the line as the ledger takes it."""
        count, price = self.quantity.data, self.unit_price.data
        if self.product.data:
            return LineDraft(count, price, self.product.data)
        return LineDraft(count, price, None, self.maker.data or "", self.name.data or "")


class CorrectForm(BuyerForm):
    """The right content of a receipt: buyer, goods, amounts, payment."""

    lines = FieldList(FormField(LineForm), max_entries=101)
    payment = ChoiceField(_l("Pembayaran"), choices=list(PAYMENT_WORDS.items()))
    reason = ReasonField()
    take_in = BooleanField(_TAKE_IN, default=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """Require at least one line; a receipt without lines must be voided instead."""
        good: bool = super().validate(extra_validators)
        if good and not any(line.form.quantity.data for line in self.lines):
            self.form_errors.append(_("Tidak ada barang yang tersisa. Untuk itu, batalkan notanya."))
            return False
        return good

    def as_draft(self, sale: SaleRow, buyer: BuyerRef, username: str) -> SaleDraft:
        """Return the receipt that replaces the old one, on its date."""
        lines = tuple(line.form.as_draft() for line in self.lines if line.form.quantity.data)
        return SaleDraft(self.uuid.data, sale.sold_at, buyer, lines, self.payment.data, username)


def correct_form(sale: SaleRow, *, is_new: bool) -> CorrectForm:
    """Return the form for one receipt; a new form starts with the receipt's lines and one empty line."""
    form = CorrectForm(formdata=None, data=_standing(sale)) if is_new else CorrectForm()
    products = product_choices(_("– tidak ada di daftar –"))
    makers = maker_choices(_("– belum diketahui –"), also=[line.maker for line in sale.lines])
    for line in form.lines:
        line.form.product.choices, line.form.maker.choices = products, makers
    offer_buyers(form, sale)
    return form


def _standing(sale: SaleRow) -> dict[str, Any]:
    empty: dict[str, Any] = {"product": 0, "maker": "", "name": "", "quantity": None, "unit_price": None}
    lines: Sequence[dict[str, Any]] = [
        {
            "product": line.product_id or 0,
            "maker": "" if line.product_id else line.maker,
            "name": "" if line.product_id else line.product,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
        }
        for line in sale.lines
    ]
    return {"lines": [*lines, empty], "payment": sale.payment, "buyer": "keep", "take_in": True}
