"""Cashiers' PINs, and accounts that work for one day: made by a booth's manager in seconds."""

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
    """Give a cashier this PIN; tills learn it the next time they ask. Begins the writing transaction itself,
    after the hashing. PinNotSixDigits, PinTooSimple, NotACashier, UserNotFound.
    """
    ensure_usable_pin(pin)
    if "cashier" not in get_user(user_id).role_names:
        raise NotACashier()
    salt, verifier = _hash(pin)
    begin_writing()
    _keep(user_id, salt, verifier)
    record_event("accounts.set_pin", actor=actor, subject="user", subject_id=user_id)


def create_day_cashier(
    name: str, booth_id: int, day: date, *, actor: Actor, form_key: str = ""
) -> tuple[User, str]:
    """An account for one volunteer at one booth, through `day`; returns it and its PIN, to be shown once.

    It has no password, so it opens tills and nothing else. `form_key`: a random UUID of the form. The same form with
    the same content, sent again, makes no other account and answers with the same PIN. Begins the writing
    transaction itself, after the hashing. CashierNameMissing, DayIsOver, BoothOfRoleMissing, DayCashierChanged.
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
    if user is None:  # the same form was quicker in another request
        user = _find_made(key, pin)
    if user is None:
        raise DayCashierChanged()
    if db.session.get(CashierPin, user.id) is None:
        _keep(user.id, salt, verifier)
    return user, pin


def _find_made(key: str, pin: str) -> User | None:
    """The account this form made before, None where it made none. DayCashierChanged when its PIN is another by now."""
    user = db.session.scalar(select(User).where(User.form_key == key))
    if user is None:
        return None
    stored = db.session.get(CashierPin, user.id)
    if not user.is_active or stored is None or derive(pin, bytes.fromhex(stored.salt)) != stored.verifier:
        raise DayCashierChanged()
    return user


def _create(name: str, booth_id: int, day: date, key: str, actor: Actor) -> User | None:
    """The new account; None when this form has made it at this very moment."""
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
            if username == _free_name(
                day
            ):  # else another manager was quicker with this name: the next one is free
                raise


def _hash(pin: str) -> tuple[str, str]:
    salt = secrets.token_bytes(SALT_BYTES)
    return salt.hex(), derive(pin, salt)


def _keep(user_id: int, salt: str, verifier: str) -> None:
    db.session.merge(
        CashierPin(user_id=user_id, salt=salt, iterations=ITERATIONS, verifier=verifier, set_at=clock.now())
    )
    db.session.flush()


def _free_name(day: date) -> str:
    """`harian-0711-3`: the day, and the first number nobody has."""
    start = f"harian-{day:%d%m}-"
    taken = set(
        db.session.scalars(select(User.username).where(User.username.startswith(start, autoescape=True)))
    )
    number = 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"
