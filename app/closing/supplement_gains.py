"""Computes what accepted supplements added for each person (decisions 17).

A row counts from the closing on, or from the supplement that accepted it; so does each resolution of its buyer, and a
reversal has its original's buyer. Changing the buyer adds the amount to the new one and subtracts it from the old. The
snapshot plus all gains equals what the ledger counts now (`app/closing/check.py` checks it).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from app.extensions import db
from app.months.models import LateItem, Supplement
from app.sales.models import Sale, SaleResolution
from app.shared.period import Period

_MOST_VALUES = 5_000  # sales in one IN list


@dataclass(frozen=True, slots=True)
class SupplementGain:
    """The change of one person's sum by one supplement, in whole rupiah; may be negative."""

    employee_id: int
    number: int
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger row; it counts from supplement `since` on, 0 for the closing itself.

    `resolutions`: (id, since, employee id or None for the public); the highest id that counts is in force.
    """

    amount: int
    employee_id: int | None
    since: int
    resolutions: tuple[tuple[int, int, int | None], ...] = ()


def gains_of(entry: Entry) -> Iterator[SupplementGain]:
    """The gains by each supplement from one row. Pure."""
    before = _buyer(entry, 0)
    for number in sorted({entry.since, *(since for _, since, _ in entry.resolutions)} - {0}):
        after = _buyer(entry, number)
        if after != before:
            if before is not None:
                yield SupplementGain(before, number, -entry.amount)
            if after is not None:
                yield SupplementGain(after, number, entry.amount)
        before = after


def _buyer(entry: Entry, number: int) -> int | None:
    """The employee for whom the row counts after this supplement; None for nobody."""
    if entry.since > number:
        return None
    if entry.employee_id is not None:
        return entry.employee_id
    counted = [resolution for resolution in entry.resolutions if resolution[1] <= number]
    return max(counted)[2] if counted else None


def list_gains(
    versions: Mapping[Period, int], employee_id: int | None = None
) -> dict[Period, list[SupplementGain]]:
    """Gains by month, in order of supplement and person, of these closings (period → version); sums of 0 are left out.

    `employee_id`: only that person's. The number of statements does not grow with the months.
    """
    if not versions:
        return {}
    entries = _list_entries(versions, employee_id)
    sums: dict[Period, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for period, entry in entries:
        for gain in gains_of(entry):
            sums[period][gain.number, gain.employee_id] += gain.amount
    return {
        period: [
            SupplementGain(person, number, amount)
            for (number, person), amount in sorted(found.items())
            if amount and employee_id in (None, person)
        ]
        for period, found in sums.items()
    }


def _list_entries(versions: Mapping[Period, int], employee_id: int | None) -> list[tuple[Period, Entry]]:
    """The rows that a supplement of these closings affects, with all resolutions of their buyers that count."""
    original = func.coalesce(Sale.void_of, Sale.id)
    touched = or_(
        Sale.id.in_(_accepted_in(LateItem.sale_id, versions)),
        original.in_(
            select(SaleResolution.sale_id).where(
                SaleResolution.id.in_(_accepted_in(LateItem.resolution_id, versions))
            )
        ),
    )
    month = func.coalesce(LateItem.period, Sale.period).label("month")
    query = (
        select(original, Sale.amount, Sale.employee_id, month, Sale.result, *_DECIDED)
        .outerjoin(LateItem, LateItem.sale_id == Sale.id)
        .outerjoin(Supplement, Supplement.id == LateItem.supplement_id)
        .where(touched)
        .order_by(Sale.id)
    )
    if employee_id is not None:
        query = query.where(or_(Sale.employee_id == employee_id, original.in_(_resolved_to(employee_id))))
    rows = db.session.execute(query).all()
    resolutions = _list_resolutions({row[0] for row in rows if row.employee_id is None})
    entries = []
    for sale_id, amount, person, period, *facts in rows:
        since = _since(period, versions, *facts)
        if since is not None and period in versions:
            counted = [
                (one, by, who)
                for one, who, decided in resolutions.get(sale_id, ())
                if (by := _since(period, versions, *decided)) is not None
            ]
            entries.append((period, Entry(int(amount), person, since, tuple(counted))))
    return entries


_DECIDED = (LateItem.decision, Supplement.period, Supplement.version, Supplement.number)


def _accepted_in(column: Any, versions: Mapping[Period, int]) -> Any:
    closings: list[ColumnElement[bool]] = [
        and_(Supplement.period == period, Supplement.version == version)
        for period, version in versions.items()
    ]
    return (
        select(column)
        .join(Supplement, Supplement.id == LateItem.supplement_id)
        .where(LateItem.decision == "accepted", column.is_not(None), or_(*closings))
    )


def _resolved_to(employee_id: int) -> Any:
    return select(SaleResolution.sale_id).where(SaleResolution.employee_id == employee_id)


def _list_resolutions(sale_ids: set[int]) -> dict[int, list[tuple[int, int | None, tuple[Any, ...]]]]:
    """Sale id → its resolutions as (id, employee id, values for `_since`)."""
    resolutions: dict[int, list[tuple[int, int | None, tuple[Any, ...]]]] = {}
    ordered = sorted(sale_ids)
    query = (
        select(SaleResolution.sale_id, SaleResolution.id, SaleResolution.employee_id, SaleResolution.result)
        .add_columns(*_DECIDED)
        .outerjoin(LateItem, LateItem.resolution_id == SaleResolution.id)
        .outerjoin(Supplement, Supplement.id == LateItem.supplement_id)
        .where(SaleResolution.sale_id.in_(bindparam("sales", expanding=True)))
    )
    for start in range(0, len(ordered), _MOST_VALUES):
        rows = db.session.execute(query, {"sales": ordered[start : start + _MOST_VALUES]})
        for sale_id, resolution_id, person, *facts in rows:
            resolutions.setdefault(sale_id, []).append((resolution_id, person, tuple(facts)))
    return resolutions


def _since(
    period: Period,
    versions: Mapping[Period, int],
    result: str,
    decision: str | None,
    supplement_period: Period | None,
    version: int | None,
    number: int | None,
) -> int | None:
    """The supplement from which an item counts in its month's closing: 0 for the closing itself, None for never."""
    if result == "recorded":
        return 0
    if decision != "accepted":
        return None
    return number if (supplement_period, version) == (period, versions.get(period)) else 0
