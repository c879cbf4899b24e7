"""Counts wrong attempts in the database, shared by all workers, in a side transaction (decisions, end).

An attempt is counted before the password is hashed, and removed if it was right. Counting afterwards would allow any
number of concurrent guesses.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.errors import TooManyTries
from app.accounts.models import LoginFailure, LoginSession
from app.accounts.rules.codes import fingerprint
from app.accounts.rules.lockout import (
    ACCOUNT,
    ADDRESS,
    FAMILIAR_FOR,
    FailedAttempts,
    Limit,
    add_try,
    seconds_blocked,
    undo_attempt,
)
from app.audit.rules import SYSTEM
from app.audit.services import client_address, record_event
from app.extensions import db
from app.shared import clock
from app.shared.addresses import network_of
from app.shared.columns import table
from app.shared.transaction import side_transaction

_T, _S = table(LoginFailure), table(LoginSession)
_COLUMNS = (_T.c.count, _T.c.window_started_at, _T.c.blocked_until)


@dataclass(frozen=True, slots=True)
class CountedTry:
    """A counted attempt: the keys, and which of the two counters increased."""

    account_key: str | None
    address_key: str | None


def count_try(username: str | None, user_id: int | None = None) -> CountedTry:
    """Count one attempt for the account (any typed name, existing or not) and the address. TooManyTries if blocked."""
    address = client_address.get() or ""
    account_key = fingerprint(f"account:{username}") if username is not None else None
    address_key = fingerprint(f"address:{network_of(address)}")
    now = clock.now()
    if seconds := _seconds_left(db.session.connection(), account_key, now):
        raise TooManyTries(seconds=seconds)
    if seconds := _seconds_left(db.session.connection(), address_key, now):
        if user_id is None or not _is_familiar(user_id, address, now):
            raise TooManyTries(seconds=seconds)
        address_key = None
    with side_transaction() as session:
        seconds = 0
        for key, limit in ((account_key, ACCOUNT), (address_key, ADDRESS)):
            if key is not None:
                seconds = max(seconds, _add(session.connection(), key, limit, now))
    if seconds:
        raise TooManyTries(seconds=seconds)
    return CountedTry(account_key, address_key)


def record_failure(user_id: int | None, action: str) -> None:
    """Record a failed attempt in the trail, without the typed text: people type passwords into the wrong field."""
    with side_transaction() as session:
        record_event(action, actor=SYSTEM, subject="user", subject_id=user_id, session=session)


def clear_attempts(counted: CountedTry) -> None:
    """Clear the account's attempts after a successful one, within the transaction of the sign-in."""
    connection = db.session.connection()
    if counted.account_key is not None:
        connection.execute(delete(_T).where(_T.c.key == counted.account_key))
    if counted.address_key is not None:
        tries = _read(connection, counted.address_key, lock=True)
        if tries is not None:
            _write(connection, counted.address_key, undo_attempt(tries, ADDRESS))


def _seconds_left(connection: Connection, key: str | None, now: datetime) -> int:
    return seconds_blocked(_read(connection, key), now) if key is not None else 0


def _read(connection: Connection, key: str, *, lock: bool = False) -> FailedAttempts | None:
    query = select(*_COLUMNS).where(_T.c.key == key)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return FailedAttempts(row.count, row.window_started_at, row.blocked_until) if row else None


def _add(connection: Connection, key: str, limit: Limit, now: datetime) -> int:
    """Count under the row's lock; returns the seconds to wait if another request used the last attempt meanwhile."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(_T).values(key=key, count=0, window_started_at=now, blocked_until=None)
    connection.execute(fresh.on_conflict_do_nothing())
    tries = _read(connection, key, lock=True)
    if seconds := seconds_blocked(tries, now):
        return seconds
    _write(connection, key, add_try(tries, limit, now))
    return 0


def _write(connection: Connection, key: str, tries: FailedAttempts) -> None:
    values = {
        "count": tries.count,
        "window_started_at": tries.window_started_at,
        "blocked_until": tries.blocked_until,
    }
    connection.execute(update(_T).where(_T.c.key == key).values(values))


def _is_familiar(user_id: int, address: str, now: datetime) -> bool:
    earlier = exists().where(
        _S.c.user_id == user_id, _S.c.address == address, _S.c.created_at > now - FAMILIAR_FOR
    )
    return bool(db.session.scalar(select(earlier)))
