"""One form per setting, made from its shape (`app/settings/rules.py`)."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional

from app.settings.rules import KINDS, Signer
from app.web.admin.labels import WORDS
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    NipField,
    ParagraphField,
    PeriodField,
    TextField,
    WholeField,
    at_most,
    required,
)

YES_NO = [("1", _l("Ya")), ("", _l("Tidak"))]


class SignerForm(BaseForm):
    """A signature block."""

    role = TextField(_l("Baris di atas jabatan"), [at_most(120)])
    position = TextField(_l("Jabatan"), [required(_l("Jabatan")), at_most(120)])
    name = TextField(_l("Nama"), [required(_l("Nama")), at_most(120)])
    rank = TextField(_l("Pangkat dan golongan"), [at_most(120)])
    nip = NipField(_l("NIP"), [Optional()])

    def read(self) -> Signer:
        """Return the block as a value."""
        names = ("role", "position", "name", "rank", "nip")
        return Signer(**{name: getattr(self, name).data or "" for name in names})


def form_for(key: str, value: Any) -> BaseForm:
    """Return the form of a setting, filled with its present value."""
    if isinstance(value, Signer):
        return SignerForm(
            data={name: getattr(value, name) for name in ("role", "position", "name", "rank", "nip")}
        )
    fields: dict[str, Any] = {"value": _field(key)}
    if KINDS[key].is_dated:
        fields["effective_from"] = PeriodField(_l("Mulai bulan"), [required(_l("Bulan mulai"))])
    kind = type("SettingForm", (BaseForm,), fields)
    form: BaseForm = kind(data={"value": _shown(value)})
    return form


def read_form(form: Any) -> Any:
    """Return the typed value as `set_setting` takes it."""
    if isinstance(form, SignerForm):
        return form.read()
    field = form.value
    if isinstance(field, ChoiceField):
        return field.data == "1"
    if field.name in form and getattr(field, "is_lines", False):
        return [line.strip() for line in (field.data or "").split("\n") if line.strip()]
    return field.data


def _field(key: str) -> Any:
    label, shape = WORDS[key][0], KINDS[key].shape
    if shape.field == "whole":
        return WholeField(label, [required(label)], least=shape.least, most=shape.most)
    if shape.field == "month":
        return PeriodField(label, [Optional()])
    if shape.field == "yes_no":
        return ChoiceField(label, choices=YES_NO)
    if shape.field == "lines":
        return LinesField(label, [required(label), at_most(700)])
    if shape.field == "paragraph":
        return ParagraphField(label, [at_most(shape.most)])
    return TextField(label, [required(label), at_most(shape.most)])


class LinesField(ParagraphField):
    """One entry per line."""

    is_lines = True


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return "\n".join(value)
    if isinstance(value, bool):
        return "1" if value else ""
    return value
