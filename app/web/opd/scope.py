"""The units that this login looks after: those of its role and all below, as long as the person is posted there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_login import current_user

from app.closing.snapshot_scope import list_units_then
from app.compliance.terms import reference_day_of
from app.directory.queries import get_employee, load_tree_history
from app.directory.rules import TreeHistory, UnitTree
from app.shared import clock
from app.shared.period import Period


@dataclass(frozen=True, slots=True)
class OwnUnits:
    """`roots` are the units of the role, none below another; `units` are those and all below them.

    `former`: units that belonged to them in a closed month and no longer do, with their names of that time.
    """

    history: TreeHistory
    tree: UnitTree
    roots: tuple[int, ...]
    units: frozenset[int]
    former: Mapping[int, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the names of the roots, for headings."""
        return " · ".join(self.tree.name(root) for root in self.roots)

    def branches(self) -> dict[int, int]:
        """Return, for each unit, the part of the own tree in which it is counted: the units directly below a single
        root, or the roots if there are several. A former unit is its own part."""
        return self.tree.branches(self.roots) | {unit: unit for unit in self.former}

    def name(self, unit_id: int) -> str:
        """Return a unit's name; for a former unit, its name of that time."""
        return self.former.get(unit_id) or self.tree.name(unit_id)

    def at(self, period: Period) -> "OwnUnits":
        """Return the own units of a month: a closed month includes units that have left since (decisions 16), an open
        one has the units of its reference day."""
        if not self.units:
            return self
        then = list_units_then(period, self.units)
        if then is None:
            tree = self.history.on(reference_day_of(period, clock.today()))
            units = frozenset().union(*(tree.below(root) for root in self.roots))
            return replace(self, tree=tree, units=units)
        return replace(self, former={unit: name for unit, name in then.items() if unit not in self.units})


def get_own_units() -> OwnUnits:
    """Return the own units of this login; none once the person is no longer posted in that OPD (decisions 21).
    A login without a person has no posting that could end."""
    history = load_tree_history()
    tree = history.on(clock.today())
    granted = {unit for unit in current_user.scope("opd") if unit in tree}
    if granted and current_user.employee_id is not None:
        person = get_employee(current_user.employee_id)
        here = tree.opd_of(person.unit_id) if person.service == "active" else None
        granted = {unit for unit in granted if tree.opd_of(unit) == here}
    roots = [unit for unit in granted if not granted & set(tree.ancestors(unit)[1:])]
    roots.sort(key=lambda unit: (tree.name(unit), unit))
    return OwnUnits(history, tree, tuple(roots), frozenset().union(*(tree.below(root) for root in roots)))
