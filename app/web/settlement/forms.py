"""Forms of makers' money: shapes only."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.web.settlement.labels import WAYS
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    ReasonField,
    RupiahField,
    TextField,
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


class ReverseForm(BaseForm):
    """Why a payout is taken back."""

    reason = ReasonField(_l("Mengapa dibatalkan?"))
