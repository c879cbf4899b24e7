"""Services for one-time activation codes: issue, revoke, use. Only their hashes are stored."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.errors import AccountDisabled, AccountHasPowers, CodeRefused, UserNotFound
from app.accounts.models import ActivationCode, User
from app.accounts.queries import get_user
from app.accounts.rules.codes import fingerprint, format_code, read
from app.accounts.services.hashing import hash_password
from app.accounts.services.login import NewSession, ensure_usable_for, set_password
from app.accounts.services.sessions import start_session
from app.accounts.services.tries import clear_attempts, count_try, record_failure
from app.audit.rules import Actor
from app.audit.services import record_event
from app.directory.queries import find_employee_id, postings_on
from app.extensions import db
from app.settings.queries import get_code_days
from app.shared import clock
from app.shared.transaction import begin_writing

_BITS = 80
_POWERLESS = frozenset({"employee"})


def issue_code(user_id: int, *, actor: Actor) -> str:
    """Issue a new code for an account; the earlier one becomes invalid. Returns the code, shown once.

    For an active account this is a reset: its password is removed and its sessions end.
    """
    user = get_user(user_id)
    if not user.is_active:
        raise AccountDisabled()
    was_in_use = bool(user.password_hash)
    if was_in_use:
        set_password(user, "", "reset")
    code = new_code(user.id)
    action = "accounts.reset" if was_in_use else "accounts.issue_code"
    record_event(action, actor=actor, subject="user", subject_id=user.id)
    return code


def reissue_code(user_id: int, *, actor: Actor, within: frozenset[int]) -> str:
    """Issue a new code for a person of an OPD; `within`: the unit ids of the actor's scope, with all units below.

    UserNotFound for a person posted elsewhere; AccountHasPowers unless it is only an employee's account.
    """
    user = get_user(user_id)
    if user.employee_id is None or _unit_today(user.employee_id) not in within:
        raise UserNotFound()
    if not user.role_names <= _POWERLESS:
        raise AccountHasPowers()
    return issue_code(user_id, actor=actor)


def find_account_by_card(card_token: str) -> User | None:
    """The account of the person with this shopping card; None for an unknown card or a person without an account."""
    employee_id = find_employee_id(card=card_token)
    if employee_id is None:
        return None
    return db.session.scalar(select(User).where(User.employee_id == employee_id))


def reissue_code_by_card(card_token: str, *, actor: Actor) -> tuple[User, str]:
    """Issue a new code for a person who forgot the password and shows the shopping card at a booth.

    UserNotFound for an unknown card; AccountHasPowers unless it is only an employee's account.
    """
    user = find_account_by_card(card_token)
    if user is None:
        raise UserNotFound()
    if not user.role_names <= _POWERLESS:
        raise AccountHasPowers()
    return user, issue_code(user.id, actor=actor)


def revoke_codes(user_id: int, *, actor: Actor | None = None) -> int:
    """Revoke the unused codes of an account; returns their number. Records an event if an actor is given."""
    open_codes = update(ActivationCode).where(
        ActivationCode.user_id == user_id,
        ActivationCode.used_at.is_(None),
        ActivationCode.revoked_at.is_(None),
    )
    done = db.session.execute(
        open_codes.values(revoked_at=clock.now()), execution_options={"synchronize_session": False}
    )
    count: int = done.rowcount  # type: ignore[attr-defined]
    if actor is not None:
        record_event(
            "accounts.revoke_codes", actor=actor, subject="user", subject_id=user_id, details={"count": count}
        )
    return count


def new_code(user_id: int) -> str:
    """Make and store a code within another act; revokes earlier ones."""
    revoke_codes(user_id)
    code = format_code(secrets.randbits(_BITS))
    now = clock.now()
    db.session.add(
        ActivationCode(
            user_id=user_id,
            code_hash=_hash(code),
            created_at=now,
            expires_at=now + timedelta(days=get_code_days()),
        )
    )
    db.session.flush()
    return code


def check_code(text: str) -> User:
    """The account that a code would activate; does not use the code. CodeRefused (one answer for all),
    TooManyTries."""
    counted = count_try(None)
    user = _holder(text)
    if user is None:
        record_failure(None, "accounts.activate_failed")
        raise CodeRefused("code")
    begin_writing()
    clear_attempts(counted)
    return user


def activate(text: str, password: str, *, agent: str = "") -> NewSession:
    """Set the first password with a code, and sign in. Opens the writing transaction itself, after hashing.

    CodeRefused, TooManyTries, and the reasons of `ensure_usable`.
    """
    counted = count_try(None)
    user = _holder(text)
    if user is None:
        record_failure(None, "accounts.activate_failed")
        raise CodeRefused("code")
    ensure_usable_for(user, password)
    new_hash = hash_password(password)
    begin_writing()
    if not _use(text) or not _is_still_active(user.id):
        raise CodeRefused("code")
    clear_attempts(counted)
    set_password(user, new_hash, "reset")
    key = start_session(user.id, agent=agent)
    record_event(
        "accounts.activate", actor=Actor("user", user.id, user.username), subject="user", subject_id=user.id
    )
    return NewSession(user.id, key)


def _hash(code: str) -> str:
    return fingerprint("code:" + (read(code) or ""))


def _holder(text: str) -> User | None:
    if read(text) is None:
        return None
    query = (
        select(User)
        .join(ActivationCode, ActivationCode.user_id == User.id)
        .where(
            ActivationCode.code_hash == _hash(text),
            User.is_active.is_(True),
            *ActivationCode.works_at(clock.now()),
        )
    )
    return db.session.scalar(query)


def _use(text: str) -> bool:
    """Mark the code as used. False if another request did so first."""
    now = clock.now()
    done = db.session.execute(
        update(ActivationCode)
        .where(ActivationCode.code_hash == _hash(text), *ActivationCode.works_at(now))
        .values(used_at=now),
        execution_options={"synchronize_session": False},
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def _is_still_active(user_id: int) -> bool:
    query = select(User.is_active).where(User.id == user_id).with_for_update()
    return bool(db.session.scalar(query))


def _unit_today(employee_id: int) -> int | None:
    now = postings_on(clock.today())
    return db.session.scalar(select(now.c.unit_id).where(now.c.employee_id == employee_id))
