"""Passwords' hashes: what is kept, what is renewed, and who waits (docs/adr/0007-hashing-beside-the-tills.md)."""

from __future__ import annotations

from typing import Any

import pytest
from argon2 import PasswordHasher

from app.accounts.errors import SignInRefused, SignInsBusy
from app.accounts.models import User
from app.accounts.queries import find_identity
from app.accounts.services import (
    create_user,
    hash_password,
    hashing,
    is_password,
    issue_code,
    login,
    sign_in,
    start_session,
)
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import begin_writing, commit, rollback
from tests.conftest import Clock

PASSWORD = "ombak-pagi-di-teluk"
KEPT_BEFORE = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
"""Of the right password, at a lower cost."""


def old_account() -> User:
    user = create_user("siti", actor=SYSTEM, password_hash=KEPT_BEFORE)
    commit()
    return user


def stored() -> str:
    db.session.expire_all()
    return db.session.query(User).filter_by(username="siti").one().password_hash


def test_right_is_right_and_wrong_is_wrong_whatever_it_cost() -> None:
    for hashed in (hash_password(PASSWORD), KEPT_BEFORE):
        assert is_password(hashed, PASSWORD) and not is_password(hashed, PASSWORD + "!")


@pytest.mark.parametrize("nothing", ["", "x", "$argon2id$"])
def test_what_is_no_hash_lets_nobody_in(nothing: str) -> None:
    assert not is_password(nothing, PASSWORD)


@pytest.mark.parametrize(("hashed", "is_old"), [(KEPT_BEFORE, True), (None, False)], ids=["before", "now"])
def test_a_hash_of_another_cost_is_outdated(hashed: str | None, is_old: bool) -> None:
    assert hashing.is_outdated(hashed or hash_password(PASSWORD)) is is_old


def test_signing_in_renews_an_old_hash_and_ends_no_session(session: Any) -> None:
    user = old_account()
    begin_writing()
    key = start_session(user.id)
    commit()
    with pytest.raises(SignInRefused):
        sign_in("siti", "salah-sekali-0")
    rollback()
    assert stored() == KEPT_BEFORE
    sign_in("siti", PASSWORD)
    commit()
    renewed = stored()
    assert not hashing.is_outdated(renewed) and is_password(renewed, PASSWORD)
    sign_in("siti", PASSWORD)
    commit()
    assert stored() == renewed and find_identity(key) is not None


@pytest.mark.both_engines
def test_of_two_sign_ins_at_once_the_later_one_is_not_refused_for_the_others_renewal(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_account()

    def renewed_meanwhile(password: str) -> str:
        monkeypatch.setattr(login, "hash_password", hash_password)
        sign_in("siti", password)
        commit()
        return hash_password(password)

    monkeypatch.setattr(login, "hash_password", renewed_meanwhile)
    assert sign_in("siti", PASSWORD).key


def test_who_signs_in_while_the_password_is_reset_stays_outside(
    session: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = create_user("siti", actor=SYSTEM, password_hash=hash_password(PASSWORD))
    commit()

    def reset_meanwhile(kept_hash: str, password: str) -> bool:
        clock.shift(seconds=1)
        begin_writing()
        issue_code(user.id, actor=SYSTEM)
        commit()
        return is_password(kept_hash, password)

    monkeypatch.setattr(login, "is_password", reset_meanwhile)
    with pytest.raises(SignInRefused):
        sign_in("siti", PASSWORD)


def test_who_does_not_get_his_turn_in_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_PATIENCE_SECONDS", 0.05)
    with hashing._turn(), pytest.raises(SignInsBusy):
        hash_password("x")
    assert hash_password("x")
