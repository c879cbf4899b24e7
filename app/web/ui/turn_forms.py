"""Forms about turns, presence, contacts and their outcomes, for the Dinas and for makers; they check shapes only."""

from flask_babel import lazy_gettext as _l

from app.turns.rules import FOLLOW_UPS, MOST_SEATS, OUTCOMES
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    LocalDateField,
    ParagraphField,
    RupiahField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)

OUTCOME_LABELS = {"ordered": _l("memesan"), "talking": _l("masih dibicarakan"), "nothing": _l("tidak jadi")}


class FillForm(BaseForm):
    """The number of makers to invite to a booth on a day."""

    day = LocalDateField(_l("Hari"), [required(_l("harinya"))])
    booth_id = ChoiceField(_l("Pojok"), coerce=int)
    seats = WholeField(_l("Tempat"), [required(_l("banyaknya tempat"))], least=1, most=MOST_SEATS)


class CardForm(BaseForm):
    """A maker's card, scanned or typed, at a booth."""

    booth_id = IdField(_l("Pojok"), [required(_l("Pojok"))])
    code = TextField(_l("Pindai kartu UMKM"), [required(_l("kode kartu")), at_most(300)])


class PresentForm(BaseForm):
    """A statement by a person who knows the maker that the maker is present."""

    booth_id = IdField(_l("Pojok"), [required(_l("Pojok"))])
    maker_id = IdField(_l("UMKM"), [required(_l("UMKM"))])


class StoryForm(BaseForm):
    """The story that the maker tells at the booth."""

    story = ParagraphField(_l("Yang diceritakan di pojok"), [at_most(500)])


class ContactForm(BaseForm):
    """A business contact made at the booth."""

    day = LocalDateField(_l("Hari bertemu"), [required(_l("harinya"))])
    partner = TextField(_l("Dengan siapa"), [required(_l("nama orang atau usahanya")), at_most(100)])
    about = TextField(_l("Tentang apa"), [at_most(200)])


class OutcomeForm(BaseForm):
    """The outcome of a contact after some days."""

    after_days = ChoiceField(_l("Setelah"), coerce=int, choices=[(days, str(days)) for days in FOLLOW_UPS])
    outcome = ChoiceField(_l("Hasilnya"), choices=[(key, OUTCOME_LABELS[key]) for key in OUTCOMES])
    amount = RupiahField(_l("Nilai pesanan (boleh kosong)"), [optional()])
