"""Forms of curators: shapes only."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import AnyOf

from app.curation.services import Handling, VerdictDraft
from app.web.ui.forms import BaseForm, LocalDateField, ReasonField, TextField, at_most, optional, required
from app.web.ui.row_selection import rows_field

TAPS = ("good", "not_ours", "reasons")
"""What the pressed button says; `reasons`: what the tapped reasons come to."""


class VerdictForm(BaseForm):
    """A verdict: the pressed button, the tapped reasons, whether the product was held."""

    tap = StringField(validators=[AnyOf(TAPS, message=_l("Tekan salah satu tombol."))])
    reasons = rows_field(_l("Alasan"))
    remark = TextField(_l("Kata sendiri"), [at_most(300)])
    is_handled = BooleanField(_l("Saya memegang produk ini"))
    handled_on = LocalDateField(_l("Tanggal"), [optional()])
    handled_place = TextField(_l("Tempat"), [at_most(80)])

    def validate(self, *args: Any, **values: Any) -> bool:
        """Besides: day and place where the product was held."""
        sound = super().validate(*args, **values)
        if sound and self.is_handled.data and not (self.handled_on.data and self.handled_place.data):
            self.handled_place.errors = [_("Isi tanggal dan tempat Anda memegang produk.")]
            return False
        return sound

    def read(self) -> VerdictDraft:
        """What was tapped."""
        handled = (
            Handling(self.handled_on.data, self.handled_place.data or "") if self.is_handled.data else None
        )
        tap = self.tap.data or ""
        return VerdictDraft(
            "" if tap == "reasons" else tap, self.reasons.data or [], self.remark.data or "", handled
        )


class HoldForm(BaseForm):
    """Why a product is held, by which letter, until when."""

    reason = ReasonField()
    letter_number = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(80)])
    until = LocalDateField(_l("Sampai sebelum tanggal"), [optional()])


class LiftForm(BaseForm):
    """Why a hold ends."""

    reason = ReasonField(_l("Mengapa penahanan berakhir"), _l("Alasan"))
