"""Forms of exemptions and lowered months."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.compliance.rules import KINDS
from app.compliance.services import ExemptionDraft
from app.directory.rules import UnitTree
from app.web.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    LocalDateField,
    ParagraphField,
    PeriodField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)

SCOPE_WORDS = {
    "person": _l("Satu orang"),
    "unit": _l("Satu unit dan semua di bawahnya"),
    "tier": _l("Satu jenjang"),
    "everyone": _l("Semua orang"),
}
KIND_WORDS = {
    "cuti": _l("Cuti"),
    "tugas belajar": _l("Tugas belajar"),
    "sakit": _l("Sakit"),
    "bencana": _l("Bencana"),
    "lainnya": _l("Lainnya"),
}


class ExemptionForm(BaseForm):
    """Who, which months, and the letter behind it. `seen` is what was looked at before saving."""

    scope = RadioField(
        _l("Siapa yang dibebaskan"),
        choices=[SelectChoice(*pair) for pair in SCOPE_WORDS.items()],
        default="person",
    )
    person = TextField(_l("Orangnya"), [optional(), at_most(200)])
    employee_id = IdField(_l("Pilih orangnya"), [optional()])
    person_was = HiddenField()
    unit = ChoiceField(_l("Unit"), coerce=str)
    tier = ChoiceField(_l("Jenjang"), coerce=str)
    from_period = PeriodField(_l("Mulai bulan"), [required(_l("Bulan pertama"))])
    until_period = PeriodField(_l("Sampai bulan"), [optional()])
    kind = ChoiceField(_l("Alasan"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    letter_number = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(120)])
    letter_date = LocalDateField(_l("Tanggal surat"), [required(_l("Tanggal surat"))])
    seen = HiddenField()

    def offer(self, tree: UnitTree, tiers: Mapping[str, str]) -> None:
        """Fill the lists of units (by OPD) and tiers."""
        units = [("", _l("Pilih unit")), *_unit_choices(tree)]
        self.unit.choices = [SelectChoice(value, label) for value, label in units]
        codes = [("", _l("Pilih jenjang")), *tiers.items()]
        self.tier.choices = [SelectChoice(value, label) for value, label in codes]

    def validate_until_period(self, field: PeriodField) -> None:
        """The last month is not before the first."""
        if field.data and self.from_period.data and field.data < self.from_period.data:
            raise ValidationError(_l("Bulan terakhir harus sama dengan atau sesudah bulan pertama."))

    def draft(self) -> ExemptionDraft:
        """What was asked for, as the service takes it. Call it on a valid form."""
        return ExemptionDraft(
            scope=self.scope.data,
            from_period=self.from_period.data,
            until_period=self.until_period.data,
            kind=self.kind.data,
            letter_number=self.letter_number.data,
            letter_date=self.letter_date.data,
            employee_id=self.employee_id.data if self.scope.data == "person" else None,
            unit_id=int(self.unit.data) if self.scope.data == "unit" and self.unit.data else None,
            tier_code=self.tier.data if self.scope.data == "tier" else "",
        )


def _unit_choices(tree: UnitTree) -> Iterable[tuple[str, str]]:
    """The tree from its root down, each unit under what it belongs to."""
    waiting = [] if tree.root is None else [(tree.root, 0)]
    while waiting:
        unit, depth = waiting.pop()
        yield str(unit), f"{'— ' * depth}{tree.name(unit)}"
        waiting.extend((child, depth + 1) for child in reversed(tree.children(unit)))


class ReasonForm(BaseForm):
    """Why a proposal is declined."""

    reason = TextField(_l("Alasan"), [required(_l("Alasan")), at_most(300)])


class RevokeForm(ReasonForm):
    """From which month an exemption ends, and why."""

    from_period = PeriodField(_l("Wajib lagi mulai bulan"), [required(_l("Bulan"))])


class LoweredMonthForm(BaseForm):
    """A month lowered or waived for everybody."""

    period = PeriodField(_l("Bulan"), [required(_l("Bulan"))])
    percent = WholeField(_l("Diturunkan"), [required(_l("Persen"))], least=1, most=100)
    reason = ParagraphField(_l("Alasan"), [required(_l("Alasan")), at_most(300)])
    letter_number = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(120)])
    letter_date = LocalDateField(_l("Tanggal surat"), [required(_l("Tanggal surat"))])
