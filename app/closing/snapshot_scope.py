"""Decides which snapshot rows belong to part of the unit tree (decisions 16 and 21).

A snapshot stores each person's unit and OPD, but not the tree between them, and units may move later. The rows of a
closed month that belong to a root unit are:

- if it was an OPD: every row with it as OPD, wherever it is in today's tree, and no row of another OPD;
- else (a school, a section): rows of the units at or below it today that have the same OPD as the rows of its own
  people (without such rows: as the OPD it belongs to today).

The first set never changes. The second changes only when units move within one OPD, which a snapshot does not record.
The root of the tree has all rows of people with a posting.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.closing.models import Closing, SnapshotRow
from app.directory.queries import load_tree
from app.directory.rules import UnitTree
from app.extensions import db
from app.months.queries import get_month
from app.shared.columns import table
from app.shared.period import Period

_CLOSING, _SNAPSHOT = table(Closing), table(SnapshotRow)


@dataclass(frozen=True, slots=True)
class SnapshotScope:
    """The snapshot rows that belong to some root units. `below`: root → units at or below it today; `opds`: the OPD of
    each root in the snapshot, per month."""

    below: Mapping[int, frozenset[int]]
    opds: Mapping[Period, Mapping[int, int]]
    is_all: bool

    def hold(self, period: Period, unit_id: int | None, opd_id: int | None) -> bool:
        """Whether a snapshot row with this unit and OPD is in the scope."""
        if self.is_all:
            return unit_id is not None
        opds = self.opds.get(period, {})
        return any(
            opd_id == root or (unit_id in below and opd_id == opds[root])
            for root, below in self.below.items()
            if root in opds
        )

    def condition(self) -> ColumnElement[bool]:
        """The scope as a condition for a statement that reads snapshot rows joined to their closings."""
        if self.is_all:
            return _SNAPSHOT.c.unit_id.is_not(None)
        parts = [self._of_root(root) for root in self.below]
        return or_(_SNAPSHOT.c.opd_id.in_(list(self.below)), *parts) if parts else false()

    def _of_root(self, root: int) -> ColumnElement[bool]:
        months: dict[int, list[Period]] = {}
        for period, opds in self.opds.items():
            if opds[root] != root:
                months.setdefault(opds[root], []).append(period)
        if not months:
            return false()
        under = [and_(_SNAPSHOT.c.opd_id == opd, _CLOSING.c.period.in_(of)) for opd, of in months.items()]
        return and_(_SNAPSHOT.c.unit_id.in_(sorted(self.below[root])), or_(*under))


def find_snapshot_scope(closed: Mapping[Period, int], unit_ids: Collection[int]) -> SnapshotScope:
    """The scope of these units (including all units below them) in these closings (period → version).

    One statement besides those for the tree, for any number of months.
    """
    tree = load_tree()
    roots = _top_units(tree, unit_ids)
    if tree.root is not None and tree.root in roots:
        return SnapshotScope({}, {}, is_all=True)
    below = {root: tree.below(root) for root in roots}
    frozen = _frozen_opds(closed, roots, tree)
    opds = {
        period: {root: frozen.get((period, root), tree.opd_of(root) or root) for root in roots}
        for period in closed
    }
    return SnapshotScope(below, opds, is_all=False)


def _top_units(tree: UnitTree, unit_ids: Collection[int]) -> list[int]:
    """The units whose parent is not one of these units."""
    existing = {unit for unit in unit_ids if unit in tree}
    return sorted(unit for unit in existing if tree.rows[unit].parent_id not in existing)


def _frozen_opds(
    closed: Mapping[Period, int], roots: Collection[int], tree: UnitTree
) -> dict[tuple[Period, int], int]:
    """The OPD of each root's own people in the snapshot. OPDs are a condition so that the index is used."""
    if not closed or not roots:
        return {}
    opds = {*tree.opds(), *(one for root in roots for one in tree.ancestors(root))}
    rows = db.session.execute(
        select(_CLOSING.c.period, _SNAPSHOT.c.unit_id, func.min(_SNAPSHOT.c.opd_id))
        .join(_SNAPSHOT, _SNAPSHOT.c.closing_id == _CLOSING.c.id)
        .where(in_force(closed), _SNAPSHOT.c.opd_id.in_(sorted(opds)), _SNAPSHOT.c.unit_id.in_(list(roots)))
        .group_by(_CLOSING.c.period, _SNAPSHOT.c.unit_id)
    )
    return {(period, unit_id): opd_id for period, unit_id, opd_id in rows if opd_id is not None}


def in_force(closed: Mapping[Period, int]) -> ColumnElement[bool]:
    """The condition for these closings (period → version)."""
    named = [and_(_CLOSING.c.period == period, _CLOSING.c.version == one) for period, one in closed.items()]
    return or_(*named) if named else false()


def list_units_then(period: Period, unit_ids: Collection[int]) -> dict[int, str] | None:
    """The units of a closed month's rows in this scope, by id with their names then; None for an open month."""
    state = get_month(period)
    if not state.is_closed:
        return None
    closed = {period: state.version}
    rows = db.session.execute(
        select(_SNAPSHOT.c.unit_id, func.min(_SNAPSHOT.c.unit))
        .join(_CLOSING, _CLOSING.c.id == _SNAPSHOT.c.closing_id)
        .where(in_force(closed), find_snapshot_scope(closed, unit_ids).condition())
        .group_by(_SNAPSHOT.c.unit_id)
    )
    return {unit_id: name or "" for unit_id, name in rows if unit_id is not None}
