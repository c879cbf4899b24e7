"""Labels of makers' money."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.settlement.queries.statements import StatementRow
from app.settlement.rules import Terms
from app.web.ui.filters import angka, rupiah, tanggal

MONEY_WITH = {"booth": _l("pojok"), "maker": _l("UMKM"), "mixed": _l("sebagian pojok, sebagian UMKM")}
WAYS = {"cash": _l("Tunai"), "transfer": _l("Transfer")}
MODES = {"cash": _l("pojok menerima uang"), "record": _l("UMKM menerima uangnya sendiri")}
BEARERS = {"booth": _l("Pojok"), "maker": _l("UMKM")}


def state_words(row: StatementRow, today: date) -> str:
    """Return a statement's state: paid, due on a day, so many days late, to be paid in, or carried into the next
    one."""
    if row.owed:
        return _("UMKM menyetor %(amount)s", amount=rupiah(row.owed))
    if row.payable < 0:
        is_paid_in = row.received == -row.payable
        return _("sudah disetor UMKM") if is_paid_in else _("dibawa ke nota berikutnya")
    if not row.unpaid:
        return _("lunas") if row.payable else _("tidak ada yang dibayar")
    late = (today - row.due_on).days
    if late <= 0:
        return _("dibayar paling lambat %(day)s", day=tanggal(row.due_on))
    return ngettext("lewat %(count)s hari", "lewat %(count)s hari", late, count=angka(late))


def terms_words(terms: Terms) -> list[tuple[str, str]]:
    """Return terms as (label, value) pairs."""
    return [
        (_("Bagian pojok"), _("%(percent)s %%", percent=terms.share_percent)),
        (_("Rusak dan hilang ditanggung"), str(BEARERS[terms.loss_bearer])),
        (_("Kedaluwarsa ditanggung"), str(BEARERS[terms.expiry_bearer])),
        (_("Dibayar dalam"), _("%(count)s hari", count=angka(terms.due_days))),
    ]
