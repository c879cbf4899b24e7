"""Forms of makers' money; they check shapes only."""

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
    """The booth or the maker whose statements are made; empty: all."""

    booth = IdField(_l("Pojok"), [optional()])
    maker = IdField(_l("UMKM"), [optional()])


class PayForm(BaseForm):
    """A payout. `key` distinguishes a form sent twice from two payments."""

    key = HiddenField(filters=[read_uuid])
    amount = RupiahField(_l("Jumlah dibayar"), [required(_l("Jumlah"))])
    way = ChoiceField(_l("Cara"), choices=list(WAYS.items()))
    reference = TextField(_l("Nomor bukti"), [required(_l("Nomor bukti")), at_most(100)])

    def validate_key(self, field: HiddenField) -> None:
        """Require the id that the page gave the form."""
        if not field.data:
            raise ValidationError(_l("Formulir ini tidak lengkap. Muat ulang halaman, lalu kirim lagi."))


class ReceiveForm(PayForm):
    """Money that a maker pays in; the same fields as a payout."""

    amount = RupiahField(_l("Jumlah disetor"), [required(_l("Jumlah"))])


class HolderForm(BaseForm):
    """The holder of the account that receives QRIS payments of a booth, and the first day."""

    holder = ChoiceField(_l("Uang QRIS masuk ke rekening"), choices=list(BEARERS.items()))
    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal"))])


class ReverseForm(BaseForm):
    """The reason for reversing a payout."""

    reason = ReasonField(_l("Mengapa dibatalkan?"))


class TermsForm(BaseForm):
    """The terms between a maker and a booth from a day on. `seen`: the terms that were previewed."""

    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal"))])
    share_percent = WholeField(_l("Bagian pojok"), [required(_l("Bagian pojok"))], most=MOST_SHARE)
    loss_bearer = ChoiceField(_l("Rusak dan hilang ditanggung"), choices=list(BEARERS.items()))
    expiry_bearer = ChoiceField(_l("Kedaluwarsa ditanggung"), choices=list(BEARERS.items()))
    due_days = WholeField(_l("Dibayar dalam"), [required(_l("Hari pembayaran"))], most=MOST_DUE_DAYS)
    paper_number = TextField(_l("Nomor surat perjanjian"), [optional(), at_most(40)])
    seen = HiddenField()

    def terms(self) -> Terms:
        """Return the entered terms. Call it on a valid form."""
        return Terms(
            self.share_percent.data, self.loss_bearer.data, self.expiry_bearer.data, self.due_days.data
        )

    def was_seen(self) -> bool:
        """Whether exactly these terms were previewed already; mark them as previewed."""
        seen = f"{self.effective_from.data}:{self.terms()}"
        before, self.seen.data = self.seen.data, seen
        return bool(before == seen)
