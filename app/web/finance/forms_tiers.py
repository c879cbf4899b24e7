"""The form of a new tier: its conditions are picked, not written as text."""

import re
from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.directory.rules import ECHELONS, POSITION_KINDS, STATUSES
from app.minimums.rules import Tier
from app.web.ui.forms import RupiahField, TextField, WholeField, at_most, optional

MOST_NEW = 20
LAST = 200
_LETTERS = re.compile(r"[^a-z0-9]+")
_EMPTY = SelectChoice("", _l("(kosong)"))


class PickField(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _choices(words: Collection[str]) -> list[SelectChoice]:
    return [SelectChoice(word, word) for word in words]


class NewTierForm(PlainForm):
    """Name, amount, place and conditions; a posting must meet all conditions. An empty form is no tier."""

    name = TextField(_l("Nama jenjang"), [optional(), at_most(200)])
    minimum = RupiahField(_l("Batas minimal"), [optional()])
    order = WholeField(_l("Urutan"), [optional()], least=1, most=LAST)
    status = PickField(_l("Status"), choices=_choices(STATUSES))
    echelon = PickField(_l("Eselon"), choices=[*_choices(ECHELONS), _EMPTY])
    position_kind = PickField(_l("Jenis jabatan"), choices=[*_choices(POSITION_KINDS), _EMPTY])
    position = TextField(_l("Jabatan mengandung kata"), [optional(), at_most(200)])
    grade = TextField(_l("Golongan"), [optional(), at_most(200)])
    unit = TextField(_l("Unit kerja"), [optional(), at_most(200)])

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the place is filled in."""
        return not self.name.data and self.minimum.data is None and not self.match()

    def match(self) -> dict[str, list[str]]:
        """Return the conditions as a decree has them; `*kata*` matches the word anywhere in the name of the post."""
        conditions = {
            "status": list(self.status.data or ()),
            "echelon": list(self.echelon.data or ()),
            "position": [_pattern(one) for one in _words(self.position.data)],
            "position_kind": list(self.position_kind.data or ()),
            "grade": _words(self.grade.data),
            "unit": [self.unit.data] if self.unit.data else [],
        }
        return {field: values for field, values in conditions.items() if values}

    def validate(self, extra_validators: Any = None) -> bool:
        """Require a name and a condition in a tier that is not empty."""
        good: bool = super().validate(extra_validators)
        if self.is_empty:
            return good
        if not self.name.data and not self.name.errors:
            self.name.errors = [_("Nama jenjang harus diisi.")]
            good = False
        if not self.match():
            self.status.errors = [_("Pilih sedikitnya satu syarat: untuk siapa jenjang ini.")]
            good = False
        return good

    def as_tier(self, taken: Collection[str]) -> Tier:
        """Return the tier as typed; its code is made of its name and differs from those `taken`."""
        return Tier(
            0, _code(self.name.data or "", taken), self.name.data or "", self.minimum.data, (self.match(),)
        )


def _words(text: str | None) -> list[str]:
    return [word for one in (text or "").split(",") if (word := " ".join(one.split()))]


def _pattern(word: str) -> str:
    return word if set(word) & set("*?[") else f"*{word}*"


def _code(name: str, taken: Collection[str]) -> str:
    stem = _LETTERS.sub("-", name.casefold()).strip("-")[:50] or "jenjang"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code
