"""How many met, fell short or were exempt, month after month: closed months from their snapshots, summed by the
database; open ones live. As signed: what supplements added later is not in a closed month's counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.closing.models import Closing, SnapshotRow
from app.compliance.queries import count_statuses
from app.compliance.rules import StatusSum
from app.extensions import db
from app.months.queries import list_months
from app.shared.columns import table
from app.shared.period import Period

_CLOSING, _SNAPSHOT = table(Closing), table(SnapshotRow)


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """One recorded month of a city or of some units. `bought` in whole rupiah by the people counted."""

    met: int
    short: int
    exempt: int
    bought: int
    is_closed: bool

    @property
    def obliged(self) -> int:
        """The denominator."""
        return self.met + self.short


def list_month_counts(
    periods: Sequence[Period],
    *,
    unit_ids: Collection[int] | None = None,
    opd_ids: Collection[int] | None = None,
    known: dict[Period, MonthCounts] | None = None,
) -> dict[Period, MonthCounts | None]:
    """By month, in the order asked for; None for one before recording began. `unit_ids` (give their `opd_ids`, too:
    the index wants them): only people of these units. `known` months are taken as they are."""
    known = known or {}
    asked = [period for period in periods if period not in known]
    closed = {one.period: one.version for one in list_months() if one.is_closed and one.period in asked}
    found: dict[Period, MonthCounts | None] = dict(known)
    found |= _frozen(closed, unit_ids, opd_ids)
    still_open = [period for period in asked if period not in closed]
    for period, sums in count_statuses(still_open, unit_ids=unit_ids).items():
        found[period] = None if set(sums) <= {None} else counts_of(sums, is_closed=False)
    return {period: found.get(period) for period in periods}


def counts_of(sums: dict[str | None, StatusSum], *, is_closed: bool) -> MonthCounts:
    """Status → (people, rupiah), as one value."""
    none = StatusSum(0, 0)
    people = {status: sums.get(status, none).people for status in ("met", "short", "exempt")}
    return MonthCounts(**people, bought=sum(one.bought for one in sums.values()), is_closed=is_closed)


def _frozen(
    closed: dict[Period, int], unit_ids: Collection[int] | None, opd_ids: Collection[int] | None
) -> dict[Period, MonthCounts]:
    """The closings in force, in one statement over the index alone."""
    wanted = (
        select(
            _CLOSING.c.period,
            _CLOSING.c.version,
            _SNAPSHOT.c.status,
            func.count(),
            func.coalesce(func.sum(_SNAPSHOT.c.bought), 0),
        )
        .join(_SNAPSHOT, _SNAPSHOT.c.closing_id == _CLOSING.c.id)
        .where(_CLOSING.c.period.in_(list(closed)))
        .group_by(_CLOSING.c.period, _CLOSING.c.version, _SNAPSHOT.c.status)
    )
    if opd_ids is not None:
        wanted = wanted.where(_SNAPSHOT.c.opd_id.in_(sorted(opd_ids)))
    if unit_ids is not None:
        wanted = wanted.where(_SNAPSHOT.c.unit_id.in_(sorted(unit_ids)))
    sums: dict[Period, dict[str | None, StatusSum]] = {period: {} for period in closed}
    for period, version, status, people, bought in db.session.execute(wanted):
        if closed[period] == version:
            sums[period][status] = StatusSum(int(people), int(bought))
    return {period: counts_of(found, is_closed=True) for period, found in sums.items()}
