"""Reads of shifts. Statements on the path of a sale are prepared once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.accounts.models import User
from app.booths.models import Booth
from app.extensions import db
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.prepared_statements import PreparedStatement
from app.tills.models import Shift

_BOOTH, _SHIFT, _USER = table(Booth), table(Shift), table(User)
_OPEN_SHIFT = select(_SHIFT.c.id).where(
    _SHIFT.c.booth_id == bindparam("booth_id"),
    _SHIFT.c.cashier_id == bindparam("cashier_id"),
    _SHIFT.c.closed_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """The facts of a sale's shift that the till needs."""

    shift_id: int
    booth_id: int
    cashier_id: int


_SHIFT_FACTS = PreparedStatement(
    select(_SHIFT.c.id, _SHIFT.c.booth_id, _SHIFT.c.cashier_id).where(_SHIFT.c.uuid == bindparam("uuid"))
)


def find_shift_facts(uuid: str) -> ShiftFacts | None:
    """The shift's cashier, booth and state; None if there is no such shift."""
    row = _SHIFT_FACTS.first(db.session.connection(), {"uuid": uuid})
    return ShiftFacts(*row) if row else None


def find_open_shift(booth_id: int, cashier_id: int) -> Shift | None:
    """This cashier's open shift at this booth, or None."""
    shift = db.session.execute(
        _OPEN_SHIFT, {"booth_id": booth_id, "cashier_id": cashier_id}
    ).scalar_one_or_none()
    return db.session.get(Shift, shift) if shift else None


def find_open_shift_of(cashier_id: int, booth_ids: Collection[int] | None = None) -> Shift | None:
    """This cashier's latest open shift at any booth (or any of these), or None."""
    query = select(Shift).where(Shift.cashier_id == cashier_id, Shift.closed_at.is_(None))
    if booth_ids is not None:
        query = query.where(Shift.booth_id.in_(booth_ids))
    return db.session.scalar(query.order_by(Shift.opened_at.desc(), Shift.id.desc()).limit(1))


def get_shift(shift_id: int) -> Shift:
    """One shift. NotFound."""
    shift = db.session.get(Shift, shift_id)
    if shift is None:
        raise NotFound()
    return shift


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift in the list; amounts in whole rupiah, None if no money was counted."""

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
    """Shifts, open ones first, then the latest; only of these booths if ids are given."""
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
