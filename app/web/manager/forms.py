"""Forms of the manager's pages; they check shapes only."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.booths.rules import OpeningHours
from app.makers.catalogue_rows import MAX_CATEGORY, MAX_NAME
from app.makers.rules import MAX_BARCODE, read_barcode
from app.web.decisions.forms import TimeField
from app.web.ui.booth_places import day_name
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    LocalDateField,
    ReasonField,
    RupiahField,
    TextField,
    at_most,
    optional,
    required,
)
from app.web.ui.ids import read_uuid


class WeekdaysField(SelectMultipleField):
    """Weekdays as checkboxes; the data are numbers, 0 is Monday."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = None, **kw: Any) -> None:
        super().__init__(
            label, validators, coerce=int, choices=lambda: [(day, day_name(day)) for day in range(7)], **kw
        )

    def pre_validate(self, form: BaseForm) -> None:
        """Accept only the seven weekdays."""
        if any(day not in range(7) for day in self.data or []):
            raise ValidationError(_l("Pilih hari dari daftar."))


class BoothForm(BaseForm):
    """A booth: its name, whether it handles money, its office."""

    name = TextField(_l("Nama pojok"), [required(_l("Nama pojok")), at_most(MAX_NAME)])
    mode = ChoiceField(
        _l("Cara kerja"),
        choices=[
            ("record", _l("Catat saja: UMKM menerima uangnya sendiri")),
            ("cash", _l("Menerima uang: tunai, QRIS, transfer")),
        ],
    )
    mode_from = LocalDateField(_l("Cara kerja baru berlaku sejak"), [optional()])
    unit = ChoiceField(_l("Tempat"), coerce=int)
    is_active = BooleanField(_l("Dipakai"))


class BoothPlaceForm(BaseForm):
    """The address and the opening hours of a booth; hours are days and both times, or nothing."""

    address = TextField(_l("Alamat"), [optional(), at_most(200)])
    weekdays = WeekdaysField(_l("Hari buka"))
    opens = TimeField(_l("Buka jam"), [optional()])
    closes = TimeField(_l("Tutup jam"), [optional()])

    def validate_closes(self, field: TimeField) -> None:
        """Require days, opening and closing time, or none of the three; closing must be after opening."""
        given = [bool(self.weekdays.data), bool(self.opens.data), bool(field.data)]
        if any(given) and not all(given):
            raise ValidationError(_l("Isi hari buka dan kedua jamnya, atau kosongkan semuanya."))
        if all(given) and field.data <= self.opens.data:
            raise ValidationError(_l("Jam tutup harus sesudah jam buka."))

    def hours(self) -> OpeningHours | None:
        """Return the entered hours; None if they are empty."""
        if not self.weekdays.data:
            return None
        opens, closes = time.fromisoformat(self.opens.data), time.fromisoformat(self.closes.data)
        return OpeningHours(frozenset(self.weekdays.data), opens, closes)


class CloseShiftForm(BaseForm):
    """The end of a cashier's forgotten shift: the money in the drawer if it was counted, and the reason."""

    counted_amount = RupiahField(_l("Uang di laci sekarang"), [optional()])
    reason = ReasonField()


class TillForm(BaseForm):
    """A device at a booth."""

    booth = ChoiceField(_l("Pojok"), coerce=int)
    name = TextField(_l("Nama perangkat"), [required(_l("Nama perangkat")), at_most(MAX_NAME)])


class DayCashierForm(BaseForm):
    """A volunteer's account: name, booth, and the last day of work. `key` distinguishes a form sent twice from two."""

    key = HiddenField(filters=[read_uuid])
    name = TextField(_l("Nama"), [required(_l("Nama")), at_most(MAX_NAME)])
    booth = ChoiceField(_l("Pojok"), coerce=int)
    day = LocalDateField(_l("Berlaku sampai"), [required(_l("Tanggal"))])


class MakerForm(BaseForm):
    """A maker."""

    name = TextField(_l("Nama UMKM"), [required(_l("Nama UMKM")), at_most(MAX_NAME)])
    contact = TextField(_l("Kontak"), [at_most(200)])
    is_active = BooleanField(_l("Masih berjualan"))


class LabelForm(BaseForm):
    """All data of a product but its price."""

    name = TextField(_l("Nama produk"), [required(_l("Nama produk")), at_most(MAX_NAME)])
    category = TextField(_l("Kategori"), [at_most(MAX_CATEGORY)])
    barcode = TextField(_l("Kode batang"), [at_most(MAX_BARCODE)])
    is_favourite = BooleanField(_l("Favorit: tampil paling depan di kasir"))

    def validate_barcode(self, field: TextField) -> None:
        """Accept letters, digits and the signs that scanners send."""
        try:
            field.data = read_barcode(field.data) or ""
        except ValueError as error:
            raise ValidationError(
                _l("Kode batang hanya boleh huruf, angka, dan tanda - . / tanpa spasi di depan.")
            ) from error


class NewProductForm(LabelForm):
    """A product with its first price."""

    maker = ChoiceField(_l("UMKM"), coerce=int)
    unit_price = RupiahField(_l("Harga satuan"), [required(_l("Harga satuan"))])
    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal"))])


class ProductForm(LabelForm):
    """An existing product."""

    is_active = BooleanField(_l("Masih dijual"))


class PriceForm(BaseForm):
    """A price from a day on."""

    unit_price = RupiahField(_l("Harga satuan"), [required(_l("Harga satuan"))])
    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal"))])


__all__ = [
    "BoothForm",
    "BoothPlaceForm",
    "CloseShiftForm",
    "DayCashierForm",
    "LabelForm",
    "MakerForm",
    "NewProductForm",
    "PriceForm",
    "ProductForm",
    "TillForm",
]
