"""Reads of accounts: the identity behind a request, and the lists for admins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, func, or_, select

from app.accounts.errors import UserNotFound
from app.accounts.models import ActivationCode, CashierPin, LoginSession, User, UserRole
from app.accounts.rules.codes import fingerprint
from app.accounts.rules.identity import Grant, Identity, names_of
from app.accounts.rules.life import has_ended, is_over, needs_touch
from app.directory.models import Employee
from app.directory.queries import postings_on
from app.directory.rules import full_name
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.prepared_statements import PreparedStatement

_S, _U, _R = table(LoginSession), table(User), table(UserRole)
_IDENTITY = PreparedStatement(
    select(
        _S.c.id.label("session_id"),
        _S.c.created_at,
        _S.c.last_seen_at,
        _U.c.id,
        _U.c.username,
        _U.c.display_name,
        _U.c.employee_id,
        _U.c.valid_until,
        _R.c.role,
        _R.c.unit_id,
        _R.c.booth_id,
    )
    .select_from(_S.join(_U, _U.c.id == _S.c.user_id).outerjoin(_R, _R.c.user_id == _U.c.id))
    .where(_S.c.key_hash == bindparam("key_hash"), _S.c.ended_at.is_(None), _U.c.is_active.is_(True))
)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """The identity with a session key, and whether this use of the session should be recorded."""

    identity: Identity
    needs_touch: bool


def find_identity(key: str) -> FoundSession | None:
    """The identity with this session key; None if the session has ended or expired, or the account is disabled.
    One query."""
    rows = _IDENTITY.rows(db.session.connection(), {"key_hash": fingerprint(key)})
    if not rows:
        return None
    now = clock.now()
    session_id, created_at, last_seen_at, user_id, username, display_name, employee_id, until = rows[0][:8]
    grants = tuple(Grant(*row[8:]) for row in rows if row[8] is not None)
    roles = names_of(grants)
    if has_ended(until, clock.local_date(now)) or is_over(created_at, last_seen_at, roles, now):
        return None
    identity = Identity(key, session_id, user_id, username, display_name, employee_id, grants, roles)
    return FoundSession(identity, needs_touch(last_seen_at, now))


def get_user(user_id: int) -> User:
    """One account with its roles; UserNotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise UserNotFound()
    return user


def find_user(username: str) -> User | None:
    """One account by user name, in any case; or None."""
    return db.session.scalar(select(User).where(User.username == username.strip().lower()))


def find_user_of_employee(employee_id: int) -> User | None:
    """The login of an employee, or None."""
    return db.session.scalar(select(User).where(User.employee_id == employee_id))


def find_user_id(username: str) -> int | None:
    """The id of an account by user name, in any case; or None."""
    return db.session.scalar(select(_U.c.id).where(_U.c.username == username.strip().lower()))


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of the list of accounts; `total` over all pages."""

    users: list[User]
    total: int


def list_users(*, text: str = "", role: str = "", state: str = "", page: int = 1, size: int = 50) -> UserPage:
    """Accounts by part of user name or name, by role, and by `active`, `waiting` (not activated) or
    `disabled`."""
    conditions: list[ColumnElement[bool]] = []
    if text:
        part = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.append(
            or_(User.username.like(part, escape="\\"), func.lower(User.display_name).like(part, escape="\\"))
        )
    if role:
        conditions.append(User.roles.any(UserRole.role == role))
    if state == "disabled":
        conditions.append(User.is_active.is_(False))
    elif state in ("active", "waiting"):
        conditions += [
            User.is_active.is_(True),
            User.password_hash != "" if state == "active" else User.password_hash == "",
        ]
    total = db.session.scalar(select(func.count()).select_from(User).where(*conditions)) or 0
    rows = select(User).where(*conditions).order_by(User.username).limit(size).offset((page - 1) * size)
    return UserPage(list(db.session.scalars(rows)), total)


def list_sessions(user_id: int, limit: int = 20) -> list[LoginSession]:
    """The latest login sessions of an account, active or ended."""
    latest = select(LoginSession).where(LoginSession.user_id == user_id).order_by(LoginSession.id.desc())
    return list(db.session.scalars(latest.limit(limit)))


def find_live_code(user_id: int) -> ActivationCode | None:
    """The valid activation code of this account, without its text, which is not stored; or None."""
    return db.session.scalar(
        select(ActivationCode).where(ActivationCode.user_id == user_id, *ActivationCode.works_at(clock.now()))
    )


@dataclass(frozen=True, slots=True)
class PersonAccount:
    """A person in service and the state of the account.

    `state`: `none` (no account), `unprinted` (no working code), `waiting` (code works until `code_until`),
    `active`, `disabled`, or `powers`: an account with more than the employee's role.
    """

    employee_id: int
    name: str
    unit_id: int
    user_id: int | None
    username: str
    state: str
    code_until: datetime | None


def list_person_accounts(unit_ids: Collection[int]) -> list[PersonAccount]:
    """Everybody in service posted today in these units, by name, with their accounts. One statement."""
    now = postings_on(clock.today())
    until = select(func.max(ActivationCode.expires_at)).where(
        ActivationCode.user_id == _U.c.id, *ActivationCode.works_at(clock.now())
    )
    powers = exists().where(_R.c.user_id == _U.c.id, _R.c.role != "employee")
    person = table(Employee)
    rows = db.session.execute(
        select(
            *(person.c[name] for name in ("id", "name", "front_title", "back_title")),
            now.c.unit_id,
            *(_U.c[name] for name in ("id", "username", "is_active")),
            (_U.c.password_hash != "").label("in_use"),
            until.correlate(_U).scalar_subquery().label("until"),
            powers.correlate(_U).label("powers"),
        )
        .select_from(person.join(now, now.c.employee_id == person.c.id))
        .outerjoin(_U, _U.c.employee_id == person.c.id)
        .where(now.c.service == "active", now.c.unit_id.in_(sorted(unit_ids)))
        .order_by(person.c.search_name, person.c.id)
    )
    return [
        PersonAccount(row[0], full_name(*row[1:4]), row[4], row[5], row[6] or "", _state_of(row), row.until)
        for row in rows
    ]


def _state_of(row: Any) -> str:
    if row[5] is None:
        return "none"
    if row.powers:
        return "powers"
    if not row.is_active:
        return "disabled"
    return "active" if row.in_use else "waiting" if row.until else "unprinted"


def list_names(user_ids: Collection[int]) -> dict[int, str]:
    """Account id → display name; unknown ids are left out. One statement."""
    rows = db.session.execute(select(_U.c.id, _U.c.display_name).where(_U.c.id.in_(user_ids)))
    return {user_id: name for user_id, name in rows}


@dataclass(frozen=True, slots=True)
class PinVerifier:
    """The values with which a till checks a PIN offline: PBKDF2-SHA256, in hex."""

    salt: str
    iterations: int
    verifier: str


@dataclass(frozen=True, slots=True)
class CashierRow:
    """An active cashier; `valid_until`: the last day, None for no end; `pin`: None if none is set."""

    id: int
    username: str
    name: str
    valid_until: date | None
    pin: PinVerifier | None


def list_cashiers(booth_id: int, today: date) -> list[CashierRow]:
    """The cashiers who may work at a booth today, by name: active, not expired, bound to this booth or to none. One
    statement."""
    pin = table(CashierPin)
    rows = db.session.execute(
        select(
            _U.c.id,
            _U.c.username,
            _U.c.display_name,
            _U.c.valid_until,
            *pin.c["salt", "iterations", "verifier"],
        )
        .join_from(_U, pin, pin.c.user_id == _U.c.id, isouter=True)
        .where(*_works_at(booth_id, today))
        .order_by(func.lower(_U.c.display_name), _U.c.id)
    )
    return [CashierRow(*row[:4], PinVerifier(*row[4:]) if row[4] else None) for row in rows]


def is_cashier_at(user_id: int, booth_id: int, today: date) -> bool:
    """Whether this account may work at this booth today."""
    query = select(_U.c.id).where(_U.c.id == user_id, *_works_at(booth_id, today))
    return db.session.scalar(query) is not None


def _works_at(booth_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    bound_here = or_(_R.c.booth_id.is_(None), _R.c.booth_id == booth_id)
    return (
        _U.c.is_active.is_(True),
        or_(_U.c.valid_until.is_(None), _U.c.valid_until >= today),
        exists().where(_R.c.user_id == _U.c.id, _R.c.role == "cashier", bound_here),
    )


def count_by_role() -> dict[str, int]:
    """Role → number of active accounts with it."""
    rows = db.session.execute(
        select(UserRole.role, func.count(func.distinct(UserRole.user_id)))
        .join(User, User.id == UserRole.user_id)
        .where(User.is_active.is_(True))
        .group_by(UserRole.role)
    )
    return {role: count for role, count in rows}


def list_letters_due(unit_ids: frozenset[int], *, again: bool, most: int | None = None) -> Sequence[Row[Any]]:
    """People posted in these units today who need a letter; with `again` also those with a valid code."""
    now = postings_on(clock.today())
    has_code = exists().where(ActivationCode.user_id == User.id, *ActivationCode.works_at(clock.now()))
    has_powers = exists().where(UserRole.user_id == User.id, UserRole.role != "employee")
    unused = [User.is_active.is_(True), User.password_hash == "", ~has_powers]
    if not again:
        unused.append(~has_code)
    query = (
        select(
            Employee.id,
            Employee.name,
            Employee.front_title,
            Employee.back_title,
            Employee.card_token,
            now.c.unit_id,
            User.id.label("user_id"),
            User.username,
        )
        .join(now, now.c.employee_id == Employee.id)
        .outerjoin(User, User.employee_id == Employee.id)
        .where(now.c.service == "active", now.c.unit_id.in_(sorted(unit_ids)))
        .where(or_(User.id.is_(None), and_(*unused)))
        .order_by(now.c.unit_id, Employee.search_name, Employee.id)
    )
    return db.session.execute(query.limit(most)).all()
