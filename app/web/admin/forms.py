"""Forms of the admin: accounts, letters, the trail's filters."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from app.accounts.rules.roles import ScopeKind, roles_bound_to
from app.directory.queries import load_tree
from app.tills.queries.booths import list_booths
from app.web.http.roles import PAGES, role_word
from app.web.ui.forms import BaseForm, ChoiceField, LocalDateField, NipField, TextField, at_most, required


class GrantForm(BaseForm):
    """One role, and the booth or unit to which it is restricted."""

    role = ChoiceField(_l("Peran"))
    booth_id = ChoiceField()
    unit_id = ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role, pages.label) for role, pages in PAGES.items()]
        self.booth_id.label.text = _("Pojok (%(roles)s)", roles=_words_bound_to("booth"))
        self.unit_id.label.text = _("Unit kerja (%(roles)s)", roles=_words_bound_to("unit"))
        none = ("", _l("– tidak terikat –"))
        self.booth_id.choices = [none, *((str(booth.id), booth.name) for booth in list_booths())]
        self.unit_id.choices = [none, *unit_choices()]

    @property
    def booth(self) -> int | None:
        """Return the id of the chosen booth, or None."""
        return int(self.booth_id.data) if self.booth_id.data else None

    @property
    def unit(self) -> int | None:
        """Return the id of the chosen unit, or None."""
        return int(self.unit_id.data) if self.unit_id.data else None


def _words_bound_to(kind: ScopeKind) -> str:
    return ", ".join(role_word(role) for role in roles_bound_to(kind))


class NewUserForm(GrantForm):
    """A new account; a code is issued with it."""

    username = TextField(_l("Nama pengguna"), [required(_l("Nama pengguna")), at_most(60)])
    display_name = TextField(_l("Nama yang tampil"), [at_most(200)])
    nip = NipField(_l("NIP pegawai pemilik akun"), [Optional()])


class LettersForm(BaseForm):
    """The OPD whose letters are printed."""

    unit_id = ChoiceField(_l("OPD"), [required(_l("OPD"))])
    again = ChoiceField(
        _l("Untuk siapa"),
        choices=[
            ("", _l("yang belum punya kode")),
            ("1", _l("semua yang belum mengaktifkan akun (surat lama batal)")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = load_tree()
        self.unit_id.choices = [(str(unit_id), tree.name(unit_id)) for unit_id in tree.opds()]


class TrailForm(BaseForm):
    """Filters of the trail; they are in the URL."""

    class Meta(BaseForm.Meta):
        """No CSRF token: a GET form changes nothing."""

        csrf = False

    room = TextField(_l("Bagian"), [at_most(30)])
    actor = TextField(_l("Nama pengguna"), [at_most(120)])
    since = LocalDateField(_l("Sejak tanggal"), [Optional()])
    until = LocalDateField(_l("Sampai tanggal"), [Optional()])


def unit_choices() -> list[tuple[str, str]]:
    """Return every unit as (id, `OPD · unit`), sorted by name."""
    tree = load_tree()
    choices = []
    for unit_id in tree.rows:
        name, opd = tree.name(unit_id), tree.opd_name(unit_id)
        choices.append((str(unit_id), name if name == opd else f"{opd} · {name}"))
    return sorted(choices, key=lambda choice: choice[1].casefold())
