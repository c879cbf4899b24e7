"""Forms of the till: taking a note back, correcting it."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import ValidationError

from app.directory.queries import EmployeeHit
from app.sales.queries import SaleRow
from app.sales.rules import MAX_QUANTITY
from app.web.forms import BaseForm, TextField, WholeField, at_most, required


class VoidForm(BaseForm):
    """Why a note is taken back."""

    reason = TextField(_l("Alasan"), [required(_l("Alasan")), at_most(300)])


class CorrectForm(BaseForm):
    """What should have stood on a note. The counts of its lines are added by `correct_form`."""

    uuid = HiddenField()
    buyer = RadioField(_l("Pembeli"), default="keep")
    buyer_text = TextField(_l("NIP, kartu, atau nama pembeli yang benar"), [at_most(120)])
    person = RadioField(_l("Pilih orangnya"), validate_choice=False)
    reason = TextField(_l("Alasan perbaikan"), [required(_l("Alasan")), at_most(300)])

    def counts(self) -> list[Any]:
        """The count fields in the order of the note's lines."""
        return [field for field in self if field.name.startswith("count_")]

    def validate_uuid(self, field: HiddenField) -> None:
        """The number of the corrected note, made when the form was drawn: sending twice books once."""
        try:
            field.data = str(UUID(field.data or ""))
        except ValueError as error:
            raise ValidationError(_("Muat ulang halaman ini, lalu kirim lagi.")) from error

    def validate_buyer_text(self, field: TextField) -> None:
        """Needed only when another person is named."""
        if self.buyer.data == "other" and not field.data and not self.person.data:
            raise ValidationError(_("Ketik NIP atau nama pembeli yang benar."))

    def validate_person(self, field: RadioField) -> None:
        """A row number, nothing else."""
        text = field.data or ""
        if text and not (text.isascii() and text.isdigit() and len(text) <= 15):
            raise ValidationError(_("Pilih salah satu dari daftar."))

    def offer(self, hits: list[EmployeeHit]) -> None:
        """Show the people who fit what was typed, to pick one."""
        self.person.choices = [
            (str(hit.id), f"{hit.name}, {hit.position} · {hit.unit} · ····{hit.last4}") for hit in hits
        ]
        self.person.data = None
        self.person.errors = [_("Beberapa orang cocok. Pilih orangnya, lalu simpan lagi.")]


def correct_form(sale: SaleRow) -> CorrectForm:
    """The form for one note: a count for each of its lines, the buyer kept unless changed."""
    fields = {
        f"count_{place}": WholeField(
            line.product, [required(line.product)], default=line.quantity, least=0, most=MAX_QUANTITY
        )
        for place, line in enumerate(sale.lines)
    }
    form = type("CorrectThisForm", (CorrectForm,), fields)()
    form.buyer.choices = [
        ("keep", _("Tetap: %(name)s", name=sale.buyer or _("umum"))),
        ("public", _("Pembeli umum")),
        ("other", _("Orang lain")),
    ]
    form.person.choices = []
    return form  # type: ignore[no-any-return]
