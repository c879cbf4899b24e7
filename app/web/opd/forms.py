"""Forms of the OPD's pages."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice

from app.compliance.rules import STATUSES
from app.web.opd.scope import OwnUnits
from app.web.ui.filters import STATUS_STYLES
from app.web.ui.forms import BaseForm, ChoiceField, TextField, at_most, optional


def _own_choices(own: OwnUnits, every: object) -> list[SelectChoice]:
    """Return the branches by name, after the entry for all of them."""
    named = sorted({(own.name(branch), branch) for branch in own.branches().values()})
    return [SelectChoice("", every), *(SelectChoice(str(branch), name) for name, branch in named)]


class FindForm(BaseForm):
    """Filters and search of the list. It is sent by POST: the text may be a NIP, which no URL may contain."""

    cari = TextField(_l("Nama, jabatan, atau NIP"), [optional(), at_most(100)])
    status = ChoiceField(_l("Status"))
    unit = ChoiceField(_l("Unit"))
    bulan = HiddenField()
    urut = HiddenField()

    def offer(self, own: OwnUnits) -> "FindForm":
        """Fill the choices of status and unit."""
        self.status.choices = [
            SelectChoice("", _l("Semua")),
            *(SelectChoice(status, STATUS_STYLES[status].label) for status in STATUSES),
        ]
        self.unit.choices = _own_choices(own, _l("Semua unit"))
        return self


class LettersForm(BaseForm):
    """The unit whose letters are made, and whether lost letters are replaced."""

    unit = ChoiceField(_l("Untuk unit"))
    again = BooleanField(_l("Buat juga bagi yang suratnya hilang: surat lama mereka tidak berlaku lagi"))

    def offer(self, own: OwnUnits) -> "LettersForm":
        """Fill the choices of units."""
        self.unit.choices = _own_choices(own, _l("Semua unit saya"))
        return self
