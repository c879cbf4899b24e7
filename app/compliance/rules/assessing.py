"""Computes minimum, shortfall and status of one person in one month (decisions 1, 3, 4, 5). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from app.minimums.rules import Tier
from app.shared.period import Period

Status = Literal["met", "short", "exempt", "not_obliged", "no_rule"]
STATUSES: tuple[Status, ...] = ("met", "short", "exempt", "not_obliged", "no_rule")
Scope = Literal["person", "unit", "tier", "everyone"]
SCOPES: tuple[Scope, ...] = ("person", "unit", "tier", "everyone")
KINDS = ("cuti", "tugas belajar", "sakit", "bencana", "lainnya")
ACTIVE = "active"

_OUT_OF_SERVICE = {
    "pension": "pensiun",
    "death": "wafat",
    "leave": "cuti di luar tanggungan negara",
    "dismissed": "diberhentikan",
    "left": "pindah atau berhenti",
}


class StandingRow(NamedTuple):
    """One person in one month, as pages, reports and snapshots show them. Amounts in whole rupiah.

    `unit` … `grade` are those of the reference day (for people who came later, of the month's end). `status` is None
    in a month before recording began; `minimum` is None for the statuses not obliged, exempt and no rule.
    """

    employee_id: int
    nip: str | None
    code: str | None
    name: str
    employment: str
    position: str
    echelon: str
    grade: str
    unit_id: int | None
    unit: str | None
    opd_id: int | None
    opd: str | None
    tier: str | None
    tier_name: str | None
    minimum: int | None
    bought: int
    shortfall: int
    status: Status | None
    note: str


class Standing(NamedTuple):
    """The result of `assess`. `minimum` and `shortfall` in whole rupiah; `note` gives the reason, in Indonesian."""

    status: Status | None
    tier: Tier | None
    minimum: int | None
    shortfall: int
    note: str


@dataclass(frozen=True, slots=True)
class ExemptionValue:
    """An approved exemption: its subject (by scope), first and last month (inclusive), and its letter."""

    id: int
    scope: Scope
    employee_id: int | None
    unit_id: int | None
    tier_code: str
    from_period: Period
    until_period: Period | None
    kind: str
    letter_number: str
    letter_date: date

    def holds_in(self, period: Period) -> bool:
        """Whether it covers this month."""
        return self.from_period <= period and (self.until_period is None or period <= self.until_period)

    @property
    def note(self) -> str:
        """Kind and letter, no more (decisions 4: no medical detail)."""
        return f"dibebaskan ({self.kind}), surat {self.letter_number} tanggal {format_date(self.letter_date)}"


@dataclass(frozen=True, slots=True)
class Reduction:
    """A reduction of everybody's minimum in a month by `percent` (1–100); 100 waives it (decisions 4)."""

    period: Period
    percent: int
    reason: str
    letter_number: str
    letter_date: date

    @property
    def note(self) -> str:
        """The reduction and its letter, in Indonesian."""
        act = "ditiadakan untuk semua" if self.percent == 100 else f"diturunkan {self.percent} % untuk semua"
        return f"batas bulan ini {act}, surat {self.letter_number} tanggal {format_date(self.letter_date)}"


def format_date(day: date) -> str:
    """A date as letters quote it: `03-11-2026`."""
    return f"{day.day:02}-{day.month:02}-{day.year}"


def reference_day(period: Period, day: int, today: date) -> date:
    """The date whose posting decides (decisions 1): the month's `day` (1–28), or today if that is in the future."""
    return min(period.first_day.replace(day=day), today)


def is_recorded(period: Period, recording_start: Period | None, this_period: Period) -> bool:
    """Whether sales of a month were recorded (decisions 5). Without any sale yet, recording begins this month."""
    return period >= (recording_start or this_period)


def lowered_minimum(minimum: int, lowered: Reduction | None) -> int:
    """The minimum after the month's reduction in whole rupiah, rounded down in the person's favour."""
    return minimum if lowered is None else minimum * (100 - lowered.percent) // 100


class ExemptionBook:
    """The exemptions of one month, indexed by person, unit and tier."""

    def __init__(self, exemptions: Iterable[ExemptionValue]) -> None:
        """Index exemptions that apply to the month; of several for one subject the first is used."""
        self._by_scope: dict[tuple[Scope, int | str | None], ExemptionValue] = {}
        for exemption in exemptions:
            subject = {
                "person": exemption.employee_id,
                "unit": exemption.unit_id,
                "tier": exemption.tier_code,
            }.get(exemption.scope)
            self._by_scope.setdefault((exemption.scope, subject), exemption)
        self._has_units = any(scope == "unit" for scope, _ in self._by_scope)

    def find(self, employee_id: int, units: Iterable[int], tier_code: str | None) -> ExemptionValue | None:
        """The exemption that applies to a person: their own, else the unit's, the tier's or everyone's.

        `units`: the person's unit and its ancestors, nearest first.
        """
        by_scope = self._by_scope
        if not by_scope:
            return None
        found = by_scope.get(("person", employee_id))
        if found is None and self._has_units:
            found = next((by_scope[("unit", unit)] for unit in units if ("unit", unit) in by_scope), None)
        return found or by_scope.get(("tier", tier_code)) or by_scope.get(("everyone", None))


def assess(
    *,
    reference_service: str | None,
    last_service: str | None,
    tier: Tier | None,
    has_decree: bool,
    exemption: ExemptionValue | None,
    lowered: Reduction | None,
    bought: int,
    recorded: bool = True,
) -> Standing:
    """Decide one person's month: the first that applies of not_obliged, exempt, no_rule, met, short (decisions 3).

    `reference_service` and `last_service` are the service of the posting in force on the reference day and on the
    month's last day, None if there is no posting yet. `bought` in whole rupiah, net of reversals.
    """
    if not recorded:
        return Standing(None, None, None, 0, "belum dicatat")
    out = _why_not_obliged(reference_service, last_service)
    if out:
        return Standing("not_obliged", None, None, 0, out)
    if exemption is not None:
        return Standing("exempt", tier, None, 0, exemption.note[:300])
    if lowered is not None and lowered.percent == 100:
        return Standing("exempt", tier, None, 0, lowered.note[:300])
    if tier is None or tier.minimum is None:
        return Standing("no_rule", tier, None, 0, _why_no_rule(tier, has_decree))
    minimum = lowered_minimum(tier.minimum, lowered)
    note = lowered.note[:300] if lowered is not None else ""
    if bought >= minimum:
        return Standing("met", tier, minimum, 0, note)
    return Standing("short", tier, minimum, minimum - bought, note)


def _why_not_obliged(reference_service: str | None, last_service: str | None) -> str:
    if reference_service is None:
        return "belum bertugas pada hari acuan"
    if reference_service != ACTIVE:
        return f"tidak bertugas pada hari acuan ({_OUT_OF_SERVICE.get(reference_service, reference_service)})"
    if last_service != ACTIVE:
        return f"tidak bertugas sampai akhir bulan ({_OUT_OF_SERVICE.get(last_service or '', last_service)})"
    return ""


def _why_no_rule(tier: Tier | None, has_decree: bool) -> str:
    if not has_decree:
        return "belum ada aturan yang berlaku pada bulan ini"
    return "tidak ada jenjang yang cocok" if tier is None else "jenjang ini belum mempunyai jumlah"
