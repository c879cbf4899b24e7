"""Enrols tills: by command, by a manager's short code, or for a cashier who signed in."""

from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.services.tries import clear_attempts, count_try, record_failure
from app.audit.rules import Actor
from app.audit.services import record_event
from app.booths.errors import BoothNotInUse
from app.booths.models import Booth
from app.booths.queries import get_booth
from app.extensions import db
from app.makers.rules import tidy_name
from app.shared import clock
from app.shared.transaction import begin_writing
from app.tills.errors import TillAlreadyRevoked, TillCodeGone, TillCodeRefused, TillNameMissing
from app.tills.models import Till, TillCode
from app.tills.queries.tills import find_login_till, get_till, get_till_code, is_login_till_over
from app.tills.rules import (
    CODE_MINUTES,
    ENROLLED,
    LOGIN,
    LOGIN_LIFE,
    hash_code,
    hash_token,
    new_code,
    new_token,
)

_LONGEST_NAME = 120


def enrol_till(booth_id: int, name: str, *, actor: Actor) -> tuple[Till, str]:
    """Enrol a device at a booth. The token is returned only here: only its hash is stored.

    TillNameMissing, BoothNotInUse.
    """
    booth, shown = _place(booth_id, name)
    till, token = _make_till(booth, shown)
    record_event(
        "booths.enrol_till", actor=actor, subject="till", subject_id=till.id, details={"booth": booth.id}
    )
    return till, token


def make_till_code(booth_id: int, name: str, *, actor: Actor) -> tuple[TillCode, str]:
    """Make a code that enrols one device at this booth within half an hour: its row, and the code, which is not stored.

    TillNameMissing, BoothNotInUse.
    """
    booth, shown = _place(booth_id, name)
    code, now = new_code(), clock.now()
    row = TillCode(
        booth_id=booth.id, name=shown, code_hash=hash_code(code), created_at=now,
        created_by=actor.id if actor.kind == "user" else None,
        expires_at=now + timedelta(minutes=CODE_MINUTES),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    record_event(
        "booths.make_till_code",
        actor=actor,
        subject="till_code",
        subject_id=row.id,
        details={"booth": booth.id},
    )
    return row, code


def revoke_till_code(code_id: int, *, actor: Actor) -> TillCode:
    """Withdraw an unused code. TillCodeGone if it is no longer valid."""
    row = get_till_code(code_id)
    now = clock.now()
    if not _mark(row, revoked_at=now):
        raise TillCodeGone()
    db.session.refresh(row)
    record_event("booths.revoke_till_code", actor=actor, subject="till_code", subject_id=row.id)
    return row


def use_till_code(text: str, *, name: str = "") -> tuple[Till, str]:
    """Use a code to enrol a till; works once. Returns the till and its token. `name`: by default the code's name.

    TillCodeRefused (one answer for all), TooManyTries: failed attempts are counted by address together with wrong
    passwords. Begins the writing transaction itself, after the counting.
    """
    counted = count_try(None)
    hashed = hash_code(text)
    row = _find_code(hashed) if hashed else None
    if row is None:
        record_failure(None, "booths.enrol_failed")
        raise TillCodeRefused("code")
    begin_writing()
    booth, shown = _place(row.booth_id, tidy_name(name) or row.name)
    till, token = _make_till(booth, shown)
    now = clock.now()
    if not _mark(row, used_at=now, till_id=till.id):  # another device used it first
        raise TillCodeRefused("code")
    clear_attempts(counted)
    actor = Actor("till", till.id, till.name)
    details = {"booth": booth.id, "code": row.id}
    record_event("booths.enrol_till", actor=actor, subject="till", subject_id=till.id, details=details)
    return till, token


def get_or_renew_login_till(
    user_id: int, booth_id: int, *, session_id: int | None, actor: Actor, token: str = ""
) -> tuple[Till, str]:
    """A till for the browser of a cashier who signed in, valid for seven days: it sends only that cashier's sales, and
    may read as long as the login session runs. Each browser has its own till, with its own unsent sales.

    If `token` is this browser's valid token for the same cashier and booth, its till is renewed. An ended token is
    not renewed: a new till takes over its `enrolled_at`, so that the browser's unsent sales are accepted.
    BoothNotInUse.
    """
    booth = get_booth(booth_id)
    if not booth.is_active:
        raise BoothNotInUse("booth")
    before = find_login_till(token, user_id, booth_id) if token else None
    is_new = before is None or is_login_till_over(before)
    if before is None or is_new:
        till, token = _make_till(booth, tidy_name(actor.name)[:_LONGEST_NAME], cashier_id=user_id)
        _take_over(before, till)
    else:
        till = before
    till.session_id = session_id
    till.expires_at = clock.now() + LOGIN_LIFE
    db.session.flush()
    details = {"booth": booth_id, "new": is_new} | ({"after": before.id} if before and is_new else {})
    record_event("booths.login_till", actor=actor, subject="till", subject_id=till.id, details=details)
    return till, token


def _take_over(before: Till | None, till: Till) -> None:
    """Let the new till of a browser send the unsent sales of the ended one: it takes over `enrolled_at` and counts."""
    if before is None or before.expires_at is None:
        return
    till.enrolled_at, till.unsent_count = before.enrolled_at, before.unsent_count
    till.oldest_unsent_at = before.oldest_unsent_at
    till.last_seen_at, till.last_synced_at = before.last_seen_at, before.last_synced_at
    before.unsent_count, before.oldest_unsent_at = 0, None
    before.expires_at = min(before.expires_at, clock.now())


def revoke_till(till_id: int, *, actor: Actor) -> Till:
    """Withdraw a till's token for good; its sales stay. TillAlreadyRevoked."""
    till = get_till(till_id)
    if till.revoked_at is not None:
        raise TillAlreadyRevoked()
    till.revoked_at = clock.now()
    db.session.flush()
    record_event("booths.revoke_till", actor=actor, subject="till", subject_id=till.id)
    return till


def _place(booth_id: int, name: str) -> tuple[Booth, str]:
    booth, shown = get_booth(booth_id), tidy_name(name)[:_LONGEST_NAME]
    if not shown:
        raise TillNameMissing("name")
    if not booth.is_active:
        raise BoothNotInUse("booth")
    return booth, shown


def _make_till(booth: Booth, name: str, *, cashier_id: int | None = None) -> tuple[Till, str]:
    token = new_token()
    till = Till(
        booth_id=booth.id, name=name, token_hash=hash_token(token), enrolled_at=clock.now(), unsent_count=0,
        kind=ENROLLED if cashier_id is None else LOGIN, cashier_id=cashier_id, version="",
        expires_at=None if cashier_id is None else clock.now() + LOGIN_LIFE,
    )  # fmt: skip
    db.session.add(till)
    db.session.flush()
    return till, token


def _find_code(hashed: str) -> TillCode | None:
    works = TillCode.works_at(clock.now())
    return db.session.scalar(select(TillCode).where(TillCode.code_hash == hashed, *works))


def _mark(row: TillCode, **values: object) -> bool:
    """Mark a code as ended. False if another request did so first."""
    works = TillCode.works_at(clock.now())
    done = db.session.execute(
        update(TillCode).where(TillCode.id == row.id, *works).values(values),
        execution_options={"synchronize_session": False},
    )
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
