"""Begins and ends login sessions. The browser gets a random key, the table stores only its hash."""

import secrets
from collections.abc import Iterable

from sqlalchemy import bindparam, update

from app.accounts.models import LoginSession
from app.accounts.rules.codes import fingerprint
from app.accounts.rules.life import TOUCH_EVERY
from app.audit.rules import Actor
from app.audit.services import client_address, record_event
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import side_transaction

_T = table(LoginSession)
_TOUCH = (
    update(_T)
    .where(_T.c.id == bindparam("which"), _T.c.ended_at.is_(None), _T.c.last_seen_at <= bindparam("before"))
    .values(last_seen_at=bindparam("seen_at"))
)


def start_session(user_id: int, *, agent: str = "") -> str:
    """Begin a login session within the running writing transaction; returns the key for the cookie."""
    key = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        LoginSession(
            user_id=user_id,
            key_hash=fingerprint(key),
            created_at=now,
            last_seen_at=now,
            address=client_address.get(),
            agent=agent[:200],
        )
    )
    db.session.flush()
    return key


def end_sessions(
    user_id: int, reason: str, *, actor: Actor | None = None, ids: Iterable[int] | None = None
) -> int:
    """End all sessions of an account, or only those with the given ids; returns their number.

    `reason` is one of `logout`, `password`, `reset`, `disabled`, `roles`, `admin`, `key`, `card`, `membership`. With
    an actor the act gets its own event; without one it is part of another act.
    """
    statement = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    if ids is not None:
        statement = statement.where(LoginSession.id.in_(list(ids)))
    done = db.session.execute(
        statement.values(ended_at=clock.now(), end_reason=reason),
        execution_options={"synchronize_session": False},
    )
    count: int = done.rowcount  # type: ignore[attr-defined]
    if actor is not None:
        record_event(
            "accounts.end_sessions", actor=actor, subject="user", subject_id=user_id, details={"count": count}
        )
    return count


def end_every_session(reason: str) -> int:
    """End the sessions of all accounts, as part of another act; returns their number."""
    statement = update(LoginSession).where(LoginSession.ended_at.is_(None))
    done = db.session.execute(
        statement.values(ended_at=clock.now(), end_reason=reason),
        execution_options={"synchronize_session": False},
    )
    count: int = done.rowcount  # type: ignore[attr-defined]
    return count


def touch_session(session_id: int) -> None:
    """Record that the session was used, in a side transaction; an ended session stays ended."""
    now = clock.now()
    with side_transaction() as session:
        session.connection().execute(
            _TOUCH, {"which": session_id, "seen_at": now, "before": now - TOUCH_EVERY}
        )
