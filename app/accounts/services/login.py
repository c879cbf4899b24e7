"""Signing in and out, and changing one's own password. Hashing happens outside the writing transaction."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.accounts.errors import PasswordUnchanged, SignInRefused, WrongPassword
from app.accounts.models import LoginSession, User
from app.accounts.queries import get_user
from app.accounts.rules.identity import Identity
from app.accounts.rules.life import has_ended
from app.accounts.rules.passwords import ensure_usable
from app.accounts.services.hashing import hash_password, is_password
from app.accounts.services.sessions import end_sessions, start_session
from app.accounts.services.tries import count_try, forgive, note_failure
from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.queries import get_employee
from app.extensions import db
from app.settings.queries import get_city_name
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing

_U = table(User)
_BY_NAME = select(_U.c.id, _U.c.password_hash, _U.c.is_active, _U.c.valid_until).where(
    _U.c.username == bindparam("username")
)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh login session: whose, and the key for the cookie."""

    user_id: int
    key: str


def sign_in(username: str, password: str, *, agent: str = "") -> SignedIn:
    """Check a password and begin a login session. Opens the writing transaction itself, after the hashing.

    SignInRefused for unknown, disabled, not activated and wrong alike; TooManyTries; SignInsBusy.
    """
    name = username.strip().lower()[:_LONGEST_NAME]
    row = db.session.execute(_BY_NAME, {"username": name}).one_or_none()
    user_id = row.id if row else None
    counted = count_try(name, user_id)
    works = row is not None and row.is_active and not has_ended(row.valid_until, clock.today())
    if not is_password(row.password_hash if row and works else "", password) or row is None:
        note_failure(user_id, "accounts.sign_in_failed")
        raise SignInRefused()
    begin_writing()
    user = _still(row.id, row.password_hash)
    if user is None or not user.is_active:
        raise SignInRefused()
    forgive(counted)
    key = start_session(user.id, agent=agent)
    record_event(
        "accounts.sign_in", actor=Actor("user", user.id, user.username), subject="user", subject_id=user.id
    )
    return SignedIn(user.id, key)


def sign_out(identity: Identity, *, actor: Actor) -> None:
    """End the session the request came with; the same cookie opens nothing any more (threat S6)."""
    end_sessions(identity.id, "logout", ids=[identity.session_id])
    record_event("accounts.sign_out", actor=actor, subject="user", subject_id=identity.id)


def change_password(identity: Identity, current: str, new: str, *, actor: Actor, agent: str = "") -> SignedIn:
    """Change one's own password; every session ends, a new one begins. Opens the writing transaction itself.

    WrongPassword (counted like a wrong sign-in), PasswordUnchanged, and the reasons of `ensure_usable`.
    """
    user = get_user(identity.id)
    ensure_usable_for(user, new)
    kept_hash = user.password_hash
    counted = count_try(user.username, user.id)
    if not is_password(kept_hash, current):
        note_failure(user.id, "accounts.change_password_failed")
        raise WrongPassword("current")
    if current == new:
        raise PasswordUnchanged("password")
    new_hash = hash_password(new)
    begin_writing()
    locked = _still(user.id, kept_hash)
    if locked is None or not locked.is_active or not _is_running(identity.session_id):
        raise WrongPassword("current")
    forgive(counted)
    set_password(locked, new_hash, "password")
    record_event("accounts.change_password", actor=actor, subject="user", subject_id=user.id)
    return SignedIn(user.id, start_session(user.id, agent=agent))


def set_password(user: User, new_hash: str, reason: str) -> None:
    """Keep a new hash (or none) and end every session of the account, inside the running transaction."""
    user.password_hash = new_hash
    user.password_changed_at = clock.now()
    db.session.flush()
    end_sessions(user.id, reason)


def ensure_usable_for(user: User, password: str) -> None:
    """Refuse a password that is short, common, or made of this person's own data (threat S10)."""
    person = get_employee(user.employee_id) if user.employee_id is not None else None
    names = [user.display_name, get_city_name(), *([person.name] if person else [])]
    ensure_usable(password, username=user.username, nip=(person.nip or "") if person else "", names=names)


def _still(user_id: int, password_hash: str) -> User | None:
    """The account under lock, unless its password changed while we were hashing (threat S7: the race)."""
    wanted = (
        select(User).where(User.id == user_id, User.password_hash == password_hash).with_for_update(of=User)
    )
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def _is_running(session_id: int) -> bool:
    wanted = select(LoginSession.id).where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    return db.session.scalar(wanted) is not None
