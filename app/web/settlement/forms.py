"""Forms of makers' money: shapes only."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.settlement.rules import MOST_DUE_DAYS, MOST_SHARE, Terms
from app.web.settlement.labels import BEARERS, WAYS
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    LocalDateField,
    ReasonField,
    RupiahField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)
from app.web.ui.ids import read_uuid


class MakeForm(BaseForm):
    """Whose statements are made: of a booth, of a maker, or all."""

    booth = IdField(_l("Pojok"), [optional()])
    maker = IdField(_l("UMKM"), [optional()])


class PayForm(BaseForm):
    """A payout. `key` tells a form sent twice from two payments."""

    key = HiddenField(filters=[read_uuid])
    amount = RupiahField(_l("Jumlah dibayar"), [required(_l("Jumlah"))])
    way = ChoiceField(_l("Cara"), choices=list(WAYS.items()))
    reference = TextField(_l("Nomor bukti"), [required(_l("Nomor bukti")), at_most(100)])

    def validate_key(self, field: HiddenField) -> None:
        """The page gave the form its number."""
        if not field.data:
            raise ValidationError(_l("Formulir ini tidak lengkap. Muat ulang halaman, lalu kirim lagi."))


class ReceiveForm(PayForm):
    """Money that a maker pays in; the same fields as a payout."""

    amount = RupiahField(_l("Jumlah disetor"), [required(_l("Jumlah"))])


class HolderForm(BaseForm):
    """Whose account QRIS payments at a booth reach, and from which day on."""

    holder = ChoiceField(_l("Uang QRIS masuk ke rekening"), choices=list(BEARERS.items()))
    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal"))])


class ReverseForm(BaseForm):
    """Why a payout is taken back."""

    reason = ReasonField(_l("Mengapa dibatalkan?"))


class TermsForm(BaseForm):
    """What a maker and a booth agree from a day on. `seen` is what was looked at before saving."""

    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal"))])
    share_percent = WholeField(_l("Bagian pojok"), [required(_l("Bagian pojok"))], most=MOST_SHARE)
    loss_bearer = ChoiceField(_l("Rusak dan hilang ditanggung"), choices=list(BEARERS.items()))
    expiry_bearer = ChoiceField(_l("Kedaluwarsa ditanggung"), choices=list(BEARERS.items()))
    due_days = WholeField(_l("Dibayar dalam"), [required(_l("Hari pembayaran"))], most=MOST_DUE_DAYS)
    paper_number = TextField(_l("Nomor surat perjanjian"), [optional(), at_most(40)])
    seen = HiddenField()

    def terms(self) -> Terms:
        """What was entered. Call it on a valid form."""
        return Terms(
            self.share_percent.data, self.loss_bearer.data, self.expiry_bearer.data, self.due_days.data
        )

    def was_seen(self) -> bool:
        """Whether exactly this was looked at already; from now on it was."""
        seen = f"{self.effective_from.data}:{self.terms()}"
        before, self.seen.data = self.seen.data, seen
        return bool(before == seen)
