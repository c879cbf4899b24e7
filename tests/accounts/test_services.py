"""Verbs of accounts on both engines: roles, the last admin, codes, letters."""

from __future__ import annotations

import contextvars
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.errors import (
    BoothOfRoleMissing,
    EmployeeTaken,
    LastAdmin,
    OwnRoles,
    UnitOfRoleMissing,
    UnusableRole,
    UnusableUsername,
    UsernameTaken,
)
from app.accounts.models import User
from app.accounts.queries import find_identity, list_users
from app.accounts.rules.identity import Grant
from app.accounts.services import (
    create_user,
    disable_user,
    enable_user,
    set_roles,
    start_session,
)
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM, Actor
from app.extensions import db
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing, commit, rollback
from tests.standing import make_person, make_unit

ADMIN = [Grant("admin")]


def admin(name: str) -> User:
    return create_user(name, actor=SYSTEM, grants=ADMIN, password_hash="x")


def as_actor(user: User) -> Actor:
    return Actor("user", user.id, user.username)


def wrote(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_a_user_name_is_kept_in_lower_case_and_taken_once(session: Any) -> None:
    assert create_user(" Siti.W ", actor=SYSTEM).username == "siti.w"
    with pytest.raises(UsernameTaken):
        create_user("SITI.W", actor=SYSTEM)


@pytest.mark.parametrize(
    "name", ["ab", "a" * 61, "siti w", "siti@kota", "-siti", "198507122010012009", "sïti", ""]
)
def test_unusable_user_names_are_refused(name: str, session: Any) -> None:
    with pytest.raises(UnusableUsername):
        create_user(name, actor=SYSTEM)


@pytest.mark.parametrize(
    ("grant", "error"),
    [
        (Grant("boss"), UnusableRole),
        (Grant("finance", booth_id=1), UnusableRole),
        (Grant("opd"), UnitOfRoleMissing),
        (Grant("opd", unit_id=999), UnitOfRoleMissing),
        (Grant("cashier", booth_id=999), BoothOfRoleMissing),
    ],
)
def test_roles_that_make_no_sense_are_refused(grant: Grant, error: type[DomainError], session: Any) -> None:
    with pytest.raises(error):
        create_user("siti", actor=SYSTEM, grants=[grant])


def test_one_person_has_one_account(session: Any) -> None:
    person = make_person(make_unit("Kota"))
    create_user("satu", actor=SYSTEM, employee_id=person.id)
    with pytest.raises(EmployeeTaken):
        create_user("dua", actor=SYSTEM, employee_id=person.id)


def test_nobody_changes_the_own_roles_or_switches_the_own_account_off(session: Any) -> None:
    first = admin("satu")
    admin("dua")
    for act in (
        lambda: set_roles(first.id, [], actor=as_actor(first)),
        lambda: disable_user(first.id, actor=as_actor(first)),
    ):
        with pytest.raises(OwnRoles):
            act()


def test_the_last_admin_stays(session: Any) -> None:
    only = admin("satu")
    create_user("menunggu", actor=SYSTEM, grants=ADMIN)
    with pytest.raises(LastAdmin):
        set_roles(only.id, [Grant("finance")], actor=SYSTEM)
    with pytest.raises(LastAdmin):
        disable_user(only.id, actor=SYSTEM)


@pytest.mark.both_engines
def test_two_admins_who_demote_each_other_at_once_leave_one(app: Flask, session: Any) -> None:
    one, two = admin("satu"), admin("dua")
    commit()
    start = threading.Barrier(2)
    refused: list[type[DomainError]] = []

    def demote(victim: int, actor: Actor) -> None:
        with app.app_context():
            start.wait()
            try:
                begin_writing()
                set_roles(victim, [Grant("finance")], actor=actor)
                commit()
            except DomainError as error:
                rollback()
                refused.append(type(error))

    pairs = [(two.id, as_actor(one)), (one.id, as_actor(two))]
    threads = [threading.Thread(target=contextvars.Context().run, args=(demote, *pair)) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused == [LastAdmin]
    assert list_users(role="admin").total == 1


@pytest.mark.both_engines
def test_new_roles_end_the_sessions_and_leave_one_event(session: Any) -> None:
    user = create_user("siti", actor=SYSTEM, grants=[Grant("finance")], password_hash="x")
    key = start_session(user.id)
    assert find_identity(key) is not None
    set_roles(user.id, [Grant("finance"), Grant("personnel")], actor=SYSTEM)
    assert find_identity(key) is None
    assert user.role_names == {"finance", "personnel"}
    assert len(wrote("accounts.set_roles")) == 1


@pytest.mark.both_engines
def test_a_disabled_account_is_nobody_even_if_its_session_were_left_running(session: Any) -> None:
    user = create_user("siti", actor=SYSTEM, password_hash="x")
    disable_user(user.id, actor=SYSTEM)
    assert find_identity(start_session(user.id)) is None
    enable_user(user.id, actor=SYSTEM)
    assert find_identity(start_session(user.id)) is not None
