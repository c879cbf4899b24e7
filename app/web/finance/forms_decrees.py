"""Forms of a new decree: a table of names and amounts, or the whole decree as text."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, FormField, HiddenField

from app.minimums.rules import Tier
from app.shared.period import Period
from app.web.finance.forms_tiers import LAST, NewTierForm
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    LocalDateField,
    ParagraphField,
    PeriodField,
    ReasonField,
    RupiahField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)

MODE_CHOICES = (("wajib", _l("Wajib")), ("himbauan", _l("Imbauan")))


class DecreeHeadForm(BaseForm):
    """Number, title, dates and kind of a decree. `seen` is the hash of the content that was previewed."""

    number = TextField(_l("Nomor aturan"), [required(_l("Nomor aturan")), at_most(120)])
    title = TextField(_l("Tentang"), [required(_l("Judul aturan")), at_most(300)])
    signed_on = LocalDateField(_l("Tanggal ditetapkan"), [required(_l("Tanggal ditetapkan"))])
    effective_from = PeriodField(_l("Berlaku mulai bulan"), [required(_l("Bulan mulai berlaku"))])
    mode = ChoiceField(_l("Sifat"), choices=MODE_CHOICES)
    seen = HiddenField()

    def head(self) -> dict[str, str]:
        """Return the head as text, for writing it as TOML; a missing field is empty."""
        return {
            "number": self.number.data or "",
            "title": self.title.data or "",
            "signed_on": self.signed_on.data.isoformat() if self.signed_on.data else "",
            "effective_from": str(self.effective_from.data) if self.effective_from.data else "",
            "mode": self.mode.data or "wajib",
        }


def table_form(tiers: Sequence[Tier], new: int) -> type[DecreeHeadForm]:
    """Return a form with place, name, amount and "leave out" for each of these tiers, whose conditions stay the same,
    and with `new` empty tiers."""
    fields: dict[str, Any] = {}
    for tier in tiers:
        at = tier.position
        fields[f"order_{at}"] = WholeField(
            _l("Urutan jenjang %(number)s", number=at), [optional()], least=1, most=LAST
        )
        fields[f"name_{at}"] = TextField(
            _l("Nama jenjang %(number)s", number=at), [required(_l("Nama jenjang")), at_most(200)]
        )
        fields[f"minimum_{at}"] = RupiahField(_l("Batas minimal jenjang %(number)s", number=at), [optional()])
        fields[f"drop_{at}"] = BooleanField(_l("Hapus jenjang %(number)s", number=at))
    for number in range(new):
        fields[f"new_{number}"] = FormField(
            NewTierForm, label=_l("Jenjang baru %(number)s", number=number + 1)
        )
    return type("DecreeTableForm", (DecreeHeadForm,), fields)


def count_new_tiers(form: Any) -> int:
    """Return the number of new tiers in the form."""
    return sum(field.name.startswith("new_") for field in form)


def place_new_tiers(form: Any, tiers: Sequence[Tier]) -> None:
    """Put new tiers without a place after all other tiers."""
    for number in range(count_new_tiers(form)):
        place = form[f"new_{number}"].form.order
        if place.data is None and not place.errors:
            place.data = len(tiers) + number + 1


def starting_values(title: str, mode: str, tiers: Sequence[Tier], start: Period) -> dict[str, Any]:
    """Return the first values of the table: the copied tiers; number and dates are the new decree's own."""
    values: dict[str, Any] = {"title": title, "mode": mode, "effective_from": start}
    for tier in tiers:
        values[f"order_{tier.position}"] = tier.position
        values[f"name_{tier.position}"] = tier.name
        values[f"minimum_{tier.position}"] = tier.minimum
    return values


def edited_tiers(form: Any, tiers: Sequence[Tier]) -> list[Tier]:
    """Return the tiers as typed: new and moved ones at the typed place, the others around them.

    Tiers marked for deletion and empty new ones are left out. An empty amount means no minimum (status "no rule").
    """
    placed, result = _new_tiers(form, {tier.code for tier in tiers}), []
    for tier in tiers:
        at = tier.position
        if form[f"drop_{at}"].data:
            continue
        order = form[f"order_{at}"].data or at
        edited = replace(tier, name=form[f"name_{at}"].data or "", minimum=form[f"minimum_{at}"].data)
        if order == at:
            result.append(edited)
        else:
            placed.append((order, edited))
    for order, tier in sorted(placed, key=lambda one: one[0]):
        result.insert(order - 1, tier)
    return [replace(tier, position=place) for place, tier in enumerate(result, 1)]


def _new_tiers(form: Any, codes: set[str]) -> list[tuple[int, Tier]]:
    """Return the new tiers that are not empty, each with its place; their codes differ from `codes`."""
    new_tiers = []
    for number in range(count_new_tiers(form)):
        typed = form[f"new_{number}"].form
        if not typed.is_empty:
            tier = typed.as_tier(codes)
            codes.add(tier.code)
            new_tiers.append((typed.order.data or LAST, tier))
    return new_tiers


class DecreeTextForm(BaseForm):
    """The whole decree as TOML, typed or as a file; the file wins over the text."""

    text = ParagraphField(_l("Teks aturan (TOML)"), [optional()])
    file = FileField(_l("Atau pilih berkas .toml"))
    seen = HiddenField()


class WithdrawForm(BaseForm):
    """The reason for withdrawing a decree."""

    reason = ReasonField()
