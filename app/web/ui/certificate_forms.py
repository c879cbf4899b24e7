"""Forms for entering a certificate; they check shapes only."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.certificates.rules.drafts import CertificateDraft
from app.certificates.rules.numbers import MAX_NUMBER, read_number
from app.certificates.rules.rulebook import Kind, Rulebook
from app.web.ui.checkboxes import CheckboxField
from app.web.ui.forms import BaseForm, ChoiceField, LocalDateField, TextField, at_most, optional, required


class DetailsForm(BaseForm):
    """The details of a certificate; an empty field leaves the stored value."""

    number = TextField(_l("Nomor"), [optional(), at_most(MAX_NUMBER)])
    issued_on = LocalDateField(_l("Terbit"), [optional()])
    expires_on = LocalDateField(_l("Berakhir"), [optional()])
    issuer = TextField(_l("Penerbit"), [optional(), at_most(100)])

    def draft(self, maker_id: int, kind: Kind, **more: Any) -> CertificateDraft:
        """Return the entered details."""
        number = read_number(kind, self.number.data or "")
        return CertificateDraft(
            maker_id=maker_id, kind=kind.code, number=number.text, number_key=number.key,
            issued_on=self.issued_on.data, expires_on=self.expires_on.data, issuer=self.issuer.data or "", **more,
        )  # fmt: skip


class CertificateForm(DetailsForm):
    """A certificate of one maker."""

    kind = ChoiceField(_l("Jenis surat"))
    number = TextField(_l("Nomor"), [required(_l("Nomor")), at_most(MAX_NUMBER)])
    products = CheckboxField(_l("Untuk barang"))

    def fill(self, rulebook: Rulebook, products: list[tuple[int, str]]) -> None:
        """Set the choices: the rulebook's kinds and the maker's products."""
        self.kind.choices = [(kind.code, kind.title) for kind in rulebook.kinds.values()]
        self.products.choices = products

    def validate_number(self, field: TextField) -> None:
        """Require at least one letter or digit."""
        if field.data and not any(letter.isalnum() for letter in field.data):
            raise ValidationError(_("Salin nomornya dari surat."))
