"""Sums of standings: per OPD, per tier, for the city. Pure; every sum is a sum of the rows given."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, NamedTuple

from app.compliance.rules.assessing import StandingRow

_UNKNOWN = "Tanpa unit"
_NO_TIER = "Tanpa jenjang"
_HEAD = "Kepala daerah"


class StatusSum(NamedTuple):
    """The number of people of one status, and the sum of their purchases in whole rupiah."""

    people: int
    bought: int


@dataclass(slots=True)
class Recap:
    """Counts of people and sums of whole rupiah over some rows.

    The only definition of each count on pages, workbooks and papers: `people` is everybody listed; `in_service` all of
    them except those not obliged; `obliged` is met + short, `owing_nothing` the obliged with a minimum of Rp0.
    `minimum` and `shortfall` are sums over the obliged; `bought` is the sum of all people of the group. One person's
    surplus does not reduce another's shortfall, so `shortfall` is not `minimum` − `bought`. `is_head`: the group has
    only heads of the region.
    """

    key: int | str | None
    name: str
    people: int = 0
    met: int = 0
    short: int = 0
    exempt: int = 0
    not_obliged: int = 0
    no_rule: int = 0
    unrecorded: int = 0
    owing_nothing: int = 0
    minimum: int = 0
    bought: int = 0
    shortfall: int = 0
    is_head: bool = False

    @property
    def obliged(self) -> int:
        """The denominator: those who met and those who fell short."""
        return self.met + self.short

    @property
    def in_service(self) -> int:
        """The number of people in service: all except those not obliged."""
        return self.people - self.not_obliged

    def add(self, status: str | None, minimum: int | None, people: int, bought: int, shortfall: int) -> None:
        """Add people of one status and one minimum; `bought` and `shortfall` are their sums."""
        self.people += people
        self.bought += bought
        self.shortfall += shortfall
        status = status or "unrecorded"
        setattr(self, status, getattr(self, status) + people)
        if minimum is not None:
            self.minimum += minimum * people
            self.owing_nothing += people if minimum == 0 else 0

    def take_in(self, other: "Recap") -> None:
        """Add another group's counts and sums to this one's."""
        for name in _SUMMED_FIELDS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def count(self, status: str) -> int:
        """The number of people of one status."""
        return int(getattr(self, status))


_SUMMED_FIELDS = tuple(one.name for one in fields(Recap) if one.name not in ("key", "name", "is_head"))


def recap_by_opd(rows: Iterable[StandingRow]) -> list[Recap]:
    """One recap per OPD, by name; then the heads of the region, who are posted at the root, under the name of their
    post; last the people without a unit, who bought without ever having a posting."""
    listed = list(rows)
    recaps = _group_rows(listed, "opd_id", "opd", _UNKNOWN)
    _name_heads(recaps, listed)
    return sorted(recaps, key=lambda one: (one.key is None, one.is_head, one.name.casefold()))


def _name_heads(recaps: Iterable[Recap], rows: Iterable[StandingRow]) -> None:
    """Name a group that has only heads of the region by their post; the root's name would mean the whole city."""
    heads: dict[int | None, list[str]] = {}
    for row in rows:
        if row.employment == _HEAD:
            heads.setdefault(row.opd_id, []).append(row.position)
    for recap in recaps:
        posts = heads.get(recap.key, []) if not isinstance(recap.key, str) else []
        if posts and len(posts) == recap.people:
            recap.name, recap.is_head = " dan ".join(sorted(set(filter(None, posts)))) or _HEAD, True


def recap_by_unit(rows: Iterable[StandingRow]) -> list[Recap]:
    """One recap per leaf unit, by name, for an OPD's own page."""
    recaps = _group_rows(rows, "unit_id", "unit", _UNKNOWN)
    return sorted(recaps, key=lambda one: (one.key is None, one.name.casefold()))


def recap_by_tier(rows: Iterable[StandingRow]) -> list[Recap]:
    """One recap per tier code, highest minimum per person first; people without a tier come last."""
    recaps = _group_rows(rows, "tier", "tier_name", _NO_TIER)
    return sorted(recaps, key=lambda one: (one.key is None, -_per_head(one), one.name.casefold()))


def recap_total(rows: Iterable[StandingRow], name: str) -> Recap:
    """One recap of all rows."""
    total = Recap(None, name)
    for (status, minimum), sums in _sum_rows(rows, "status", "minimum"):
        total.add(status, minimum, *sums)
    return total


def _per_head(recap: Recap) -> float:
    return recap.minimum / recap.obliged if recap.obliged else -1


def _group_rows(rows: Iterable[StandingRow], key: str, name: str, nameless: str) -> list[Recap]:
    groups: dict[int | str | None, Recap] = {}
    for (place, called, status, minimum), sums in _sum_rows(rows, key, name, "status", "minimum"):
        if place not in groups:
            groups[place] = Recap(place, called or nameless)
        groups[place].add(status, minimum, *sums)
    return list(groups.values())


def _sum_rows(rows: Iterable[StandingRow], *fields: str) -> Iterable[tuple[tuple[Any, ...], list[int]]]:
    """Group the rows by these fields; yields the key with the sums of people, bought and shortfall."""
    found: dict[tuple[Any, ...], list[int]] = {}
    shared = attrgetter(*fields)
    for row in rows:
        sums = found.get(of := shared(row))
        if sums is None:
            sums = found[of] = [0, 0, 0]
        sums[0] += 1
        sums[1] += row.bought
        sums[2] += row.shortfall
    return found.items()


OBLIGED = "obliged"
"""What a list is filtered by to hold exactly the denominator."""
JUDGED = ("met", "short")


def filter_rows(
    rows: Iterable[StandingRow],
    *,
    status: str | None = None,
    tier: str | None = None,
    opd_id: int | None = None,
    unit_ids: frozenset[int] | None = None,
    text: str = "",
) -> list[StandingRow]:
    """The rows that pass all filters. `status`: one of the five, or `OBLIGED` for met and short; `text`: words that
    must each occur in name, position, unit, OPD or code."""
    words = text.casefold().split()
    statuses = JUDGED if status == OBLIGED else (status,)

    def holds(row: StandingRow) -> bool:
        return (
            (status is None or row.status in statuses)
            and (tier is None or row.tier == tier)
            and (opd_id is None or row.opd_id == opd_id)
            and (unit_ids is None or row.unit_id in unit_ids)
            and (not words or _contains(row, words))
        )

    return [row for row in rows if holds(row)]


def _contains(row: StandingRow, words: list[str]) -> bool:
    place = " ".join((row.name, row.position, row.unit or "", row.opd or "", row.code or "")).casefold()
    return all(word in place for word in words)
