"""The tree of units over time: each unit as first recorded, and its changes by date. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.directory.rules.units import UnitRow, UnitTree


class UnitChange(NamedTuple):
    """A change of one unit from a day on; None changes nothing.

    `is_ended`: whether the unit has ended; `successor_id`: the unit it was merged into, if any.
    """

    unit_id: int
    effective_from: date
    name: str | None = None
    parent_id: int | None = None
    is_ended: bool | None = None
    successor_id: int | None = None


class TreeHistory:
    """Builds the tree of any day. Until its first change a unit is in every tree as it was first recorded."""

    def __init__(self, rows: Iterable[UnitRow], changes: Iterable[UnitChange] = ()) -> None:
        self.rows = tuple(rows)
        self.changes = tuple(
            sorted(changes, key=lambda change: change.effective_from)
        )  # stable: changes of one day stay in the order recorded
        self._days = [change.effective_from for change in self.changes]
        self._trees: dict[int, UnitTree] = {}

    def on(self, day: date) -> UnitTree:
        """The tree of a day; the same object for days without a change between them. TreeError if it is no tree."""
        count = bisect_right(self._days, day)
        if count not in self._trees:
            self._trees[count] = self._build(self.changes[:count])
        return self._trees[count]

    def _build(self, changes: Sequence[UnitChange]) -> UnitTree:
        rows = {row.id: row for row in self.rows}
        ended: dict[int, int | None] = {}
        for change in changes:
            row = rows[change.unit_id]
            rows[change.unit_id] = row._replace(
                name=row.name if change.name is None else change.name,
                parent_id=row.parent_id if change.parent_id is None else change.parent_id,
            )
            if change.is_ended:
                ended[change.unit_id] = change.successor_id
            elif change.is_ended is False:
                ended.pop(change.unit_id, None)
        return UnitTree(rows.values(), ended)

    def with_changes(self, changes: Iterable[UnitChange], rows: Iterable[UnitRow] = ()) -> "TreeHistory":
        """The history as it would be with more units and changes."""
        return TreeHistory((*self.rows, *rows), (*self.changes, *changes))

    def ensure_trees(self, since: date) -> None:
        """Raise TreeError unless the units form one tree on that day and on every later day of change."""
        for day in {since, *(day for day in self._days if day > since)}:
            self.on(day)
