"""Logins for the people who issue them: cashiers with their PINs, holders of cards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from app.accounts.models import AccessCard, CashierPin, User, UserRole
from app.extensions import db
from app.shared.columns import table
from app.shared.errors import NotFound

_USER, _ROLE, _PIN = table(User), table(UserRole), table(CashierPin)
_CARD = table(AccessCard)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A cashier's account. `booth_ids`: its booths, empty for all; `valid_until`: None for no end.

    `has_password`: it may also open pages; a day's account opens tills only. `pin_set_at`: None without a PIN.
    """

    id: int
    username: str
    name: str
    valid_until: date | None
    has_password: bool
    pin_set_at: datetime | None
    booth_ids: frozenset[int]

    def is_within(self, scope: Collection[int] | None) -> bool:
        """Whether a manager of these booths (None: all) is responsible for all of this account's booths."""
        return scope is None or bool(self.booth_ids and self.booth_ids <= frozenset(scope))


def list_staff(scope: Collection[int] | None, today: date) -> list[StaffRow]:
    """Active cashiers of these booths (None: of all) by name, also those of all booths. One statement."""
    query = (
        select(
            _USER.c.id,
            _USER.c.username,
            _USER.c.display_name,
            _USER.c.valid_until,
            _USER.c.password_hash != "",
            _PIN.c.set_at,
            _ROLE.c.booth_id,
        )
        .join_from(_USER, _ROLE, _ROLE.c.user_id == _USER.c.id)
        .outerjoin(_PIN, _PIN.c.user_id == _USER.c.id)
        .where(_ROLE.c.role == "cashier", _USER.c.is_active.is_(True))
        .where(or_(_USER.c.valid_until.is_(None), _USER.c.valid_until >= today))
        .order_by(func.lower(_USER.c.display_name), _USER.c.id)
    )
    staff: dict[int, tuple[tuple[object, ...], set[int | None]]] = {}
    for row in db.session.execute(query):
        staff.setdefault(row[0], (tuple(row[:6]), set()))[1].add(row[6])
    people = [_row(facts, booths) for facts, booths in staff.values()]
    if scope is None:
        return people
    return [person for person in people if not person.booth_ids or person.booth_ids & frozenset(scope)]


def get_staff(user_id: int, scope: Collection[int] | None, today: date) -> StaffRow:
    """One active cashier within the scope of a manager of these booths. NotFound, also outside the scope."""
    for one in list_staff(scope, today):
        if one.id == user_id and one.is_within(scope):
            return one
    raise NotFound()


def _row(facts: tuple[object, ...], booths: set[int | None]) -> StaffRow:
    """Build the row. A role bound to no booth (None in `booths`) is valid at all booths."""
    bound = frozenset(booth for booth in booths if booth is not None)
    return StaffRow(*facts, frozenset() if None in booths else bound)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class CardHolder:
    """A login that may have a card; `has_card`: one works now."""

    username: str
    name: str
    has_card: bool


def list_card_holders(user_ids: Collection[int]) -> dict[int, CardHolder]:
    """Account id → login, with whether it has a valid card. One statement."""
    is_live = and_(_CARD.c.user_id == _USER.c.id, _CARD.c.revoked_at.is_(None))
    query = (
        select(_USER.c.id, _USER.c.username, _USER.c.display_name, _CARD.c.id.is_not(None))
        .outerjoin(_CARD, is_live)
        .where(_USER.c.id.in_(user_ids))
    )
    return {row[0]: CardHolder(*row[1:]) for row in db.session.execute(query)}
