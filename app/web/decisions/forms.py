"""Forms of the page "Perlu diputuskan"."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField
from wtforms import Form as PlainForm

from app.messages.ledger import PAYMENT_WORDS
from app.sales.rules import MAX_QUANTITY
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    LocalDateField,
    PeriodField,
    ReasonField,
    RupiahField,
    TextField,
    TypedField,
    WholeField,
    at_most,
    optional,
    required,
)
from app.web.ui.row_selection import rows_field


class DecideForm(BaseForm):
    """One decision about the selected rows, or about all rows with an id up to `until` that match the filters."""

    rows = rows_field(_l("Yang dipilih"))
    reason = ReasonField(is_required=False)
    target = PeriodField(_l("Bulan yang benar"), [optional()])
    everything = BooleanField(_l("Semua yang tersaring"))
    until = IdField(_l("Sampai"), [optional()])


class FindBuyerForm(BaseForm):
    """The text to search a buyer by: a name, NIP or code; sent as POST (decisions 22)."""

    text = TextField(_l("Nama, NIP, atau kode"), [required(_l("Nama, NIP, atau kode")), at_most(100)])


class ResolveForm(BaseForm):
    """The buyer, the reason for this choice, and whether it also applies to sales with the same typed text."""

    employee = IdField(_l("Orangnya"), [required(_l("Orangnya"))])
    reason = ReasonField(_l("Bagaimana diketahui"), _l("Bagaimana diketahui"))
    also = BooleanField(_l("Juga untuk nota lain"))


class MatchForm(BaseForm):
    """The product that typed goods are, and whether this also applies to lines with the same typed text."""

    product = IdField(_l("Produknya"), [required(_l("Produknya"))])
    also = BooleanField(_l("Juga untuk barang lain"))


class WithdrawForm(BaseForm):
    """The matches to withdraw, and the reason."""

    rows = rows_field(_l("Yang dipilih"))
    reason = ReasonField()


class TimeField(TypedField):
    """A time of day, `HH:MM`; it reads `9.15` as well."""

    sentence = _l("Tulis jam dan menit, misalnya 09.15.")

    def read(self, text: str) -> str:
        """Return the time as `HH:MM`. ValueError for anything else."""
        hour, _separator, minute = text.replace(".", ":").partition(":")
        if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
            raise ValueError
        if not (0 <= int(hour) < 24 and len(minute) == 2 and 0 <= int(minute) < 60):
            raise ValueError
        return f"{int(hour):02}:{minute}"


class LineForm(PlainForm):
    """One line: a product of the catalogue, or maker and name as text; a line with all fields empty is skipped."""

    product = ChoiceField(_l("Barang"), coerce=int)
    maker = TextField(_l("UMKM"), [optional(), at_most(200)])
    name = TextField(_l("Nama barang"), [optional(), at_most(200)])
    quantity = WholeField(_l("Banyaknya"), [optional()], least=1, most=MAX_QUANTITY)
    unit_price = RupiahField(_l("Harga satuan"), [optional()])

    @property
    def is_empty(self) -> bool:
        """Whether all fields of this line are empty."""
        fields = (self.product, self.maker, self.name, self.quantity, self.unit_price)
        return not any(field.data for field in fields)

    def validate(self, extra_validators: Any = None) -> bool:
        """Require count, goods and price in a line that is not empty."""
        good = super().validate(extra_validators)
        if self.is_empty:
            return good
        if not all(one.data or one.errors for one in (self.quantity, self.unit_price)):
            self.quantity.errors = [*self.quantity.errors, _l("Isi banyaknya dan harga satuannya.")]
            good = False
        if not self.product.data and not (self.maker.data and self.name.data):
            problem = _l("Pilih barangnya, atau tulis UMKM dan nama barangnya.")
            self.product.errors = [*self.product.errors, problem]
            good = False
        return good


class CorrectForm(BaseForm):
    """The right content of a rejected item."""

    day = LocalDateField(_l("Tanggal"), [required(_l("Tanggal"))])
    time = TimeField(_l("Jam"), [required(_l("Jam"))])
    buyer_is = ChoiceField(_l("Pembeli"), choices=[])
    buyer = TextField(_l("NIP, kode, atau nama"), [optional(), at_most(200)])
    payment = ChoiceField(_l("Pembayaran"), choices=list(PAYMENT_WORDS.items()))
    lines = FieldList(FormField(LineForm), max_entries=100)
    reason = ReasonField(_l("Bagaimana diketahui"), _l("Bagaimana diketahui"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Require a text for another buyer."""
        good: bool = super().validate(extra_validators)
        if self.buyer_is.data == "typed" and not self.buyer.data:
            self.buyer.errors = [_l("Tulis NIP, kode, atau nama pembelinya.")]
            return False
        return good
