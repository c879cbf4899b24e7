"""The base of all forms and the fields that they share. They check shapes; services decide what is allowed."""

import re
import unicodedata
from datetime import date
from typing import Any

from babel.dates import get_month_names
from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.shared.money import NotRupiah, format_rupiah, parse_rupiah
from app.shared.period import Period
from app.shared.reason import MAX_REASON
from app.shared.text import has_long_run, normalize
from app.web.ui.ids import read_id

_FORBIDDEN = {"Cc", "Cs", "Cf"}
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
LONGEST_TEXT = 20_000
"""The most characters of any field; each field has its own, lower limit."""
CANNOT_BE_USED = _l("Ada karakter yang tidak dapat dipakai. Ketik ulang tanpa menyalin dari tempat lain.")
_YEARS = range(1900, 2200)  # other years are typing errors or attacks
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})", re.ASCII)
_MONTH_NUMBERS = {
    name.casefold().removesuffix("."): number
    for language in ("id", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=language).items()
}
"""Names of months, whole or short, in both languages of the pages."""
_LOCAL_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


class BaseForm(FlaskForm):
    """A form with a CSRF token. `form_errors` are sentences about the form as a whole."""

    class Meta(FlaskForm.Meta):
        """Return no translations: WTForms has no Indonesian, and our validators have their own sentences."""

        locales = ("id",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return no data for a JSON body: Flask-WTF would read any JSON and fail on one that is no object."""
            return ImmutableMultiDict() if request.is_json else super().wrap_formdata(form, formdata)


def required(thing: Any) -> InputRequired:
    """Require a value; the error names the field."""
    return InputRequired(_l("%(thing)s harus diisi.", thing=thing))


def at_most(length: int) -> Length:
    """Allow at most `length` characters."""
    return Length(max=length, message=_l("Paling panjang %(length)s huruf.", length=length))


optional = Optional


def clean_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """NFC, blanks at the ends removed. ValidationError for more than `longest` characters, and for control,
    surrogate and direction characters (V4)."""
    text = text.strip()
    if len(text) > longest:
        raise ValidationError(_l("Terlalu panjang. Tulis paling banyak %(count)s huruf.", count=longest))
    if has_long_run(text):
        raise ValidationError(CANNOT_BE_USED)
    text = normalize(text)
    if any(unicodedata.category(letter) in _FORBIDDEN and letter not in "\n\t" for letter in text):
        raise ValidationError(CANNOT_BE_USED)
    return text


class TextField(StringField):
    """One line of clean text."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean the text; a line break is refused like any control character."""
        super().process_formdata(valuelist)
        typed, self.data = self.data or "", _showable(self.data)
        self.data = clean_text(typed)
        if self.data and ("\n" in self.data or "\t" in self.data):
            raise ValidationError(_l("Tulis dalam satu baris."))


class ParagraphField(TextAreaField):
    """Several lines of clean text."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean the text; each line break becomes one newline."""
        super().process_formdata(valuelist)
        typed, self.data = (self.data or "").replace("\r\n", "\n"), _showable(self.data)
        self.data = clean_text(typed)


def _showable(text: str | None) -> str:
    """Return the typed text without characters that a page must not contain, to show it again beside its error."""
    return "".join(
        letter for letter in text or "" if letter in "\n\t" or unicodedata.category(letter) not in _FORBIDDEN
    )


class ReasonField(TextField):
    """A reason: one line, required unless the form says otherwise."""

    def __init__(
        self,
        label: Any = None,
        thing: Any = None,
        is_required: bool = True,
        longest: int = MAX_REASON,
        **kw: Any,
    ) -> None:
        checks = [required(thing or _l("Alasan"))] if is_required else []
        super().__init__(label or _l("Alasan"), [*checks, at_most(longest)], **kw)


class TypedField(StringField):
    """A text input whose value is parsed; a wrong text is shown again as typed."""

    sentence: Any = _l("Isian tidak terbaca.")

    def _value(self) -> str:
        if self.raw_data:
            return _showable(str(self.raw_data[0]))
        return self.format_value(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the text; an empty one is None, an unreadable one gets the field's sentence."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = self.read(text)
        except ValidationError:
            raise  # read() has raised a sentence of its own
        except ValueError as error:
            raise ValidationError(self.sentence) from error

    def read(self, text: str) -> Any:
        """Text → value. ValueError for unreadable text."""
        raise ValueError(text)

    def format_value(self, value: Any) -> str:
        """Value → text for the input."""
        return str(value)


class RupiahField(TypedField):
    """Whole rupiah; reads `20.000`, `Rp 20.000`, `20000`."""

    sentence = _l("Tulis jumlah rupiah bulat, misalnya 20.000.")

    def read(self, text: str) -> int:
        """Text → whole rupiah."""
        try:
            return parse_rupiah(text)
        except NotRupiah as error:
            raise ValueError from error

    def format_value(self, value: int) -> str:
        """20000 → `20.000`."""
        return format_rupiah(value).removeprefix("Rp")


class WholeField(TypedField):
    """A whole number from `least` to `most`, ASCII digits only."""

    def __init__(
        self, label: Any, validators: Any = None, least: int = 0, most: int = 999_999, **kw: Any
    ) -> None:
        super().__init__(label, validators, **kw)
        self.least, self.most = least, most
        self.sentence = _l("Tulis angka bulat dari %(least)s sampai %(most)s.", least=least, most=most)

    def read(self, text: str) -> int:
        """Text → number within the bounds."""
        if not _WHOLE.fullmatch(text) or not self.least <= int(text) <= self.most:
            raise ValueError
        return int(text)


class LocalDateField(TypedField):
    """A date of the city's calendar; the browser's date input sends `YYYY-MM-DD`."""

    sentence = _l("Tulis tanggal yang ada, misalnya 7 November 2026 sebagai 2026-11-07.")

    def read(self, text: str) -> date:
        """`YYYY-MM-DD` or `DD-MM-YYYY` → date."""
        match = _LOCAL_DATE.fullmatch(text)
        if re.fullmatch(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}", text, re.ASCII):
            day, month, year = map(int, re.split(r"[-/.]", text))
        elif match:
            year, month, day = map(int, match.groups())
        else:
            raise ValueError
        if year not in _YEARS:
            raise ValueError
        return date(year, month, day)


class PeriodField(TypedField):
    """A month. Browsers without a month input show a line of text, so common spellings are read, too."""

    sentence = _l("Tulis bulan sebagai tahun-bulan, misalnya 2026-11, atau November 2026.")

    def read(self, text: str) -> Period:
        """`2026-11`, `11-2026`, `11/2026`, `11.2026` or `November 2026` → Period."""
        if match := _MONTH_FIRST.fullmatch(text):
            return Period.parse(f"{match[2]}-{int(match[1]):02}")
        name, _blank, year = text.partition(" ")
        if name.casefold() in _MONTH_NUMBERS:
            return Period.parse(f"{year.strip()}-{_MONTH_NUMBERS[name.casefold()]:02}")
        return Period.parse(text)


class NipField(TypedField):
    """18 ASCII digits after blanks, dots and a leading apostrophe are removed; only the shape is checked."""

    def read(self, text: str) -> str:
        """Text → 18 digits."""
        digits = re.sub(r"[\s.]", "", text.lstrip("'’"))
        if not re.fullmatch(r"[0-9]{18}", digits, re.ASCII):
            raise ValidationError(
                _l(
                    "NIP harus 18 angka. Yang diketik %(count)s huruf atau angka; periksa lagi.",
                    count=len(digits),
                )
            )
        return digits


class IdField(TypedField):
    """The number of a row, as hidden input or select."""

    sentence = _l("Pilihan tidak dikenal. Pilih lagi dari daftar.")

    def read(self, text: str) -> int:
        """Text → id of at most 15 digits."""
        return read_id(text)


class ChoiceField(SelectField):
    """A select whose refusal says what to do. Choices may be (value, label) pairs."""

    def __init__(self, label: Any = None, validators: Any = None, choices: Any = None, **kw: Any) -> None:
        pairs = choices if choices is None or callable(choices) else [SelectChoice(*one) for one in choices]
        super().__init__(label, validators, choices=pairs, **kw)

    def pre_validate(self, form: Any) -> None:
        """Require one of the choices."""
        if not any(self.data == self.coerce(value) for value, *_rest in self.iter_choices()):
            raise ValidationError(_l("Pilih salah satu dari daftar."))


__all__ = [
    "BaseForm", "ChoiceField", "Field", "IdField", "IntegerField", "LocalDateField", "NipField", "ParagraphField",
    "PeriodField", "ReasonField", "RupiahField", "TextField", "TypedField", "WholeField", "at_most", "clean_text",
    "optional", "required",
]  # fmt: skip
