"""Forms for deciding about exemptions, and for lowered months."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.shared.reason import MAX_REASON
from app.web.ui.forms import (
    BaseForm,
    LocalDateField,
    ParagraphField,
    PeriodField,
    ReasonField,
    TextField,
    WholeField,
    at_most,
    required,
)
from app.web.ui.row_selection import rows_field


class DecideForm(BaseForm):
    """A decision about the selected proposals; only declining needs a reason."""

    rows = rows_field(_l("Yang dipilih"))
    reason = ReasonField(_l("Alasan menolak"), is_required=False)


class ReasonForm(BaseForm):
    """The reason for declining a proposal."""

    reason = ReasonField()


class RevokeForm(ReasonForm):
    """The month from which an exemption ends, and the reason."""

    from_period = PeriodField(_l("Wajib lagi mulai bulan"), [required(_l("Bulan"))])


class LoweredMonthForm(BaseForm):
    """A month lowered or waived for everybody."""

    period = PeriodField(_l("Bulan"), [required(_l("Bulan"))])
    percent = WholeField(_l("Diturunkan"), [required(_l("Persen"))], least=1, most=100)
    reason = ParagraphField(_l("Alasan"), [required(_l("Alasan")), at_most(MAX_REASON)])
    letter_number = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(120)])
    letter_date = LocalDateField(_l("Tanggal surat"), [required(_l("Tanggal surat"))])
    sure = BooleanField(_l("Ya, bulan ini ditiadakan untuk semua orang"))
    seen = HiddenField()

    def was_seen(self) -> bool:
        """Whether this month and percentage were previewed already; mark them as previewed."""
        seen = f"{self.period.data}:{self.percent.data}"
        before, self.seen.data = self.seen.data, seen
        return bool(before == seen)
