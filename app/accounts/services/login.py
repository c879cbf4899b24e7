"""Services for sign-in, sign-out and the own password. Hashing happens outside the writing transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.accounts.errors import PasswordUnchanged, SignInRefused, WrongPassword
from app.accounts.models import LoginSession, User
from app.accounts.queries import get_user
from app.accounts.rules.identity import Identity
from app.accounts.rules.life import has_ended
from app.accounts.rules.passwords import ensure_usable
from app.accounts.services.hashing import hash_password, is_outdated, is_password
from app.accounts.services.sessions import end_sessions, start_session
from app.accounts.services.tries import clear_attempts, count_try, record_failure
from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.queries import get_employee
from app.extensions import db
from app.settings.queries import get_city_name
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing

_U = table(User)
_BY_NAME = select(
    _U.c.id, _U.c.password_hash, _U.c.password_changed_at, _U.c.is_active, _U.c.valid_until
).where(_U.c.username == bindparam("username"))
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NewSession:
    """A new login session: its account, and the key for the cookie."""

    user_id: int
    key: str


def sign_in(username: str, password: str, *, agent: str = "") -> NewSession:
    """Check a password and begin a login session. Opens the writing transaction itself, after the hashing.
    A hash with outdated cost parameters is replaced, because the password is available only now.

    SignInRefused for unknown, disabled, not activated and wrong alike; TooManyTries; SignInsBusy.
    """
    name = username.strip().lower()[:_LONGEST_NAME]
    row = db.session.execute(_BY_NAME, {"username": name}).one_or_none()
    user_id = row.id if row else None
    counted = count_try(name, user_id)
    works = row is not None and row.is_active and not has_ended(row.valid_until, clock.today())
    if not is_password(row.password_hash if row and works else "", password) or row is None:
        record_failure(user_id, "accounts.sign_in_failed")
        raise SignInRefused()
    stored_hash = hash_password(password) if is_outdated(row.password_hash) else row.password_hash
    begin_writing()
    user = _lock_unchanged(row.id, row.password_changed_at)
    if user is None or not user.is_active:
        raise SignInRefused()
    user.password_hash = stored_hash
    clear_attempts(counted)
    key = start_session(user.id, agent=agent)
    record_event(
        "accounts.sign_in", actor=Actor("user", user.id, user.username), subject="user", subject_id=user.id
    )
    return NewSession(user.id, key)


def sign_out(identity: Identity, *, actor: Actor) -> None:
    """End the session of the request; its cookie is no longer valid."""
    end_sessions(identity.id, "logout", ids=[identity.session_id])
    record_event("accounts.sign_out", actor=actor, subject="user", subject_id=identity.id)


def change_password(
    identity: Identity, current: str, new: str, *, actor: Actor, agent: str = ""
) -> NewSession:
    """Change the own password; ends all sessions and begins a new one. Opens the writing transaction itself.

    WrongPassword (counted like a wrong sign-in), PasswordUnchanged, and the reasons of `ensure_usable`.
    """
    user = get_user(identity.id)
    ensure_usable_for(user, new)
    stored_hash, changed_at = user.password_hash, user.password_changed_at
    counted = count_try(user.username, user.id)
    if not is_password(stored_hash, current):
        record_failure(user.id, "accounts.change_password_failed")
        raise WrongPassword("current")
    if current == new:
        raise PasswordUnchanged("password")
    new_hash = hash_password(new)
    begin_writing()
    locked = _lock_unchanged(user.id, changed_at)
    if locked is None or not locked.is_active or not _is_running(identity.session_id):
        raise WrongPassword("current")
    clear_attempts(counted)
    set_password(locked, new_hash, "password")
    record_event("accounts.change_password", actor=actor, subject="user", subject_id=user.id)
    return NewSession(user.id, start_session(user.id, agent=agent))


def set_password(user: User, new_hash: str, reason: str) -> None:
    """Store a new hash (or none) and end all sessions of the account, within the running transaction."""
    user.password_hash = new_hash
    user.password_changed_at = clock.now()
    db.session.flush()
    end_sessions(user.id, reason)


def ensure_usable_for(user: User, password: str) -> None:
    """Refuse a password that is short, common, or has this person's data."""
    person = get_employee(user.employee_id) if user.employee_id is not None else None
    names = [user.display_name, get_city_name(), *([person.name] if person else [])]
    ensure_usable(password, username=user.username, nip=(person.nip or "") if person else "", names=names)


def _lock_unchanged(user_id: int, changed_at: datetime | None) -> User | None:
    """The account, locked; None if its password changed during the hashing.

    Compares the time of the change, not the hash: another sign-in may have renewed the hash of the same password.
    """
    query = select(User).where(User.id == user_id, User.password_changed_at.is_not_distinct_from(changed_at))
    return db.session.scalar(query.with_for_update(of=User).execution_options(populate_existing=True))


def _is_running(session_id: int) -> bool:
    query = select(LoginSession.id).where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    return db.session.scalar(query) is not None
