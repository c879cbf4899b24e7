"""The form that answers an employee's dispute."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

from app.disputes.queries import DisputeRow
from app.disputes.services import Decision, Goods
from app.sales.rules import MAX_QUANTITY
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    ParagraphField,
    RupiahField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)
from app.web.ui.product_choices import maker_choices, product_choices

_NOT_MINE = [("void", _l("Benar, batalkan nota ini")), ("decline", _l("Nota ini sudah benar"))]
_FOUND = ("found", _l("Sudah ada: nota tanpa nama di bawah"))
_MISSING = [
    ("record", _l("Catat sekarang dengan tanggal aslinya")),
    ("decline", _l("Tidak dapat dicatat")),
]


class AnswerForm(BaseForm):
    """The decision and its reason, which the person reads. No decision is preselected."""

    decision = RadioField(_l("Keputusan"), [required(_l("Keputusan"))], validate_choice=False)
    sale = IdField(_l("Nota"), [optional()])
    product = ChoiceField(_l("Barang"), coerce=int, choices=[])
    maker = ChoiceField(_l("UMKM"), choices=[])
    goods = TextField(_l("Nama barang"), [optional(), at_most(200)])
    quantity = WholeField(_l("Banyaknya"), [optional()], least=1, most=MAX_QUANTITY, default=1)
    amount = RupiahField(_l("Jumlah uang"), [optional()])
    take_in = BooleanField(_l("Masukkan sekarang ke suplemen"), default=True)
    answer = ParagraphField(_l("Jawaban untuk pegawai"), [required(_l("Jawaban")), at_most(250)])

    def validate_decision(self, field: RadioField) -> None:
        """Require one of the choices."""
        if field.data not in {value for value, *_rest in field.choices}:
            raise ValidationError(_("Pilih salah satu dari daftar."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Require, for a purchase to record, an amount that is a multiple of the quantity."""
        good: bool = super().validate(extra_validators)
        if self.decision.data != "record" or self.amount.errors or self.quantity.errors:
            return good
        if not self.amount.data:
            self.amount.errors = [_("Tulis berapa yang dibayar.")]
            return False
        if self.amount.data % (self.quantity.data or 1):
            self.quantity.errors = [_("Jumlah uangnya tidak habis dibagi sebanyak itu. Periksa keduanya.")]
            return False
        return good

    def as_decision(self, cashier: str) -> Decision:
        """Return the answer as the service takes it; `cashier` is the login that enters a purchase."""
        verdict = self.decision.data
        return Decision(
            verdict,
            self.answer.data or "",
            self.sale.data or 0,
            self._goods() if verdict == "record" else None,
            cashier,
            bool(self.take_in.data),
        )

    def _goods(self) -> Goods:
        maker, name = self.maker.data or "", self.goods.data or ""
        return Goods(self.amount.data, self.quantity.data or 1, self.product.data or None, maker, name)


def answer_form(row: DisputeRow, *, has_candidates: bool) -> AnswerForm:
    """Return the form for one dispute; a receipt without a name can be chosen only if there is one."""
    form = AnswerForm()
    missing = [_FOUND, *_MISSING] if has_candidates else _MISSING
    form.decision.choices = _NOT_MINE if row.kind == "not_mine" else missing
    if row.kind == "missing":
        form.product.choices = product_choices(_("– belum diketahui –"))
        form.maker.choices = maker_choices(_("– belum diketahui –"))
    else:
        del form.product, form.maker
    if not form.is_submitted():
        form.amount.data = row.amount
    return form
