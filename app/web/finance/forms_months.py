"""Forms of closing and reopening."""

from flask_babel import lazy_gettext as _l

from app.shared.reason import MAX_REASON
from app.web.ui.forms import BaseForm, ParagraphField, at_most, optional, required


class CloseForm(BaseForm):
    """Closing a month; a reason is needed only while something is still open."""

    override = ParagraphField(_l("Alasan tetap menutup"), [optional(), at_most(MAX_REASON)])


class ReopenForm(BaseForm):
    """Opening a closed month again."""

    reason = ParagraphField(_l("Alasan membuka lagi"), [required(_l("Alasan")), at_most(MAX_REASON)])
