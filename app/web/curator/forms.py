"""Forms of curators; they check shapes only."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import AnyOf

from app.curation.services import Handling, VerdictDraft
from app.web.ui.forms import BaseForm, LocalDateField, ReasonField, TextField, at_most, optional, required
from app.web.ui.row_selection import rows_field

TAPS = ("good", "not_ours", "reasons")
"""The verdict of each button; `reasons`: the selected reasons decide."""


class VerdictForm(BaseForm):
    """A verdict: the pressed button, the selected reasons, whether the curator handled the product."""

    tap = StringField(validators=[AnyOf(TAPS, message=_l("Tekan salah satu tombol."))])
    reasons = rows_field(_l("Alasan"))
    remark = TextField(_l("Kata sendiri"), [at_most(300)])
    is_handled = BooleanField(_l("Saya memegang produk ini"))
    handled_on = LocalDateField(_l("Tanggal"), [optional()])
    handled_place = TextField(_l("Tempat"), [at_most(80)])

    def validate(self, *args: Any, **values: Any) -> bool:
        """Also require day and place if the curator handled the product."""
        sound = super().validate(*args, **values)
        if sound and self.is_handled.data and not (self.handled_on.data and self.handled_place.data):
            self.handled_place.errors = [_("Isi tanggal dan tempat Anda memegang produk.")]
            return False
        return sound

    def read(self) -> VerdictDraft:
        """Return the entered verdict."""
        handled = (
            Handling(self.handled_on.data, self.handled_place.data or "") if self.is_handled.data else None
        )
        tap = self.tap.data or ""
        return VerdictDraft(
            "" if tap == "reasons" else tap, self.reasons.data or [], self.remark.data or "", handled
        )


class HoldForm(BaseForm):
    """The reason why a product is put on hold, its letter, and the last day."""

    reason = ReasonField()
    letter_number = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(80)])
    until = LocalDateField(_l("Sampai sebelum tanggal"), [optional()])


class LiftForm(BaseForm):
    """The reason why a hold ends."""

    reason = ReasonField(_l("Mengapa penahanan berakhir"), _l("Alasan"))
