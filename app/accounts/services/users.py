"""Creates accounts, and changes their roles and state."""

import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from app.accounts.errors import (
    BoothOfRoleMissing,
    EmployeeMissing,
    EmployeeTaken,
    LastAdmin,
    OwnRoles,
    UnitOfRoleMissing,
    UnusableRole,
    UnusableUsername,
    UsernameTaken,
)
from app.accounts.models import User, UserRole
from app.accounts.queries import get_user
from app.accounts.rules.identity import Grant, is_well_formed, lacks_scope
from app.accounts.rules.roles import ROLES, ScopeKind
from app.accounts.services.sessions import end_sessions
from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.queries import get_employee, load_tree
from app.extensions import db
from app.shared import clock
from app.shared.columns import Base
from app.shared.errors import NotFound

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}", re.ASCII)
_LIKE_A_NIP = re.compile(r"[0-9]{9,}", re.ASCII)


def create_user(
    username: str,
    *,
    actor: Actor,
    display_name: str = "",
    grants: Iterable[Grant] = (),
    employee_id: int | None = None,
    password_hash: str = "",
    valid_until: date | None = None,
) -> User:
    """Create an account. Without a password hash it cannot be used until a code activates it.

    `valid_until` is the last day it works, None for no end.

    Errors name the field: UnusableUsername, UsernameTaken, UnusableRole, EmployeeTaken, EmployeeMissing …
    """
    username = read_username(username)
    distinct = tuple(dict.fromkeys(grants))
    _ensure_grants(distinct)
    if db.session.scalar(select(User.id).where(User.username == username)) is not None:
        raise UsernameTaken("username", username=username)
    if employee_id is not None:
        _ensure_employee(employee_id)
    now = clock.now()
    user = User(
        username=username,
        display_name=display_name.strip() or username,
        password_hash=password_hash,
        employee_id=employee_id,
        created_at=now,
        password_changed_at=now if password_hash else None,
        valid_until=valid_until,
        roles=[
            UserRole(role=grant.role, unit_id=grant.unit_id, booth_id=grant.booth_id) for grant in distinct
        ],
    )
    db.session.add(user)
    db.session.flush()
    record_event(
        "accounts.create_user",
        actor=actor,
        subject="user",
        subject_id=user.id,
        details={"roles": _as_json(distinct)} | ({"until": valid_until.isoformat()} if valid_until else {}),
    )
    return user


def read_username(text: str) -> str:
    """The user name in its stored form, lower case. UnusableUsername, also for a text that looks like a NIP (decisions
    22)."""
    username = text.strip().lower()
    if not _USERNAME.fullmatch(username) or _LIKE_A_NIP.search(username):
        raise UnusableUsername("username")
    return username


def set_roles(user_id: int, grants: Iterable[Grant], *, actor: Actor) -> User:
    """Give an account exactly these roles; its sessions end. OwnRoles, LastAdmin, UnusableRole."""
    user = get_user(user_id)
    _ensure_not_own(user_id, actor)
    distinct = tuple(dict.fromkeys(grants))
    _ensure_grants(distinct)
    if all(grant.role != "admin" for grant in distinct):
        _ensure_admin_remains(user_id)
    before = sorted(user.role_names)
    user.roles = []
    db.session.flush()  # delete the old rows first, because of the unique key
    user.roles = [
        UserRole(role=grant.role, unit_id=grant.unit_id, booth_id=grant.booth_id) for grant in distinct
    ]
    db.session.flush()
    ended = end_sessions(user_id, "roles")
    details = {"before": before, "roles": _as_json(distinct), "sessions_ended": ended}
    record_event("accounts.set_roles", actor=actor, subject="user", subject_id=user_id, details=details)
    return user


def disable_user(user_id: int, *, actor: Actor) -> User:
    """Disable an account and end all its sessions. OwnRoles, LastAdmin."""
    user = get_user(user_id)
    _ensure_not_own(user_id, actor)
    _ensure_admin_remains(user_id)
    user.is_active = False
    db.session.flush()
    ended = end_sessions(user_id, "disabled")
    record_event(
        "accounts.disable_user",
        actor=actor,
        subject="user",
        subject_id=user_id,
        details={"sessions_ended": ended},
    )
    return user


def enable_user(user_id: int, *, actor: Actor) -> User:
    """Enable a disabled account, with its former password."""
    user = get_user(user_id)
    user.is_active = True
    record_event("accounts.enable_user", actor=actor, subject="user", subject_id=user_id)
    return user


def _ensure_not_own(user_id: int, actor: Actor) -> None:
    if actor.kind == "user" and actor.id == user_id:
        raise OwnRoles()


def _ensure_admin_remains(leaving_id: int) -> None:
    """Raise LastAdmin if no admin would remain. Locks all active admins: two cannot demote each other."""
    admins = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == "admin", User.is_active.is_(True), User.password_hash != "")
        .order_by(User.id)
        .with_for_update()
    )
    working = set(db.session.scalars(admins))
    if leaving_id in working and len(working) == 1:
        raise LastAdmin()


def _ensure_grants(grants: tuple[Grant, ...]) -> None:
    for grant in grants:
        if not is_well_formed(grant):
            if lacks_scope(grant):
                raise _scope_missing(ROLES[grant.role].scope_kind)
            raise UnusableRole("roles")
        if grant.unit_id is not None and grant.unit_id not in load_tree():
            raise _scope_missing("unit")
        if grant.booth_id is not None and not _booth_exists(grant.booth_id):
            raise _scope_missing("booth")


def _scope_missing(kind: ScopeKind | None) -> UnitOfRoleMissing | BoothOfRoleMissing:
    return BoothOfRoleMissing("booth_id") if kind == "booth" else UnitOfRoleMissing("unit_id")


def _booth_exists(booth_id: int) -> bool:
    # Accounts may not import booths, so this only queries the table.
    booths = Base.metadata.tables["booth"]
    return db.session.scalar(select(func.count()).select_from(booths).where(booths.c.id == booth_id)) == 1


def _ensure_employee(employee_id: int) -> None:
    try:
        get_employee(employee_id)
    except NotFound:
        raise EmployeeMissing("employee_id") from None
    if db.session.scalar(select(User.id).where(User.employee_id == employee_id)) is not None:
        raise EmployeeTaken("employee_id")


def _as_json(grants: tuple[Grant, ...]) -> list[dict[str, object]]:
    spelled = ({"role": grant.role, "unit": grant.unit_id, "booth": grant.booth_id} for grant in grants)
    return [{key: value for key, value in one.items() if value is not None} for one in spelled]
