"""Signing in and out, lockout, safe targets, the session's end."""

from __future__ import annotations

import contextvars
import statistics
import time
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.rules.identity import Grant
from app.accounts.services import (
    create_user,
    disable_user,
    hash_password,
    hashing,
)
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import commit
from tests.pages import Page, PageClient

PASSWORD = "kenari-di-teluk-42"


def new_user(username: str, *roles: str) -> User:
    return create_user(
        username,
        actor=SYSTEM,
        grants=[Grant(role) for role in roles],
        password_hash=hash_password(PASSWORD),
    )


def attempt(client: PageClient, username: str, password: str, expect: int = 422, target: str = "") -> Page:
    page = client.get("/masuk", query={"lanjut": target} if target else None)
    return page.form().submit(expect, username=username, password=password)


def attempts(client: PageClient, pairs: list[tuple[str, str]]) -> list[int]:
    """Many tries from the same fresh login page, without looking at each answer: their statuses."""
    client.browser.delete_cookie("sesi")
    token = client.get("/masuk").token
    cookie = client.browser.get_cookie("sesi")
    assert cookie is not None
    commit()
    statuses = []
    for username, password in pairs:
        client.browser.set_cookie("sesi", cookie.value)
        sent = {"csrf_token": token, "username": username, "password": password}
        answer = contextvars.Context().run(client.browser.post, "/masuk", data=sent)
        statuses.append(answer.status_code)
    return statuses


def events(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def body_without_token(page: Page) -> str:
    return page.body.replace(page.token, "TOKEN")


def test_the_right_password_opens_the_own_front_page(client: PageClient, siti: User) -> None:
    page = attempt(client, "siti", PASSWORD, 303)
    assert page.location == "/keuangan/"
    assert len(events("accounts.sign_in")) == 1


def test_the_user_name_may_be_typed_in_capitals(client: PageClient, siti: User) -> None:
    assert attempt(client, " SITI ", PASSWORD, 303).location == "/keuangan/"


def test_somebody_with_several_roles_chooses(client: PageClient, session: Any, fast_hash: None) -> None:
    new_user("yohana", "manager", "employee")
    page = attempt(client, "yohana", PASSWORD, 303)
    assert page.location == "/mulai"
    client.is_signed_in = True
    assert set(page.follow().links.values()) >= {"/pengelola/", "/saya/"}


def test_unknown_disabled_waiting_locked_and_wrong_get_the_same_page(
    client: PageClient, session: Any, fast_hash: None
) -> None:
    new_user("xaktifx", "finance")
    create_user("xbelumx", actor=SYSTEM, grants=[Grant("employee")])
    disable_user(new_user("xmatix", "finance").id, actor=SYSTEM)
    bodies = set()
    for username in ("xaktifx", "xmatix", "xbelumx", "xtakadax"):
        client.browser.delete_cookie("sesi")
        for _ in range(5):
            page = attempt(client, username, "salah-sekali-0")
            bodies.add(body_without_token(page).replace(username, "NAMA"))
        locked = attempt(client, username, PASSWORD, 429)
        assert 0 < int(locked.headers["Retry-After"]) <= 61
        bodies.add(body_without_token(locked).replace(username, "NAMA"))
    assert len(bodies) == 1


def test_five_wrong_tries_block_the_right_password_for_a_minute_and_nobody_else(
    client: PageClient, siti: User, clock: Any
) -> None:
    new_user("lain", "finance")
    for _ in range(5):
        attempt(client, "siti", "salah-sekali-0")
    attempt(client, "siti", PASSWORD, 429)
    assert attempt(client, "lain", PASSWORD, 303).location == "/keuangan/"
    client.browser.delete_cookie("sesi")
    clock.shift(seconds=62)
    assert attempt(client, "siti", PASSWORD, 303).location == "/keuangan/"


def test_a_forged_address_header_does_not_start_the_count_anew(client: PageClient, siti: User) -> None:
    for number in range(5):
        client.browser.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}"
        attempt(client, "siti", "salah-sekali-0")
    attempt(client, "siti", PASSWORD, 429)


def test_one_password_over_many_names_is_stopped_but_the_office_behind_the_address_gets_in(
    client: PageClient, siti: User
) -> None:
    attempt(client, "siti", PASSWORD, 303)
    statuses = attempts(client, [(f"orang{number}", "rahasia12345") for number in range(101)])
    assert statuses == [422] * 100 + [429]
    assert attempts(client, [("siti", PASSWORD)]) == [303]


def test_two_hundred_right_logins_from_one_address_pass(app: Flask, session: Any, fast_hash: None) -> None:
    hashed = hash_password(PASSWORD)
    for number in range(200):
        create_user(f"kantor{number}", actor=SYSTEM, grants=[Grant("finance")], password_hash=hashed)
    assert attempts(PageClient(app), [(f"kantor{number}", PASSWORD) for number in range(200)]) == [303] * 200


def test_the_answer_for_somebody_unknown_takes_as_long_as_for_a_wrong_password() -> None:
    stored = hash_password("sesuatu-yang-lain")

    def took(kept_hash: str) -> float:
        started = time.thread_time()
        assert not hashing.is_password(kept_hash, "salah-sekali-0")
        return time.thread_time() - started

    known, unknown = [], []
    for _ in range(15):
        known.append(took(stored))
        unknown.append(took(""))
    assert 0.8 < statistics.median(known) / statistics.median(unknown) < 1.25


def test_the_method_is_argon2id_at_the_least_owasp_names() -> None:
    assert hash_password("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
