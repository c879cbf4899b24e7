"""Sign-in by a printed card and a six-digit PIN, for people without e-mail (makers 3, ADR 0040)."""

import secrets
from typing import Any

from sqlalchemy import Row, select, update

from app.accounts.errors import AccountDisabled, AccountHasPowers, CardRefused, WrongPin
from app.accounts.models import AccessCard, User
from app.accounts.queries import get_user
from app.accounts.rules.codes import card_fingerprint, format_code, read
from app.accounts.rules.identity import Identity
from app.accounts.rules.life import has_ended
from app.accounts.rules.pins import ensure_usable_pin
from app.accounts.services.hashing import hash_password, is_password
from app.accounts.services.login import NewSession
from app.accounts.services.sessions import end_sessions, start_session
from app.accounts.services.tries import clear_attempts, count_try, record_failure
from app.audit.rules import Actor
from app.audit.services import record_event
from app.extensions import db
from app.shared import clock
from app.shared.columns import table
from app.shared.transaction import begin_writing

_BITS = 80
_CARD_ROLES = frozenset({"maker"})
_CARD, _USER = table(AccessCard), table(User)


def issue_card(user_id: int, *, actor: Actor) -> str:
    """Issue a new card for an account; revokes the old one and ends its sessions. Returns the code, shown once.

    The new card has no PIN yet. UserNotFound; AccountDisabled; AccountHasPowers unless it is only a maker's account.
    """
    user = get_user(user_id)
    if not user.is_active:
        raise AccountDisabled()
    if not user.role_names <= _CARD_ROLES:
        raise AccountHasPowers()
    _cards, ended = _revoke(user_id)
    code = format_code(secrets.randbits(_BITS))
    card = AccessCard(
        user_id=user_id, token_hash=card_fingerprint(code), issued_by=actor.id, issued_at=clock.now()
    )
    db.session.add(card)
    db.session.flush()
    details = {"sessions_ended": ended}
    record_event("accounts.issue_card", actor=actor, subject="user", subject_id=user_id, details=details)
    return code


def revoke_card(user_id: int, *, actor: Actor) -> bool:
    """Revoke an account's card and end its sessions; False if it had no valid card."""
    cards, ended = _revoke(user_id)
    if cards:
        details = {"sessions_ended": ended}
        record_event("accounts.revoke_card", actor=actor, subject="user", subject_id=user_id, details=details)
    return bool(cards)


def _revoke(user_id: int) -> tuple[int, int]:
    """Revoke the cards and end the sessions of an account; returns both numbers."""
    lock_card_holder(user_id)  # if two cards are issued concurrently, the later one revokes the earlier one
    revoked = db.session.execute(
        update(AccessCard)
        .where(AccessCard.user_id == user_id, AccessCard.revoked_at.is_(None))
        .values(revoked_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    return int(revoked.rowcount), end_sessions(user_id, "card")  # type: ignore[attr-defined]


def lock_card_holder(user_id: int) -> None:
    """Lock an account's row, so that one transaction at a time ends its cards or its rights to act for makers."""
    db.session.execute(select(_USER.c.id).where(_USER.c.id == user_id).with_for_update())


def check_card(text: str) -> bool:
    """Whether this card has a PIN already. CardRefused (one answer for all), TooManyTries."""
    counted = count_try(None)
    card = _find_live(text)
    if card is None:
        record_failure(None, "accounts.card_failed")
        raise CardRefused("code")
    begin_writing()
    clear_attempts(counted)
    return bool(card.pin_hash)


def find_card_user(text: str) -> int | None:
    """The account of a valid card, or None. For a clerk who has the card; it does not sign in."""
    card = _find_live(text.rpartition("#")[2])  # a scanned card contains the whole address
    return None if card is None else int(card.user_id)


def sign_in_by_card(text: str, pin: str, *, agent: str = "") -> NewSession:
    """Check card and PIN and begin a login session. Opens the writing transaction itself, after the hashing.

    CardRefused for a wrong card or PIN; TooManyTries; SignInsBusy.
    """
    card = _find_live(text)
    counted = count_try(card.username if card else None, card.user_id if card else None)
    if not is_password(card.pin_hash if card else "", pin) or card is None:
        record_failure(card.user_id if card else None, "accounts.card_failed")
        raise CardRefused("pin")
    begin_writing()
    if _lock_live(card.id) is None:
        raise CardRefused("pin")
    clear_attempts(counted)
    return _begin(card, "accounts.sign_in", agent)


def set_card_pin(text: str, pin: str, *, agent: str = "") -> NewSession:
    """Set the PIN of a card that has none yet, and sign in. Opens the writing transaction itself, after the hashing.

    PinNotSixDigits, PinTooSimple; CardRefused, also if it has a PIN already; TooManyTries.
    """
    ensure_usable_pin(pin)
    card = _find_live(text)
    counted = count_try(card.username if card else None, card.user_id if card else None)
    if card is None or card.pin_hash:
        record_failure(card.user_id if card else None, "accounts.card_failed")
        raise CardRefused("pin")
    pin_hash = hash_password(pin)
    begin_writing()
    live = _lock_live(card.id)
    if live is None or live.pin_hash:
        raise CardRefused("pin")
    live.pin_hash, live.pin_set_at = pin_hash, clock.now()
    db.session.flush()
    clear_attempts(counted)
    return _begin(card, "accounts.set_card_pin", agent)


def has_card_pin(user_id: int) -> bool:
    """Whether an account has a valid card with a PIN."""
    return _find_own(user_id) is not None


def change_card_pin(who: Identity, current: str, pin: str, *, agent: str = "") -> NewSession:
    """Change the PIN of the own card; ends all sessions and begins a new one. Opens the writing transaction itself.

    PinNotSixDigits, PinTooSimple; WrongPin for a wrong present PIN or a card replaced meanwhile; TooManyTries.
    """
    ensure_usable_pin(pin)
    card = _find_own(who.id)
    counted = count_try(who.username, who.id)
    if not is_password(card.pin_hash if card else "", current) or card is None:
        record_failure(who.id, "accounts.card_failed")
        raise WrongPin("current")
    pin_hash = hash_password(pin)
    begin_writing()
    live = _lock_live(card.id)
    if live is None or live.pin_hash != card.pin_hash:
        raise WrongPin("current")
    live.pin_hash, live.pin_set_at = pin_hash, clock.now()
    db.session.flush()
    clear_attempts(counted)
    end_sessions(who.id, "password")
    return _begin(card, "accounts.change_card_pin", agent)


def _begin(card: Row[Any], action: str, agent: str) -> NewSession:
    key = start_session(card.user_id, agent=agent)
    actor = Actor("user", card.user_id, card.username)
    record_event(action, actor=actor, subject="user", subject_id=card.user_id, details={"way": "card"})
    return NewSession(card.user_id, key)


def _find_live(text: str) -> Row[Any] | None:
    """(id, user_id, pin_hash, username) of the card with this code, if it and its account work today."""
    if read(text) is None:
        return None
    query = (
        select(_CARD.c.id, _CARD.c.user_id, _CARD.c.pin_hash, _USER.c.username, _USER.c.valid_until)
        .join(_USER, _USER.c.id == _CARD.c.user_id)
        .where(
            _CARD.c.token_hash == card_fingerprint(text),
            _CARD.c.revoked_at.is_(None),
            _USER.c.is_active.is_(True),
        )
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None or has_ended(row.valid_until, clock.today()) else row


def _find_own(user_id: int) -> Row[Any] | None:
    """(id, user_id, pin_hash, username) of an account's valid card with a PIN, or None."""
    query = (
        select(_CARD.c.id, _CARD.c.user_id, _CARD.c.pin_hash, _USER.c.username)
        .join(_USER, _USER.c.id == _CARD.c.user_id)
        .where(_CARD.c.user_id == user_id, _CARD.c.revoked_at.is_(None), _CARD.c.pin_hash != "")
    )
    return db.session.execute(query).one_or_none()


def _lock_live(card_id: int) -> AccessCard | None:
    """The card, locked; None if it was replaced during the hashing."""
    query = select(AccessCard).where(AccessCard.id == card_id, AccessCard.revoked_at.is_(None))
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
