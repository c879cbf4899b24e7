"""Forms of the personnel office. They check shapes only."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.widgets import HiddenInput

from app.directory.rules import (
    ECHELONS,
    POSITION_KINDS,
    STATUSES,
    NipError,
    PostingValue,
    UnitTree,
    read_code,
    read_nip,
)
from app.directory.services import REASONS, NewPerson, default_as_of
from app.messages.roster import REFUSALS, SERVICES
from app.web.ui import imports
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    LocalDateField,
    NipField,
    ReasonField,
    TextField,
    ValidationError,
    WholeField,
    at_most,
    optional,
    required,
)


def ensure_nip(field: Any) -> None:
    """Raise ValidationError for a NIP with an impossible part, with the same sentence as for a row of a roster."""
    if not field.data:
        return  # empty, or unreadable: then the field has its sentence already
    try:
        read_nip(field.data)
    except NipError as error:
        raise ValidationError(str(REFUSALS[f"nip_{error.reason}"]).format(**error.facts)) from None


ADDITION, COMPLETE = "tambahan", "lengkap"


def _whole(text: object) -> int:
    """Read the id of a choice; 0, which no row has, for anything unreadable."""
    shown = str(text)
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 16 else 0


class UploadForm(imports.FileForm):
    """A roster file and the day from which it counts."""

    as_of = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal berlaku"))])


class UnitsForm(imports.FileForm):
    """A file of units, the first day of its changes, and the letter that orders them."""

    as_of = LocalDateField(
        _l("Perubahan berlaku sejak"), [required(_l("Tanggal berlaku"))], default=default_as_of
    )
    letter = TextField(_l("Nomor surat"), [optional(), at_most(120)])

    def options(self) -> dict[str, Any]:
        """Return the day and the letter."""
        return {"as_of": self.as_of.data, "letter": self.letter.data or ""}


class UnitsConfirmForm(imports.ConfirmForm):
    """The day and letter of a previewed file of units, sent back with the confirmation."""

    as_of = LocalDateField(
        _l("Perubahan berlaku sejak"), [required(_l("Tanggal berlaku"))], widget=HiddenInput()
    )
    letter = TextField(_l("Nomor surat"), [optional(), at_most(120)], widget=HiddenInput())

    options = UnitsForm.options


class ConfirmForm(BaseForm):
    """The confirmation of a preview; the view also reads the rows that were linked by hand.

    `scope`: whether the file is complete or an addition; `absent`: the number of people not in it, typed again.
    """

    sha256 = HiddenField()
    promise = HiddenField()
    scope = RadioField(_l("Isi berkas ini"), [optional()])
    absent = WholeField(_l("Jumlah orang yang tidak ada"), [optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope.choices = [
            (ADDITION, _("hanya tambahan atau perbaikan: orang lain tetap seperti sekarang")),
            (COMPLETE, _("daftar lengkap: yang tidak ada di dalamnya dicatat “perlu diperiksa”")),
        ]


class SearchForm(BaseForm):
    """The text to search people by."""

    text = TextField(_l("Nama, NIP atau kode"), [required(_l("Nama, NIP atau kode")), at_most(200)])


class MergeForm(BaseForm):
    """The reason why two records are one person."""

    reason = ReasonField()


class UndoImportForm(BaseForm):
    """The reason for undoing an import."""

    reason = ReasonField()


class LetterForm(BaseForm):
    """The first day and the letter, which every single change needs (decisions 11)."""

    effective_from = LocalDateField(_l("Berlaku sejak"), [required(_l("Tanggal berlaku"))])
    letter = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(120)])


class PostingForm(LetterForm):
    """A person's unit, post, status and grade from a day on: transfer, promotion or return."""

    unit_id = ChoiceField(_l("Unit kerja"), [required(_l("Unit kerja"))], coerce=_whole)
    position = TextField(_l("Jabatan"), [at_most(200)])
    status = ChoiceField(_l("Status kepegawaian"), [required(_l("Status kepegawaian"))])
    echelon = ChoiceField(_l("Eselon"), [optional()])
    position_kind = ChoiceField(_l("Jenis jabatan"), [optional()])
    grade = TextField(_l("Golongan"), [at_most(10)])

    def offer(self, tree: UnitTree) -> None:
        """Fill the choices."""
        self.unit_id.choices = unit_choices(tree)
        self.status.choices = [(status, status) for status in STATUSES]
        self.echelon.choices = [("", _("tanpa eselon")), *((one, one) for one in ECHELONS)]
        self.position_kind.choices = [("", _("tidak disebut")), *((one, one) for one in POSITION_KINDS)]

    def value(self) -> PostingValue:
        """Return the typed posting, in active service."""
        return PostingValue(
            unit_id=self.unit_id.data,
            status=self.status.data,
            echelon=self.echelon.data or "",
            position=self.position.data or "",
            position_kind=self.position_kind.data or "",
            grade=self.grade.data or "",
        )


def unit_choices(tree: UnitTree) -> list[tuple[int, str]]:
    """Return (id, label) of all units in tree order; the label names the OPD."""
    if tree.root is None:
        return []
    choices = [(tree.root, tree.name(tree.root))]
    for opd in tree.opds():
        choices.append((opd, tree.name(opd)))
        below = sorted(
            (unit for unit in tree.below(opd) - {opd} if not tree.is_ended(unit)),
            key=lambda unit: tree.name(unit).casefold(),
        )
        choices += [(unit, f"{tree.name(opd)} › {tree.name(unit)}") for unit in below]
    return choices


UNIT_FIELDS = {
    "add": {"external_id", "name", "other_id"},
    "rename": {"name"},
    "move": {"other_id"},
    "merge": {"other_id"},
    "end": set[str](),
}
"""The fields of each kind of change of the tree, beside date and letter."""


class UnitActForm(LetterForm):
    """One change of the tree; its fields depend on its kind."""

    external_id = TextField(_l("ID unit (UNOR ID)"), [required(_l("ID unit")), at_most(64)])
    name = TextField(_l("Nama unit"), [required(_l("Nama unit")), at_most(200)])
    other_id = ChoiceField(_l("Unit atasan"), [required(_l("Unit"))], coerce=_whole)

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in {"external_id", "name", "other_id"} - UNIT_FIELDS[kind]:
            del self[name]
        if kind == "merge":
            self.other_id.label.text = _("Digabung ke unit")

    def offer(self, tree: UnitTree, unit_id: int | None) -> None:
        """Fill the choices with all units but the unit itself and those below it."""
        own = tree.below(unit_id) if unit_id is not None else frozenset()
        choices = [(unit, label) for unit, label in unit_choices(tree) if unit not in own]
        if "other_id" in self:
            self.other_id.choices = [(0, _("pilih unit")), *choices]

    def validate_other_id(self, field: Any) -> None:
        """Require a parent or target where the kind has one."""
        if not field.data:
            raise ValidationError(_("Pilih unitnya."))

    def value(self, name: str) -> Any:
        """Return the value of a field; None if this kind has no such field."""
        return self[name].data if name in self else None


class NewPersonForm(PostingForm):
    """A new person: numbers, name and first posting."""

    name = TextField(_l("Nama tanpa gelar"), [required(_l("Nama")), at_most(200)])
    front_title = TextField(_l("Gelar depan"), [optional(), at_most(60)])
    back_title = TextField(_l("Gelar belakang"), [optional(), at_most(120)])
    nip = NipField(_l("NIP"), [optional()])
    code = TextField(_l("Kode"), [optional(), at_most(40)])
    is_somebody_else = BooleanField(_l("Ini orang lain yang kebetulan bernama sama"))

    def validate_nip(self, field: Any) -> None:
        """Require that each part of the number is possible."""
        ensure_nip(field)

    def person(self) -> NewPerson:
        """Return the typed person."""
        return NewPerson(
            name=" ".join(self.name.data.split()),
            nip=self.nip.data or None,
            code=read_code(self.code.data or "") or None,
            front_title=self.front_title.data or "",
            back_title=self.back_title.data or "",
        )


class DepartureForm(LetterForm):
    """The first day out of service, and the reason."""

    service = ChoiceField(_l("Alasan"), [required(_l("Alasan"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service.choices = [("", _("pilih alasan")), *((one, SERVICES[one]) for one in REASONS)]


class PresentForm(BaseForm):
    """The reason why a person missing from the roster is still in service."""

    reason = ReasonField(_l("Alasan masih bertugas"), longest=120)


class NumberForm(BaseForm):
    """A new NIP or KODE, and the letter that gives it."""

    nip = NipField(_l("NIP baru"), [optional()])
    code = TextField(_l("Kode baru"), [optional(), at_most(40)])
    letter = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(120)])
    is_sure = BooleanField(_l("Ya, tanggal lahir di NIP baru memang begitu"))

    def ensure_same_birth_date(self, old: str | None) -> bool:
        """Whether the new NIP has the birth date of the old one, or the box that confirms another date is checked."""
        new = self.nip.data
        if not (old and new) or old[:8] == new[:8] or self.is_sure.data:
            return True
        self.is_sure.errors = [
            _(
                "Tanggal lahir di NIP baru (%(new)s) lain dari yang lama (%(old)s). Periksa lagi; centang kalau memang "
                "benar.",
                new=f"{new[6:8]}-{new[4:6]}-{new[:4]}",
                old=f"{old[6:8]}-{old[4:6]}-{old[:4]}",
            )
        ]
        return False

    def validate_nip(self, field: Any) -> None:
        """Require that each part of the number is possible."""
        ensure_nip(field)
