"""The city's tree of units. The root has no parent; an OPD is a direct child of the root (decisions 7)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from app.directory.rules.names import fold_name


class UnitRow(NamedTuple):
    """One unit as stored."""

    id: int
    external_id: str
    name: str
    parent_id: int | None


class TreeError(ValueError):
    """The rows form no tree. `reason`: no_root, two_roots, unknown_parent or cycle; `ids`: which."""

    def __init__(self, reason: str, ids: tuple[int, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ids = ids


class UnitTree:
    """All units of the city, indexed for lookups. Built once per request from one query; may be empty."""

    def __init__(
        self, rows: Iterable[tuple[int, str, str, int | None]], ended: Mapping[int, int | None] | None = None
    ) -> None:
        """Build the tree of rows (id, external_id, name, parent_id). TreeError if they form no tree.

        `ended`: ended units, each with the unit it was merged into, if any.
        """
        self.rows = {row[0]: UnitRow(*row) for row in rows}
        self.ended = dict(ended or {})
        self._children: dict[int, list[int]] = {}
        roots = []
        for unit in self.rows.values():
            if unit.parent_id is None:
                roots.append(unit.id)
            elif unit.parent_id in self.rows:
                self._children.setdefault(unit.parent_id, []).append(unit.id)
            else:
                raise TreeError("unknown_parent", (unit.id,))
        if len(roots) > 1:
            raise TreeError("two_roots", tuple(roots))
        if self.rows and not roots:
            raise TreeError("no_root", tuple(self.rows))
        self.root: int | None = roots[0] if roots else None
        self._opd = self._find_opds()

    def _find_opds(self) -> dict[int, int]:
        """Unit id → id of its OPD, walking down from the root. Units that are not reached form a cycle."""
        opds: dict[int, int] = {}
        pending = [] if self.root is None else [(self.root, self.root)]
        while pending:
            unit, opd = pending.pop()
            opds[unit] = opd
            for child in self._children.get(unit, ()):
                pending.append((child, child if unit == self.root else opd))
        circle = tuple(sorted(self.rows.keys() - opds.keys()))
        if circle:
            raise TreeError("cycle", circle)
        return opds

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self.rows

    def __len__(self) -> int:
        return len(self.rows)

    def name(self, unit_id: int | None) -> str:
        """The unit's name; empty for None. KeyError for an id that is not in the tree."""
        return "" if unit_id is None else self.rows[unit_id].name

    def opd_of(self, unit_id: int | None) -> int | None:
        """The OPD of a unit: its ancestor that is a child of the root; the root's OPD is the root itself."""
        return None if unit_id is None else self._opd.get(unit_id)

    def opd_name(self, unit_id: int | None) -> str:
        """The name of the unit's OPD; empty for None."""
        return self.name(self.opd_of(unit_id))

    def is_ended(self, unit_id: int | None) -> bool:
        """Whether the unit has ended; an ended unit is still found by its id."""
        return unit_id in self.ended

    def successor(self, unit_id: int) -> int | None:
        """The unit itself, or the last one it was merged into; None if it ended without a successor."""
        seen: set[int] = set()
        here: int | None = unit_id
        while here is not None and here in self.ended and here not in seen:
            seen.add(here)
            here = self.ended[here]
        return here if here not in seen else None

    def opds(self) -> tuple[int, ...]:
        """Ids of the OPDs, sorted by name, without the root and ended ones."""
        return self.children(self.root) if self.root is not None else ()

    def children(self, unit_id: int) -> tuple[int, ...]:
        """Ids of the direct children, sorted by name, without ended ones."""
        there = [child for child in self._children.get(unit_id, ()) if child not in self.ended]
        return tuple(sorted(there, key=lambda child: fold_name(self.rows[child].name)))

    def below(self, unit_id: int) -> frozenset[int]:
        """The unit itself and all below it."""
        ids = [unit_id]
        for unit in ids:
            ids.extend(self._children.get(unit, ()))
        return frozenset(ids)

    def branches(self, roots: Sequence[int]) -> dict[int, int]:
        """Unit id → id of the branch it is counted in: a child of the only root, or one of several roots."""
        if len(roots) != 1:
            return {unit: root for root in roots for unit in self.below(root)}
        (root,) = roots
        found = {root: root}
        for child in self.children(root):
            found.update(dict.fromkeys(self.below(child), child))
        return found

    def path(self, unit_id: int) -> str:
        """`Dinas Pendidikan › SMP Negeri 4`: the unit after its OPD."""
        opd = self.opd_of(unit_id)
        return self.name(unit_id) if opd in (None, unit_id) else f"{self.name(opd)} › {self.name(unit_id)}"

    def ancestors(self, unit_id: int) -> tuple[int, ...]:
        """The unit itself and its ancestors, the root last."""
        ids = []
        here: int | None = unit_id
        while here is not None:
            ids.append(here)
            here = self.rows[here].parent_id
        return tuple(ids)

    @cached_property
    def by_external_id(self) -> dict[str, int]:
        """UNOR ID (upper case, stripped) → unit id."""
        return {unit.external_id.strip().upper(): unit.id for unit in self.rows.values()}

    @cached_property
    def by_name(self) -> dict[str, int | None]:
        """Folded name → unit id; None if several units share the name. An ended unit is found by its name unless
        another unit has it."""
        ids: dict[str, int | None] = {}
        for rows in (self._list_names(ended=False), self._list_names(ended=True)):
            counts = Counter(folded for folded, _unit in rows)
            for folded, unit in rows:
                ids.setdefault(folded, unit if counts[folded] == 1 else None)
        return ids

    def _list_names(self, *, ended: bool) -> list[tuple[str, int]]:
        return [(fold_name(row.name), row.id) for row in self.rows.values() if self.is_ended(row.id) is ended]
