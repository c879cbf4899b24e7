"""Forms of closing, reopening and the late tray."""

from flask_babel import lazy_gettext as _l

from app.web.forms import BaseForm, ParagraphField, PeriodField, TextField, at_most, optional, required
from app.web.ticked import rows_field


class CloseForm(BaseForm):
    """Closing a month; the reason is wanted only where something is still open."""

    override = ParagraphField(_l("Alasan tetap menutup"), [optional(), at_most(300)])


class ReopenForm(BaseForm):
    """Opening a closed month again."""

    reason = ParagraphField(_l("Alasan membuka lagi"), [required(_l("Alasan")), at_most(300)])


class LateForm(BaseForm):
    """Deciding items of a late tray: the ticked ones."""

    rows = rows_field(_l("Yang dipilih"))
    reason = TextField(_l("Alasan, kalau ditolak"), [optional(), at_most(300)])
    target = PeriodField(_l("Bulan yang benar, kalau jamnya keliru"), [optional()])
