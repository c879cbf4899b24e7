"""Services for cashiers' PINs, and for accounts valid for one day, which a booth's manager creates."""

import secrets
from datetime import date
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.errors import CashierNameMissing, DayCashierChanged, DayIsOver, NotACashier, UsernameTaken
from app.accounts.models import CashierPin, User
from app.accounts.queries import get_user
from app.accounts.rules.identity import Grant
from app.accounts.rules.pins import ITERATIONS, SALT_BYTES, derive, ensure_usable_pin, pin_from
from app.accounts.services.users import create_user
from app.audit import keyring
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.shared import clock
from app.shared.transaction import begin_writing


def set_pin(user_id: int, pin: str, *, actor: Actor) -> None:
    """Set a cashier's PIN; tills get it with their next request. Begins the writing transaction itself, after hashing.
    PinNotSixDigits, PinTooSimple, NotACashier, UserNotFound.
    """
    ensure_usable_pin(pin)
    if "cashier" not in get_user(user_id).role_names:
        raise NotACashier()
    salt, verifier = _hash(pin)
    begin_writing()
    _store_verifier(user_id, salt, verifier)
    record_event("accounts.set_pin", actor=actor, subject="user", subject_id=user_id)


def create_day_cashier(
    name: str, booth_id: int, day: date, *, actor: Actor, form_key: str = ""
) -> tuple[User, str]:
    """Create an account for a volunteer at one booth, valid until the end of `day`; returns it and its PIN, shown once.

    It has no password, so it opens only tills. `form_key`: a random UUID of the form. The same form with the same
    content, sent again, creates no second account and returns the same PIN. Begins the writing transaction itself,
    after the hashing. CashierNameMissing, DayIsOver, BoothOfRoleMissing, DayCashierChanged.
    """
    shown = " ".join(name.split())[:200]
    if not shown:
        raise CashierNameMissing("name")
    if day < clock.today():
        raise DayIsOver("day")
    key = str(uuid5(UUID(form_key), f"{shown}\0{booth_id}\0{day}")) if form_key else str(uuid4())
    pin = pin_from(keyring.ring().derive(f"pin:{key}"))
    salt, verifier = _hash(pin)
    begin_writing()
    user = _find_made(key, pin) or _create(shown, booth_id, day, key, actor)
    if user is None:  # another request with the same form created it first
        user = _find_made(key, pin)
    if user is None:
        raise DayCashierChanged()
    if db.session.get(CashierPin, user.id) is None:
        _store_verifier(user.id, salt, verifier)
    return user, pin


def _find_made(key: str, pin: str) -> User | None:
    """The account this form created before, or None. DayCashierChanged if its PIN has changed since."""
    user = db.session.scalar(select(User).where(User.form_key == key))
    if user is None:
        return None
    stored = db.session.get(CashierPin, user.id)
    if not user.is_active or stored is None or not _is_pin(pin, stored):
        raise DayCashierChanged()
    return user


def _create(name: str, booth_id: int, day: date, key: str, actor: Actor) -> User | None:
    """Create the account; None if another request with this form just created it."""
    grants = (Grant("cashier", booth_id=booth_id),)
    while True:
        username = _free_name(day)
        try:
            with db.session.begin_nested():
                user = create_user(username, actor=actor, display_name=name, grants=grants, valid_until=day)
                user.form_key = key
                db.session.flush()
                return user
        except (IntegrityError, UsernameTaken):
            if db.session.scalar(select(User.id).where(User.form_key == key)) is not None:
                return None
            if username == _free_name(day):  # else a concurrent request took this name: try the next one
                raise


def _is_pin(pin: str, stored: CashierPin) -> bool:
    """Whether this PIN is the stored one, worked out with the iterations it was stored with."""
    return derive(pin, bytes.fromhex(stored.salt), stored.iterations) == stored.verifier


def _hash(pin: str) -> tuple[str, str]:
    salt = secrets.token_bytes(SALT_BYTES)
    return salt.hex(), derive(pin, salt, ITERATIONS)


def _store_verifier(user_id: int, salt: str, verifier: str) -> None:
    db.session.merge(
        CashierPin(user_id=user_id, salt=salt, iterations=ITERATIONS, verifier=verifier, set_at=clock.now())
    )
    db.session.flush()


def _free_name(day: date) -> str:
    """An unused user name like `harian-0711-3`: the day, and the first free number."""
    start = f"harian-{day:%d%m}-"
    taken = set(
        db.session.scalars(select(User.username).where(User.username.startswith(start, autoescape=True)))
    )
    number = 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"
