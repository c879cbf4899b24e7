"""Forms of a new decree: a table of names and amounts, or the whole as text."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from app.minimums.rules import Tier
from app.shared.period import Period
from app.web.forms import (
    BaseForm,
    ChoiceField,
    LocalDateField,
    ParagraphField,
    PeriodField,
    RupiahField,
    TextField,
    at_most,
    optional,
    required,
)

MODE_CHOICES = (("wajib", _l("Wajib")), ("himbauan", _l("Imbauan")))


class DecreeHeadForm(BaseForm):
    """Number, title, dates and kind of a decree. `seen` is the content that was looked at before saving."""

    number = TextField(_l("Nomor aturan"), [required(_l("Nomor aturan")), at_most(120)])
    title = TextField(_l("Tentang"), [required(_l("Judul aturan")), at_most(300)])
    signed_on = LocalDateField(_l("Tanggal ditetapkan"), [required(_l("Tanggal ditetapkan"))])
    effective_from = PeriodField(_l("Berlaku mulai bulan"), [required(_l("Bulan mulai berlaku"))])
    mode = ChoiceField(_l("Sifat"), choices=MODE_CHOICES)
    seen = HiddenField()

    def head(self) -> dict[str, str]:
        """The head as text, for writing it as TOML; what is missing is empty."""
        return {
            "number": self.number.data or "",
            "title": self.title.data or "",
            "signed_on": self.signed_on.data.isoformat() if self.signed_on.data else "",
            "effective_from": str(self.effective_from.data) if self.effective_from.data else "",
            "mode": self.mode.data or "wajib",
        }


def table_form(tiers: Sequence[Tier]) -> type[DecreeHeadForm]:
    """A form with name, amount and "leave out" for each of these tiers; their matches stay as they are."""
    fields: dict[str, Any] = {}
    for tier in tiers:
        at = tier.position
        fields[f"name_{at}"] = TextField(
            _l("Nama jenjang %(number)s", number=at), [required(_l("Nama jenjang")), at_most(200)]
        )
        fields[f"minimum_{at}"] = RupiahField(_l("Batas minimal jenjang %(number)s", number=at), [optional()])
        fields[f"drop_{at}"] = BooleanField(_l("Hapus jenjang %(number)s", number=at))
    return type("DecreeTableForm", (DecreeHeadForm,), fields)


def starting_values(title: str, mode: str, tiers: Sequence[Tier], start: Period) -> dict[str, Any]:
    """What the table shows first: the copied tiers; number and dates are the new decree's own."""
    values: dict[str, Any] = {"title": title, "mode": mode, "effective_from": start}
    for tier in tiers:
        values[f"name_{tier.position}"] = tier.name
        values[f"minimum_{tier.position}"] = tier.minimum
    return values


def edited_tiers(form: Any, tiers: Sequence[Tier]) -> list[Tier]:
    """The tiers as typed, those marked left out. An empty amount sets none: status "no rule"."""
    kept = []
    for tier in tiers:
        at = tier.position
        if not form[f"drop_{at}"].data:
            name, minimum = form[f"name_{at}"].data or "", form[f"minimum_{at}"].data
            kept.append(Tier(len(kept) + 1, tier.code, name, minimum, tier.matches))
    return kept


class DecreeTextForm(BaseForm):
    """The whole decree as TOML, typed or as a file (the file goes before the text)."""

    text = ParagraphField(_l("Teks aturan (TOML)"), [optional()])
    file = FileField(_l("Atau pilih berkas .toml"))
    seen = HiddenField()
