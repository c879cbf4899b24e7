"""PINs of cashiers, and accounts that end with a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from app.accounts.errors import (
    BoothOfRoleMissing,
    CashierNameMissing,
    DayIsOver,
    NotACashier,
    PinNotSixDigits,
    PinTooSimple,
    SignInRefused,
)
from app.accounts.models import CashierPin, User
from app.accounts.queries import find_identity, list_cashiers
from app.accounts.rules.identity import Grant
from app.accounts.rules.life import has_ended
from app.accounts.rules.pins import ITERATIONS, derive, ensure_usable_pin, new_pin
from app.accounts.services import (
    create_day_cashier,
    create_user,
    disable_user,
    hash_password,
    pins,
    set_pin,
    sign_in,
    start_session,
)
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.booths.services import create_booth
from app.extensions import db
from app.shared.errors import DomainError
from app.shared.transaction import commit
from tests.conftest import Clock

TODAY = date(2026, 11, 7)
PASSWORD = "ombak-pagi-di-teluk"


def cashier(name: str = "rina", **more: Any) -> User:
    return create_user(name, actor=SYSTEM, grants=[Grant("cashier")], **more)


@pytest.mark.parametrize(
    ("pin", "error"),
    [
        ("482915", None), ("012346", None), ("111112", None),
        ("12345", PinNotSixDigits), ("1234567", PinNotSixDigits), ("", PinNotSixDigits), ("48291a", PinNotSixDigits),
        ("٤٨٢٩١٥", PinNotSixDigits), (" 48291", PinNotSixDigits),
        ("111111", PinTooSimple), ("123456", PinTooSimple), ("345678", PinTooSimple), ("654321", PinTooSimple),
        ("567890", PinTooSimple), ("098765", PinTooSimple),
    ],
)  # fmt: skip
def test_a_pin_is_six_digits_that_are_not_the_first_anybody_tries(
    pin: str, error: type[DomainError] | None
) -> None:
    if error is None:
        ensure_usable_pin(pin)
    else:
        with pytest.raises(error):
            ensure_usable_pin(pin)


def test_a_pin_made_for_somebody_may_be_one() -> None:
    for _ in range(200):
        ensure_usable_pin(new_pin())


def test_the_work_of_one_try_is_what_the_browser_computes() -> None:
    """A known vector of PBKDF2-HMAC-SHA256 (RFC 7914, 11), cut to 32 bytes: any browser agrees with it."""
    expected = "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
    assert derive("Password", b"NaCl", 80_000) == expected


def test_the_work_of_one_try_is_long() -> None:
    assert ITERATIONS >= 310_000


@pytest.mark.sqlite
def test_a_form_sent_again_after_more_work_became_the_rule_shows_the_same_pin(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    booth, key = create_booth("Balai Kota", actor=SYSTEM).id, str(uuid4())
    first = create_day_cashier("Ona", booth, TODAY, actor=SYSTEM, form_key=key)
    monkeypatch.setattr(pins, "ITERATIONS", 2_000)
    assert create_day_cashier("Ona", booth, TODAY, actor=SYSTEM, form_key=key) == first


@pytest.mark.sqlite
def test_only_the_work_on_a_pin_is_kept_and_a_new_one_replaces_it(session: Any) -> None:
    user = cashier()
    set_pin(user.id, "482915", actor=SYSTEM)
    first = db.session.get(CashierPin, user.id)
    assert (
        first is not None and derive("482915", bytes.fromhex(first.salt), first.iterations) == first.verifier
    )
    before = first.salt
    set_pin(user.id, "482915", actor=SYSTEM)
    assert db.session.query(CashierPin).one().salt != before
    events = [str(event.details) for event in db.session.query(AuditEvent)]
    assert not any("482915" in one for one in events)


@pytest.mark.sqlite
def test_who_is_no_cashier_has_no_pin(session: Any) -> None:
    finance = create_user("ani", actor=SYSTEM, grants=[Grant("finance")])
    with pytest.raises(NotACashier):
        set_pin(finance.id, "482915", actor=SYSTEM)


@pytest.mark.parametrize(
    ("today", "ended"), [(date(2026, 11, 6), False), (TODAY, False), (date(2026, 11, 8), True)]
)
def test_an_account_works_through_its_last_day(today: date, ended: bool) -> None:
    assert has_ended(TODAY, today) is ended and not has_ended(None, today)


def test_signing_in_ends_with_the_day_and_so_does_a_running_session(session: Any, clock: Clock) -> None:
    user = cashier(password_hash=hash_password(PASSWORD), valid_until=TODAY)
    key = start_session(user.id)
    commit()
    clock.move_to("2026-11-07 20:00")
    sign_in("rina", PASSWORD)
    commit()
    assert find_identity(key) is not None
    clock.move_to("2026-11-08 00:01")
    with pytest.raises(SignInRefused):
        sign_in("rina", PASSWORD)
    assert find_identity(key) is None


@pytest.mark.both_engines
def test_a_days_cashier_is_made_with_a_pin_and_opens_nothing_else(session: Any) -> None:
    booth, other = create_booth("Balai Kota", actor=SYSTEM), create_booth("Pasar", actor=SYSTEM)
    made = [create_day_cashier(f" Dodi  {n} ", booth.id, TODAY, actor=SYSTEM) for n in range(2)]
    names = [user.username for user, _ in made]
    assert names == ["harian-0711-1", "harian-0711-2"] and made[0][0].display_name == "Dodi 0"
    assert all(re.fullmatch(r"[0-9]{6}", pin) for _, pin in made)
    assert (made[0][0].password_hash, made[0][0].valid_until) == ("", TODAY)
    (grant,) = made[0][0].grants
    assert (grant.role, grant.booth_id) == ("cashier", booth.id)
    assert [one.username for one in list_cashiers(booth.id, TODAY)] == names
    assert list_cashiers(other.id, TODAY) == [] and list_cashiers(booth.id, date(2026, 11, 8)) == []
    commit()
    with pytest.raises(SignInRefused):
        sign_in(names[0], made[0][1])


def test_who_is_switched_off_or_no_cashier_is_not_on_the_tills_list(session: Any) -> None:
    booth = create_booth("Balai Kota", actor=SYSTEM)
    anywhere, off = cashier("anywhere"), cashier("off")
    create_user("manager", actor=SYSTEM, grants=[Grant("manager", booth_id=booth.id)])
    disable_user(off.id, actor=SYSTEM)
    assert [(one.username, one.pin) for one in list_cashiers(booth.id, TODAY)] == [(anywhere.username, None)]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "booth", "day", "error"),
    [
        (" ", 0, TODAY, CashierNameMissing),
        ("Dodi", 999, TODAY, BoothOfRoleMissing),
        ("Dodi", 0, date(2026, 11, 6), DayIsOver),
    ],
)
def test_a_days_cashier_that_cannot_be_is_refused(
    session: Any, name: str, booth: int, day: date, error: type[DomainError]
) -> None:
    place = booth or create_booth("Balai Kota", actor=SYSTEM).id
    with pytest.raises(error):
        create_day_cashier(name, place, day, actor=SYSTEM)
