"""Reads of booths, tills and shifts. Hot statements are built once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.accounts.models import User
from app.booths.models import Booth, Shift, Till
from app.booths.rules import hash_token
from app.directory.models import Unit
from app.extensions import db
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.hot import Hot
from app.umkm.rules import fold_name

_BOOTH, _TILL, _SHIFT = table(Booth), table(Till), table(Shift)
_USER, _UNIT = table(User), table(Unit)


@dataclass(frozen=True, slots=True)
class TillIdentity:
    """A till that showed a valid token."""

    till_id: int
    booth_id: int
    name: str
    enrolled_at: datetime
    booth_name: str
    mode: str


_BY_TOKEN = Hot(
    select(_TILL.c.id, _TILL.c.booth_id, _TILL.c.name, _TILL.c.enrolled_at, _BOOTH.c.name, _BOOTH.c.mode)
    .join_from(_TILL, _BOOTH)
    .where(_TILL.c.token_hash == bindparam("token_hash"), _TILL.c.revoked_at.is_(None))
)
_OPEN_SHIFT = select(_SHIFT.c.id).where(
    _SHIFT.c.booth_id == bindparam("booth_id"),
    _SHIFT.c.cashier_id == bindparam("cashier_id"),
    _SHIFT.c.closed_at.is_(None),
)
_SHIFT_ID = select(_SHIFT.c.id).where(_SHIFT.c.uuid == bindparam("uuid"))


def find_till_by_token(token: str) -> TillIdentity | None:
    """The till that carries this bearer token; None for an unknown or withdrawn one."""
    found = _BY_TOKEN.first(db.session.connection(), {"token_hash": hash_token(token)})
    return TillIdentity(*found) if found else None


def find_shift_id(uuid: str) -> int | None:
    """The shift a till named, or None when it is not known (yet)."""
    return db.session.execute(_SHIFT_ID, {"uuid": uuid}).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What the till needs to know of the shift a sale names."""

    shift_id: int
    booth_id: int
    cashier_id: int


_SHIFT_FACTS = Hot(
    select(_SHIFT.c.id, _SHIFT.c.booth_id, _SHIFT.c.cashier_id).where(_SHIFT.c.uuid == bindparam("uuid"))
)


def find_shift_facts(uuid: str) -> ShiftFacts | None:
    """Whose shift at which booth, or None when there is no such shift."""
    found = _SHIFT_FACTS.first(db.session.connection(), {"uuid": uuid})
    return ShiftFacts(*found) if found else None


def find_open_shift(booth_id: int, cashier_id: int) -> Shift | None:
    """This cashier's open shift at this booth, or None."""
    found = db.session.execute(
        _OPEN_SHIFT, {"booth_id": booth_id, "cashier_id": cashier_id}
    ).scalar_one_or_none()
    return db.session.get(Shift, found) if found else None


def find_open_shift_of(cashier_id: int, booth_ids: Collection[int] | None = None) -> Shift | None:
    """This cashier's latest open shift at any booth (or any of these), or None."""
    wanted = select(Shift).where(Shift.cashier_id == cashier_id, Shift.closed_at.is_(None))
    if booth_ids is not None:
        wanted = wanted.where(Shift.booth_id.in_(booth_ids))
    return db.session.scalar(wanted.order_by(Shift.opened_at.desc(), Shift.id.desc()).limit(1))


def get_shift(shift_id: int) -> Shift:
    """One shift. NotFound."""
    found = db.session.get(Shift, shift_id)
    if found is None:
        raise NotFound()
    return found


def find_booth(name: str) -> Booth | None:
    """The booth of this name (spelling folded), or None."""
    return db.session.scalar(select(Booth).where(Booth.search_name == fold_name(name)))


def get_booth(booth_id: int) -> Booth:
    """One booth. NotFound."""
    found = db.session.get(Booth, booth_id)
    if found is None:
        raise NotFound()
    return found


def get_till(till_id: int) -> Till:
    """One till. NotFound."""
    found = db.session.get(Till, till_id)
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class BoothRow:
    """A booth in the list, with its unit's name and what is going on there."""

    id: int
    name: str
    mode: str
    is_active: bool
    unit: str | None
    tills: int
    open_shifts: int


def list_booths(ids: Collection[int] | None = None, *, active_only: bool = False) -> list[BoothRow]:
    """Booths by name (only these, when ids are given), with counts, in one statement."""
    tills = select(func.count()).where(_TILL.c.booth_id == _BOOTH.c.id, _TILL.c.revoked_at.is_(None))
    shifts = select(func.count()).where(_SHIFT.c.booth_id == _BOOTH.c.id, _SHIFT.c.closed_at.is_(None))
    statement = select(
        _BOOTH.c.id,
        _BOOTH.c.name,
        _BOOTH.c.mode,
        _BOOTH.c.is_active,
        _UNIT.c.name,
        tills.correlate(_BOOTH).scalar_subquery(),
        shifts.correlate(_BOOTH).scalar_subquery(),
    ).join_from(_BOOTH, _UNIT, _BOOTH.c.unit_id == _UNIT.c.id, isouter=True)
    if ids is not None:
        statement = statement.where(_BOOTH.c.id.in_(ids))
    if active_only:
        statement = statement.where(_BOOTH.c.is_active)
    ordered = statement.order_by(_BOOTH.c.is_active.desc(), _BOOTH.c.search_name)
    return [BoothRow(*row) for row in db.session.execute(ordered)]


@dataclass(frozen=True, slots=True)
class TillRow:
    """A till in the list. `unsent` is what it last said it still holds."""

    id: int
    name: str
    booth_id: int
    booth: str
    enrolled_at: datetime
    revoked_at: datetime | None
    last_seen_at: datetime | None
    last_synced_at: datetime | None
    unsent: int


def list_tills(booth_ids: Collection[int] | None = None) -> list[TillRow]:
    """Tills by booth and name, withdrawn ones last; only of these booths, when ids are given."""
    statement = select(
        _TILL.c.id, _TILL.c.name, _TILL.c.booth_id, _BOOTH.c.name, _TILL.c.enrolled_at, _TILL.c.revoked_at,
        _TILL.c.last_seen_at, _TILL.c.last_synced_at, _TILL.c.unsent_count,
    ).join_from(_TILL, _BOOTH)  # fmt: skip
    if booth_ids is not None:
        statement = statement.where(_TILL.c.booth_id.in_(booth_ids))
    ordered = statement.order_by(_TILL.c.revoked_at.is_not(None), _BOOTH.c.search_name, _TILL.c.name)
    return [TillRow(*row) for row in db.session.execute(ordered)]


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift in the list; amounts in whole rupiah, None where no money was counted."""

    id: int
    uuid: str
    booth_id: int
    booth: str
    mode: str
    cashier: str
    opened_at: datetime
    closed_at: datetime | None
    float_amount: int | None
    counted_amount: int | None


def list_shifts(
    booth_ids: Collection[int] | None = None, *, open_only: bool = False, limit: int = 200
) -> list[ShiftRow]:
    """Shifts, open ones first, then the latest; only of these booths, when ids are given."""
    statement: Any = (
        select(
            _SHIFT.c.id, _SHIFT.c.uuid, _SHIFT.c.booth_id, _BOOTH.c.name, _BOOTH.c.mode, _USER.c.display_name,
            _SHIFT.c.opened_at, _SHIFT.c.closed_at, _SHIFT.c.float_amount, _SHIFT.c.counted_amount,
        )
        .join_from(_SHIFT, _BOOTH)
        .join(_USER, _SHIFT.c.cashier_id == _USER.c.id)
    )  # fmt: skip
    if booth_ids is not None:
        statement = statement.where(_SHIFT.c.booth_id.in_(booth_ids))
    if open_only:
        statement = statement.where(_SHIFT.c.closed_at.is_(None))
    ordered = statement.order_by(_SHIFT.c.closed_at.is_not(None), _SHIFT.c.opened_at.desc()).limit(limit)
    return [ShiftRow(*row) for row in db.session.execute(ordered)]
