"""Lists booths with their numbers of tills and open shifts, for pages."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from app.booths.models import Booth
from app.booths.rules import OpeningHours, read_hours
from app.directory.lookups import unit_name_today
from app.directory.models import Unit
from app.extensions import db
from app.shared.columns import table
from app.tills.models import Shift, Till

_BOOTH, _TILL, _SHIFT, _UNIT = table(Booth), table(Till), table(Shift), table(Unit)


@dataclass(frozen=True, slots=True)
class BoothRow:
    """A booth in the list, with its unit's name and its numbers of tills and open shifts."""

    id: int
    name: str
    mode: str
    is_active: bool
    unit: str | None
    tills: int
    open_shifts: int
    address: str
    hours: OpeningHours | None


def list_booths(ids: Collection[int] | None = None, *, active_only: bool = False) -> list[BoothRow]:
    """Booths by name (only these if ids are given), with counts. One statement."""
    is_enrolled = _TILL.c.cashier_id.is_(None)  # not a cashier's own browser: each sign-in makes one of those
    tills = select(func.count()).where(
        _TILL.c.booth_id == _BOOTH.c.id, _TILL.c.revoked_at.is_(None), is_enrolled
    )
    shifts = select(func.count()).where(_SHIFT.c.booth_id == _BOOTH.c.id, _SHIFT.c.closed_at.is_(None))
    statement = select(
        _BOOTH.c.id,
        _BOOTH.c.name,
        _BOOTH.c.mode,
        _BOOTH.c.is_active,
        unit_name_today(),
        tills.correlate(_BOOTH).scalar_subquery(),
        shifts.correlate(_BOOTH).scalar_subquery(),
        _BOOTH.c.address,
        _BOOTH.c.hours,
    ).join_from(_BOOTH, _UNIT, _BOOTH.c.unit_id == _UNIT.c.id, isouter=True)
    if ids is not None:
        statement = statement.where(_BOOTH.c.id.in_(ids))
    if active_only:
        statement = statement.where(_BOOTH.c.is_active)
    ordered = statement.order_by(_BOOTH.c.is_active.desc(), _BOOTH.c.search_name)
    return [BoothRow(*row[:-1], read_hours(row.hours)) for row in db.session.execute(ordered)]
