"""Counts the people who met the minimum, fell short or were exempt, by month and unit. Closed months are summed from
their snapshots by the database, without later supplements; open months are live."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.closing.models import Closing, SnapshotRow
from app.closing.snapshot_scope import find_snapshot_scope
from app.compliance.rules import StatusSum
from app.compliance.status_counts import count_statuses
from app.directory.rules import UnitTree
from app.extensions import db
from app.months.queries import list_months
from app.shared.columns import table
from app.shared.period import Period

_CLOSING, _SNAPSHOT = table(Closing), table(SnapshotRow)


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of people of a month, or of a part of it; `bought`: whole rupiah by all of them, of any status.

    `others`: people who are not obliged, without a rule, or not recorded.
    """

    met: int = 0
    short: int = 0
    exempt: int = 0
    bought: int = 0
    others: int = 0

    @property
    def obliged(self) -> int:
        """The denominator."""
        return self.met + self.short

    def __add__(self, other: "Counts") -> "Counts":
        """The sum of two parts."""
        return Counts(
            self.met + other.met,
            self.short + other.short,
            self.exempt + other.exempt,
            self.bought + other.bought,
            self.others + other.others,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's people of one status, with the OPD they are recapped under (as frozen, in a closed month)."""

    opd_id: int | None
    unit_id: int | None
    counts: Counts


def add_up(counts: Iterable[Counts]) -> Counts:
    """The sum of all counts."""
    return sum(counts, Counts())


def list_parts(period: Period, tree: UnitTree, *, unit_ids: Collection[int] | None = None) -> list[Part]:
    """One month by unit, `unit_ids` only if given; empty before recording began. Few statements."""
    closed = _versions([period])
    if period not in closed:
        live = count_statuses([period], unit_ids=unit_ids)[period]
        return [
            Part(tree.opd_of(unit_id) if unit_id in tree else None, unit_id, _counts(status, sums))
            for (unit_id, status), sums in live.items()
        ]
    place = (_SNAPSHOT.c.opd_id, _SNAPSHOT.c.unit_id)
    rows = db.session.execute(_select_frozen(closed, place, unit_ids))
    return [
        Part(opd_id, unit_id, _counts(status, StatusSum(people, int(bought))))
        for _period, opd_id, unit_id, status, people, bought in rows
    ]


def list_month_counts(
    periods: Sequence[Period], *, unit_ids: Collection[int] | None = None
) -> dict[Period, Counts | None]:
    """The counts of months in the given order; None before recording began. One statement for all closed months."""
    closed = _versions(periods)
    counts: dict[Period, Counts | None] = dict.fromkeys(periods)
    still_open = [period for period in periods if period not in closed]
    for period, sums in count_statuses(still_open, unit_ids=unit_ids).items():
        if sums:
            counts[period] = add_up(_counts(status, one) for (_unit, status), one in sums.items())
    for period, status, people, bought in db.session.execute(_select_frozen(closed, (), unit_ids)):
        counts[period] = (counts[period] or Counts()) + _counts(status, StatusSum(people, int(bought)))
    return counts


def _versions(periods: Sequence[Period]) -> dict[Period, int]:
    """The closed ones of these months, each with the version in force."""
    return {
        month.period: month.version for month in list_months() if month.is_closed and month.period in periods
    }


def _counts(status: str | None, sums: StatusSum) -> Counts:
    group = status if status in ("met", "short", "exempt") else "others"
    return Counts(**{group: sums.people}, bought=sums.bought)


def _select_frozen(
    closed: dict[Period, int],
    place: Sequence[ColumnElement[Any]],
    unit_ids: Collection[int] | None,
) -> Select[Any]:
    """Month, place, status, people and rupiah of the closings in force; an index covers the query."""
    keys = (_CLOSING.c.period, *place, _SNAPSHOT.c.status)
    in_force = [(_CLOSING.c.period == period) & (_CLOSING.c.version == one) for period, one in closed.items()]
    query = (
        select(*keys, func.count(), func.coalesce(func.sum(_SNAPSHOT.c.bought), 0))
        .join(_SNAPSHOT, _SNAPSHOT.c.closing_id == _CLOSING.c.id)
        .where(or_(False, *in_force))
        .group_by(*keys)
    )
    if unit_ids is not None:
        query = query.where(find_snapshot_scope(closed, unit_ids).condition())
    return query
