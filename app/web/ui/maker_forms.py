"""Forms about makers, for the Dinas and for makers who register themselves; they check shapes only."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from app.makers.catalogue_rows import MAX_NAME
from app.makers.registration import MakerDraft, read_nib, read_phone
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    TextField,
    TypedField,
    at_most,
    optional,
    required,
)


class PhoneField(TypedField):
    """An Indonesian phone number, read as `08…`."""

    sentence = _l("Tulis nomor HP, misalnya 0812 3456 7890.")

    def read(self, text: str) -> str:
        """Text → digits that begin with 0."""
        phone = read_phone(text)
        if phone is None:
            raise ValueError(text)
        return phone


class NibField(TypedField):
    """A NIB of 13 digits as text."""

    sentence = _l("NIB terdiri dari 13 angka. Salin dari OSS, atau kosongkan.")

    def read(self, text: str) -> str:
        """Text → 13 digits."""
        nib = read_nib(text)
        if nib is None:
            raise ValueError(text)
        return nib


class AccountField(TypedField):
    """An account number: digits, as text."""

    sentence = _l("Nomor rekening terdiri dari 5 sampai 30 angka.")

    def read(self, text: str) -> str:
        """Text → digits without blanks, dots and dashes."""
        digits = re.sub(r"[\s.\-]", "", text)
        if not re.fullmatch(r"[0-9]{5,30}", digits, re.ASCII):
            raise ValueError(text)
        return digits


class RegisterForm(BaseForm):
    """A registration by an officer: business, phone, products."""

    name = TextField(_l("Nama usaha"), [required(_l("Nama usaha")), at_most(MAX_NAME)])
    phone = PhoneField(_l("Nomor HP"), [required(_l("Nomor HP"))])
    makes = TextField(_l("Apa yang dibuat"), [required(_l("Apa yang dibuat")), at_most(200)])

    def draft(self) -> MakerDraft:
        """Return the typed data."""
        return MakerDraft(name=self.name.data or "", phone=self.phone.data or "", makes=self.makes.data or "")


class OwnRegisterForm(RegisterForm):
    """A registration by the maker, with two more fields."""

    owner_name = TextField(_l("Nama pemilik"), [required(_l("Nama pemilik")), at_most(100)])
    village = TextField(_l("Kelurahan atau negeri"), [required(_l("Kelurahan atau negeri")), at_most(60)])

    def draft(self) -> MakerDraft:
        """Return the typed data."""
        return MakerDraft(
            name=self.name.data or "", phone=self.phone.data or "", makes=self.makes.data or "",
            owner_name=self.owner_name.data or "", village=self.village.data or "",
        )  # fmt: skip


class ProfileForm(BaseForm):
    """A maker's data; an empty field leaves the stored value."""

    owner_name = TextField(_l("Nama pemilik"), [optional(), at_most(100)])
    phone = PhoneField(_l("Nomor HP"), [optional()])
    village = TextField(_l("Kelurahan atau negeri"), [optional(), at_most(60)])
    makes = TextField(_l("Apa yang dibuat"), [optional(), at_most(200)])
    nib = NibField(_l("NIB"), [optional()])
    size_class = ChoiceField(
        _l("Skala usaha"),
        choices=[
            ("", _l("Belum diketahui")), ("mikro", _l("Mikro")), ("kecil", _l("Kecil")), ("menengah", _l("Menengah")),
        ],
    )  # fmt: skip

    bank = TextField(_l("Bank"), [optional(), at_most(40)])
    account_number = AccountField(_l("Nomor rekening"), [optional()])
    account_name = TextField(_l("Atas nama"), [optional(), at_most(100)])

    def draft(self, name: str) -> MakerDraft:
        """Return the data of the maker with this name."""
        fields: dict[str, Any] = {one.name: one.data for one in self if one.name != "csrf_token" and one.data}
        return MakerDraft(name=name, **fields)


class JoinForm(BaseForm):
    """The maker with which this record is to be merged."""

    into = IdField(_l("Sama dengan"), [required(_l("Sama dengan"))])
