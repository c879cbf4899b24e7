"""Codes and letters of accounts: used once, in their days, reissued by an OPD; tries are counted (both engines)."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.accounts.errors import (
    AccountDisabled,
    AccountHasPowers,
    CodeRefused,
    PasswordTooShort,
    TooManyTries,
    UserNotFound,
)
from app.accounts.models import ActivationCode, LoginSession
from app.accounts.queries import find_identity, find_live_code
from app.accounts.rules.identity import Grant
from app.accounts.services import (
    activate,
    create_user,
    disable_user,
    hash_password,
    issue_code,
    prepare_letters,
    reissue_code,
    revoke_codes,
    sign_in,
    start_session,
)
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing, commit, rollback
from tests.accounts.test_services import admin, wrote
from tests.standing import make_person, make_unit

PASSWORD = "ombak-pagi-di-teluk"


def test_a_code_works_once(session: Any) -> None:
    user = create_user("siti", actor=SYSTEM)
    code = issue_code(user.id, actor=SYSTEM)
    commit()
    assert find_identity(activate(code.lower(), PASSWORD).key) is not None
    commit()
    with pytest.raises(CodeRefused):
        activate(code, PASSWORD)
    assert sign_in("siti", PASSWORD).user_id == user.id


def test_a_code_does_not_work_after_its_days_nor_when_voided_nor_when_disabled(
    session: Any, clock: Any
) -> None:
    user = create_user("siti", actor=SYSTEM)
    code = issue_code(user.id, actor=SYSTEM)
    commit()
    clock.shift(days=29, hours=23)
    assert find_live_code(user.id) is not None
    clock.shift(hours=1, minutes=1)
    with pytest.raises(CodeRefused):
        activate(code, PASSWORD)
    begin_writing()
    voided = issue_code(user.id, actor=SYSTEM)
    assert revoke_codes(user.id, actor=SYSTEM) == 1
    fresh = issue_code(user.id, actor=SYSTEM)
    admin("lain")
    disable_user(user.id, actor=SYSTEM)
    commit()
    for refused in (voided, fresh, "bukan-kode"):
        with pytest.raises(CodeRefused):
            activate(refused, PASSWORD)


def test_a_bad_password_does_not_use_the_code_up(session: Any) -> None:
    code = issue_code(create_user("siti", actor=SYSTEM).id, actor=SYSTEM)
    commit()
    with pytest.raises(PasswordTooShort):
        activate(code, "pendek")
    assert activate(code, PASSWORD).key


@pytest.mark.both_engines
def test_the_table_holds_no_code_in_plain_text(session: Any) -> None:
    code = issue_code(create_user("siti", actor=SYSTEM).id, actor=SYSTEM)
    stored = session.scalars(select(ActivationCode.code_hash)).one()
    assert code.replace("-", "") not in stored and len(stored) == 64


def test_a_reset_ends_password_and_sessions_at_once(session: Any) -> None:
    user = create_user("siti", actor=SYSTEM, password_hash=hash_password(PASSWORD))
    key = start_session(user.id)
    issue_code(user.id, actor=SYSTEM)
    commit()
    assert find_identity(key) is None
    with pytest.raises(DomainError):
        sign_in("siti", PASSWORD)
    assert len(wrote("accounts.reset")) == 1


def test_a_disabled_account_gets_no_code(session: Any) -> None:
    user = create_user("siti", actor=SYSTEM)
    disable_user(user.id, actor=SYSTEM)
    with pytest.raises(AccountDisabled):
        issue_code(user.id, actor=SYSTEM)


def test_guessing_codes_is_stopped_by_address(session: Any) -> None:
    commit()
    for _ in range(100):
        with pytest.raises(CodeRefused):
            activate("0000-0000-0000-0000", PASSWORD)
    with pytest.raises(TooManyTries):
        activate("0000-0000-0000-0000", PASSWORD)


@pytest.fixture
def office(session: Any) -> Callable[[], tuple[Any, Any, Any]]:
    def build() -> tuple[Any, Any, Any]:
        root = make_unit("Kota")
        mine = make_unit("Dinas Kesehatan", root)
        other = make_unit("Dinas Pendidikan", root)
        return root, mine, other

    return build


def person_in(unit: Any, name: str = "Martha") -> Any:
    return make_person(unit, name)


@pytest.mark.both_engines
def test_an_opd_reissues_for_its_own_people_only_and_never_for_powers(office: Any) -> None:
    _, mine, other = office()
    own = create_user("own", actor=SYSTEM, grants=[Grant("employee")], employee_id=person_in(mine).id)
    strange = create_user(
        "strange", actor=SYSTEM, grants=[Grant("employee")], employee_id=person_in(other).id
    )
    powers = [Grant("employee"), Grant("finance")]
    powerful = create_user("powerful", actor=SYSTEM, grants=powers, employee_id=person_in(mine).id)
    nobody = create_user("nobody", actor=SYSTEM, grants=[Grant("employee")])
    within = frozenset({mine.id})
    assert reissue_code(own.id, actor=SYSTEM, within=within)
    for refused, error in ((strange, UserNotFound), (nobody, UserNotFound), (powerful, AccountHasPowers)):
        with pytest.raises(error):
            reissue_code(refused.id, actor=SYSTEM, within=within)


@pytest.mark.both_engines
def test_letters_make_accounts_for_everybody_of_the_unit_once(office: Any, count_queries: Any) -> None:
    _, mine, other = office()
    for number in range(3):
        person_in(mine, f"Orang {number}")
    person_in(other)
    letters = prepare_letters(frozenset({mine.id}), actor=SYSTEM)
    assert len(letters) == len({letter.code for letter in letters}) == 3
    assert all(letter.username not in letter.name and letter.card_token for letter in letters)
    assert prepare_letters(frozenset({mine.id}), actor=SYSTEM) == []
    again = prepare_letters(frozenset({mine.id}), actor=SYSTEM, again=True)
    assert len(again) == 3
    commit()
    with pytest.raises(CodeRefused):
        activate(letters[0].code, PASSWORD)
    assert activate(again[0].code, PASSWORD).key
    commit()
    begin_writing()
    assert len(prepare_letters(frozenset({mine.id}), actor=SYSTEM, again=True)) == 2


def test_letters_come_in_batches(office: Any) -> None:
    _, mine, _ = office()
    for number in range(5):
        person_in(mine, f"Orang {number}")
    sizes = [len(prepare_letters(frozenset({mine.id}), actor=SYSTEM, most=2)) for _ in range(4)]
    assert sizes == [2, 2, 1, 0]


def test_a_user_name_tells_nothing_of_the_person(office: Any) -> None:
    _, mine, _ = office()
    person = person_in(mine, "Martha Wattimena")
    (letter,) = prepare_letters(frozenset({mine.id}), actor=SYSTEM)
    assert letter.username == f"p{person.id:05d}"
    assert "martha" not in letter.username


def test_counters_survive_the_refusal_they_belong_to(session: Any) -> None:
    create_user("siti", actor=SYSTEM, password_hash=hash_password(PASSWORD))
    commit()
    for _ in range(5):
        with pytest.raises(DomainError):
            sign_in("siti", "salah-sekali-0")
        rollback()
    with pytest.raises(TooManyTries):
        sign_in("siti", PASSWORD)


def test_twenty_tries_at_the_same_moment_check_five_passwords_at_most(
    app: Flask, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_user("siti", actor=SYSTEM, password_hash=hash_password(PASSWORD))
    commit()
    answers: list[str] = []

    def guess() -> None:
        with app.app_context():
            try:
                sign_in("siti", "salah-sekali-0")
            except DomainError as error:
                answers.append(type(error).__name__)
            rollback()
            db.session.remove()

    threads = [threading.Thread(target=contextvars.Context().run, args=(guess,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == ["SignInRefused"] * 5 + ["TooManyTries"] * 15


@pytest.mark.both_engines
def test_no_session_key_is_kept_in_plain_text(session: Any) -> None:
    key = start_session(create_user("siti", actor=SYSTEM).id)
    assert (
        session.scalar(select(func.count()).select_from(LoginSession).where(LoginSession.key_hash == key))
        == 0
    )


@pytest.mark.both_engines
def test_the_database_refuses_a_role_nobody_knows(session: Any) -> None:
    user = create_user("siti", actor=SYSTEM)
    session.flush()
    with pytest.raises(Exception, match="ck_user_role_role"):
        session.execute(text("INSERT INTO user_role (user_id, role) VALUES (:id, 'boss')"), {"id": user.id})
