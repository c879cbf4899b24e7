"""Forms of unresolved buyers and of what came twice with different contents."""

from flask_babel import lazy_gettext as _l

from app.web.finance.forms_months import rows_field
from app.web.forms import BaseForm, IdField, TextField, at_most, optional, required


class FindBuyerForm(BaseForm):
    """Whom an unresolved buyer may be: a name, NIP or code; sent as POST (decisions 22)."""

    text = TextField(_l("Nama, NIP, atau kode"), [required(_l("Nama, NIP, atau kode")), at_most(100)])


class ResolveForm(BaseForm):
    """Who it was, and how one knows."""

    employee = IdField(_l("Orangnya"), [required(_l("Orangnya"))])
    reason = TextField(_l("Bagaimana diketahui"), [required(_l("Bagaimana diketahui")), at_most(300)])


class ConfirmForm(BaseForm):
    """The exact matches to confirm: the ticked ones, or all."""

    rows = rows_field(_l("Yang dipilih"))


class SettleForm(BaseForm):
    """What was found when looking at a conflicting content."""

    reason = TextField(_l("Apa yang ditemukan"), [required(_l("Apa yang ditemukan")), at_most(300)])
    conflict = IdField(_l("Kiriman"), [optional()])
