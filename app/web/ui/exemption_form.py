"""Shared parts of finance's and an OPD's exemption pages: labels, the form, and the search for its person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.compliance.effects import Effect, list_effects
from app.compliance.exemptions import ExemptionRow
from app.compliance.rules import KINDS, ExemptionValue
from app.compliance.services import ExemptionDraft
from app.directory.queries import EmployeeHit, find_employee_by_number, get_employee, search_employees
from app.directory.rules import UnitTree
from app.web.ui.forms import (
    BaseForm,
    ChoiceField,
    IdField,
    LocalDateField,
    PeriodField,
    TextField,
    at_most,
    optional,
    required,
)

MOST_CANDIDATES = 20
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
STATE_WORDS = {
    "proposed": _l("Menunggu keputusan"),
    "approved": _l("Berlaku"),
    "rejected": _l("Ditolak"),
    "revoked": _l("Dicabut"),
}


def state_word(row: ExemptionRow) -> str:
    """Return the label of an exemption's state; one withdrawn by its proposers has its own."""
    return _("Ditarik kembali") if row.is_withdrawn else str(STATE_WORDS[row.state])


class ExemptionForm(BaseForm):
    """The exempt people, the months, the reason and its letter. `seen` is the hash of the previewed draft."""

    scope = RadioField(_l("Siapa yang dibebaskan"), default="person")
    person = TextField(_l("Orang yang dibebaskan"), [optional(), at_most(200)])
    employee_id = IdField(_l("Pilih orangnya"), [optional()])
    person_was = HiddenField()
    unit = ChoiceField(_l("Unit"), coerce=str)
    tier = ChoiceField(_l("Jenjang"), coerce=str)
    from_period = PeriodField(_l("Mulai bulan"), [required(_l("Bulan pertama"))])
    until_period = PeriodField(_l("Sampai bulan"), [optional()])
    kind = ChoiceField(_l("Alasan"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    letter_number = TextField(_l("Nomor surat"), [required(_l("Nomor surat")), at_most(120)])
    letter_date = LocalDateField(_l("Tanggal surat"), [required(_l("Tanggal surat"))])
    sure = BooleanField(_l("Ya, semua orang dibebaskan pada bulan-bulan ini"))
    seen = HiddenField()

    def offer(
        self, tree: UnitTree, roots: Sequence[int], tiers: Mapping[str, str], scopes: Sequence[str]
    ) -> "ExemptionForm":
        """Fill the choices: the units below these roots, these tiers, and these scopes."""
        self.scope.choices = [SelectChoice(scope, SCOPE_WORDS[scope]) for scope in scopes]
        units = [("", _l("Pilih unit")), *_unit_choices(tree, roots)]
        self.unit.choices = [SelectChoice(value, label) for value, label in units]
        codes = [("", _l("Pilih jenjang")), *tiers.items()]
        self.tier.choices = [SelectChoice(value, label) for value, label in codes]
        if "tier" not in scopes:
            del self.tier
        return self

    def validate_until_period(self, field: PeriodField) -> None:
        """Require that the last month is not before the first."""
        if field.data and self.from_period.data and field.data < self.from_period.data:
            raise ValidationError(_l("Bulan terakhir harus sama dengan atau sesudah bulan pertama."))

    def find_subject(self, tree: UnitTree, within: frozenset[int] | None = None) -> Sequence[EmployeeHit]:
        """Check that the chosen scope names somebody (`within`: posted in these units). If several people have the
        typed name, return them to choose from."""
        scope = self.scope.data
        if scope == "person":
            return self._find_person(tree, within)
        if scope in ("unit", "tier") and scope in self and not self[scope].data:  # an OPD is offered no tier
            self[scope].errors = [_("Pilih salah satu dari daftar.")]
        return []

    def _find_person(self, tree: UnitTree, within: frozenset[int] | None) -> Sequence[EmployeeHit]:
        """Fill `employee_id` from the typed text. A choice made for another text no longer counts."""
        text = self.person.data or ""
        if self.employee_id.data and self.person_was.data == text:
            if within is None or get_employee(self.employee_id.data).unit_id in within:
                return []
        self.person_was.data = text
        person = find_employee_by_number(text)
        if person is not None and within is not None and get_employee(person).unit_id not in within:
            person = None
        hits = (
            [] if person or not text else search_employees(text, MOST_CANDIDATES, within, tree, by_part=True)
        )
        if not person and len(hits) == 1:
            person = hits[0].id
        self.employee_id.data = person
        if not person:
            self.person.errors = [_not_one(text, hits, is_narrow=within is not None)]
        return [] if person else hits

    def draft(self) -> ExemptionDraft:
        """Return the draft as the service takes it. Call it on a valid form."""
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

    def was_seen(self, draft: ExemptionDraft) -> bool:
        """Whether exactly this draft was previewed already; mark it as previewed."""
        seen = repr(sorted((name, str(value)) for name, value in asdict(draft).items()))
        before, self.seen.data = self.seen.data, seen
        return bool(before == seen)


def effect_of(draft: ExemptionDraft) -> Effect:
    """Return who would be exempt if this draft were in force."""
    value = ExemptionValue(
        0,
        draft.scope,
        draft.employee_id,
        draft.unit_id,
        draft.tier_code,
        draft.from_period,
        draft.until_period,
        draft.kind,
        draft.letter_number,
        draft.letter_date,
    )
    return list_effects([value])[0]


def name_of(draft: ExemptionDraft) -> str:
    """Return the name of the person a draft is about; empty for other scopes."""
    return get_employee(draft.employee_id).full_name if draft.employee_id else ""


def _unit_choices(tree: UnitTree, roots: Sequence[int]) -> Iterable[tuple[str, str]]:
    """Return the tree from these roots down, each unit below its parent."""
    pending = [(root, 0) for root in reversed(roots)]
    while pending:
        unit, depth = pending.pop()
        yield str(unit), f"{'— ' * depth}{tree.name(unit)}"
        pending.extend((child, depth + 1) for child in reversed(tree.children(unit)))


def _not_one(text: str, hits: Sequence[EmployeeHit], *, is_narrow: bool) -> str:
    if hits:
        return _("Ada beberapa orang yang cocok. Pilih satu di bawah.")
    if text and is_narrow:
        return _("Tidak ada yang cocok di antara pegawai Anda. Periksa NIP, kode, atau ejaan namanya.")
    if text:
        return _("Tidak ada yang cocok. Periksa NIP, kode, atau ejaan namanya.")
    return _("Tulis NIP, kode, atau nama orangnya.")
