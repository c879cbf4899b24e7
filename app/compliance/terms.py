"""Loads the rules of months: decree, exemptions, reduction, reference day, and whether the month was recorded.

The number of statements does not grow with the months.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from app.compliance.models import Exemption, MinimumReduction
from app.compliance.rules import (
    ExemptionBook,
    ExemptionValue,
    Reduction,
    Standing,
    assess,
    is_recorded,
    reference_day,
)
from app.directory.queries import load_tree, load_tree_history
from app.directory.rules import UnitTree
from app.extensions import db
from app.minimums.queries import list_decrees
from app.minimums.rules import DecreeValue, PostingKey, Tier, TierFinder, decree_in_force
from app.sales.queries import find_first_sale_period
from app.settings import queries as settings
from app.shared import clock
from app.shared.columns import table
from app.shared.period import Period

_EXEMPTION = table(Exemption)
_LOWERED = table(MinimumReduction)
_EXEMPTION_FIELDS = (
    "id",
    "scope",
    "employee_id",
    "unit_id",
    "tier_code",
    "from_period",
    "until_period",
    "kind",
    "letter_number",
    "letter_date",
)


class UnitNames(NamedTuple):
    """The names of a person's unit and OPD."""

    unit: str | None
    opd_id: int | None
    opd: str | None


_NOWHERE = UnitNames(None, None, None)


class MonthRules:
    """The rules of one month."""

    def __init__(
        self,
        period: Period,
        reference_day: date,
        decree: DecreeValue | None,
        exemptions: Sequence[ExemptionValue],
        lowered: Reduction | None,
        recorded: bool,
        tree: UnitTree,
        finder: TierFinder | None,
    ) -> None:
        self.period = period
        self.reference_day = reference_day
        self.decree = decree
        self.exemptions = exemptions
        self.lowered = lowered
        self.recorded = recorded
        self.tree = tree
        self.finder = finder
        self.tiers: dict[str | None, Tier] = {tier.code: tier for tier in decree.tiers} if decree else {}
        self._book = ExemptionBook(exemptions)
        self._places: dict[int, UnitNames] = {}
        self._above: dict[int, tuple[int, ...]] = {}

    def assess(
        self,
        employee_id: int,
        key: PostingKey | None,
        reference_service: str | None,
        last_service: str | None,
        bought: int,
    ) -> Standing:
        """One person's standing; `key` is the posting on the reference day, None without any posting."""
        tier = self.finder.tier_of(key) if self.finder and key is not None else None
        unit_id = key.unit_id if key else None
        return self.assess_in_tier(employee_id, tier, unit_id, reference_service, last_service, bought)

    def assess_in_tier(
        self,
        employee_id: int,
        tier: Tier | None,
        unit_id: int | None,
        reference_service: str | None,
        last_service: str | None,
        bought: int,
    ) -> Standing:
        """One person's standing; the tier of the posting was already found with `finder`."""
        return assess(
            reference_service=reference_service,
            last_service=last_service,
            tier=tier,
            has_decree=self.decree is not None,
            exemption=self._book.find(employee_id, self._units(unit_id), tier.code if tier else None),
            lowered=self.lowered,
            bought=bought,
            recorded=self.recorded,
        )

    def _units(self, unit_id: int | None) -> tuple[int, ...]:
        if unit_id is None:
            return ()
        if unit_id not in self._above:
            self._above[unit_id] = self.tree.ancestors(unit_id)
        return self._above[unit_id]

    def place(self, unit_id: int | None) -> UnitNames:
        """Names of a unit and of its OPD (decisions 7); all None for None."""
        if unit_id is None:
            return _NOWHERE
        if unit_id not in self._places:
            opd = self.tree.opd_of(unit_id)
            self._places[unit_id] = UnitNames(self.tree.name(unit_id), opd, self.tree.name(opd))
        return self._places[unit_id]

    def unit_rank(self) -> dict[int | None, int]:
        """Unit id → its position in the order of OPD name and unit name."""
        units = sorted(
            self.tree.rows, key=lambda unit: (self.tree.opd_name(unit), self.tree.name(unit), unit)
        )
        return {unit: rank for rank, unit in enumerate(units)}


def reference_day_of(period: Period, today: date) -> date:
    """The date whose posting decides a month's minimum, by the city's setting (decisions 1)."""
    return reference_day(period, settings.get_reference_day(period), today)


def find_first_recorded_month() -> Period | None:
    """The first recorded month: the month set, else that of the first sale that counts (decisions 5); None without
    both."""
    return settings.find_recording_start() or find_first_sale_period()


def load_month_tree(period: Period) -> UnitTree:
    """The unit tree on the month's reference day, for the recap of an open month."""
    return load_tree(reference_day_of(period, clock.today()))


def load_terms(periods: Sequence[Period], today: date) -> dict[Period, MonthRules]:
    """The rules of each month, with the unit tree on its reference day."""
    units, decrees = load_tree_history(), list_decrees()
    exemptions, lowered = list_exemption_values(min(periods), max(periods)), list_lowered()
    start = find_first_recorded_month()
    finders: dict[tuple[int, int], TierFinder] = {}
    found = {}
    for period in periods:
        decree = decree_in_force(decrees, period)
        day = reference_day_of(period, today)
        tree = units.on(day)
        if decree and (decree.id, id(tree)) not in finders:
            finders[decree.id, id(tree)] = TierFinder(decree.tiers, tree)
        found[period] = MonthRules(
            period,
            day,
            decree,
            [exemption for exemption in exemptions if exemption.holds_in(period)],
            lowered.get(period),
            is_recorded(period, start, Period.of(today)),
            tree,
            finders[decree.id, id(tree)] if decree else None,
        )
    return found


def list_exemption_values(first: Period, last: Period) -> list[ExemptionValue]:
    """Approved exemptions that touch these months (both inclusive), oldest first. One statement."""
    rows = db.session.execute(
        select(*(_EXEMPTION.c[name] for name in _EXEMPTION_FIELDS))
        .where(
            _EXEMPTION.c.state == "approved",
            _EXEMPTION.c.from_period <= last,
            (_EXEMPTION.c.until_period.is_(None)) | (_EXEMPTION.c.until_period >= first),
        )
        .order_by(_EXEMPTION.c.id)
    )
    return [ExemptionValue(*row) for row in rows]


def list_lowered() -> dict[Period, Reduction]:
    """Every month with a reduction. One statement."""
    columns = ("period", "percent", "reason", "letter_number", "letter_date")
    rows = db.session.execute(select(*(_LOWERED.c[name] for name in columns)).order_by(_LOWERED.c.period))
    return {row.period: Reduction(*row) for row in rows}
