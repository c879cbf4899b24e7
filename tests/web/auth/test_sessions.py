"""Sessions of logins: cookies from before, their end, what they cost, safe targets."""

from __future__ import annotations

import contextvars
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import queries
from app.accounts.models import LoginSession, User
from app.accounts.rules.identity import Grant
from app.accounts.services import (
    disable_user,
    end_sessions,
    set_roles,
    touch_session,
)
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import commit
from tests.pages import PageClient
from tests.web.auth.test_signing_in import PASSWORD, attempt, events


def test_the_cookie_from_before_is_nobody_and_the_token_is_new(client: PageClient, siti: User) -> None:
    client.get("/masuk")
    before, token = client.browser.get_cookie("sesi"), client.token
    assert before is not None
    client.form().submit(303, username="siti", password=PASSWORD)
    after = client.browser.get_cookie("sesi")
    assert after is not None and after.value != before.value
    client.is_signed_in = True
    assert client.get("/sandi").token != token
    client.browser.set_cookie("sesi", before.value)
    client.get("/sandi", 303)


def test_a_cookie_saved_before_logout_opens_nothing_afterwards(client: PageClient, siti: User) -> None:
    attempt(client, "siti", PASSWORD, 303)
    client.is_signed_in = True
    saved = client.browser.get_cookie("sesi")
    client.get("/sandi")
    page = client.form("/keluar").submit()
    assert page.location == "/masuk"
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert saved is not None
    client.browser.set_cookie("sesi", saved.value)
    client.get("/sandi", 303)
    assert len(events("accounts.sign_out")) == 1


def test_logout_wants_a_post(as_role: Any) -> None:
    as_role("finance").get("/keluar", 405)


def _disable(user: User) -> None:
    disable_user(user.id, actor=SYSTEM)


def _demote(user: User) -> None:
    set_roles(user.id, [Grant("employee")], actor=SYSTEM)


def _end(user: User) -> None:
    end_sessions(user.id, "admin", actor=SYSTEM)


@pytest.mark.parametrize("act", [_disable, _demote, _end])
def test_the_next_request_is_refused_after(act: Any, as_role: Any, session: Any) -> None:
    one = as_role("finance")
    one.get("/sandi")
    act(one.user)
    one.get("/sandi", 303)


def test_changing_the_password_ends_every_other_session(client: PageClient, app: Flask, siti: User) -> None:
    other = PageClient(app)
    for browser in (client, other):
        attempt(browser, "siti", PASSWORD, 303)
        browser.is_signed_in = True
    old = client.browser.get_cookie("sesi")
    page = (
        client.get("/sandi")
        .form()
        .submit(303, current=PASSWORD, password="ombak-pagi-di-teluk", again="ombak-pagi-di-teluk")
    )
    assert page.location == "/keuangan/"
    client.get("/sandi")
    other.get("/sandi", 303)
    assert old is not None
    other.browser.set_cookie("sesi", old.value)
    other.get("/sandi", 303)


@pytest.mark.parametrize(
    ("role", "step", "steps", "open_until"),
    [
        ("finance", {"minutes": 29}, 1, True),
        ("finance", {"minutes": 30}, 1, False),
        ("finance", {"minutes": 25}, 19, True),
        ("finance", {"minutes": 25}, 20, False),
        ("admin", {"minutes": 30}, 1, False),
        ("cashier", {"hours": 11, "minutes": 59}, 1, True),
        ("cashier", {"hours": 4}, 3, False),
        ("manager", {"hours": 11}, 15, True),
        ("manager", {"hours": 11}, 16, False),
        ("manager", {"hours": 12}, 1, False),
    ],
)
def test_a_session_ends_after_idle_and_absolute_time(
    role: str, step: dict[str, int], steps: int, open_until: bool, as_role: Any, clock: Any
) -> None:
    one = as_role(role)
    for _ in range(steps - 1):
        clock.shift(**step)
        one.get("/sandi")
    clock.shift(**step)
    one.get("/sandi", 200 if open_until else 303)


def test_the_last_use_is_written_at_most_every_five_minutes(as_role: Any, clock: Any, session: Any) -> None:
    one = as_role("manager")
    first = db.session.scalars(select(LoginSession.last_seen_at)).one()
    clock.shift(minutes=4, seconds=50)
    one.get("/sandi")
    assert db.session.scalars(select(LoginSession.last_seen_at)).one() == first
    clock.shift(seconds=15)
    one.get("/sandi")
    assert db.session.scalars(select(LoginSession.last_seen_at)).one() > first


def test_a_session_that_ended_in_between_is_not_written_to_any_more(
    as_role: Any, clock: Any, session: Any
) -> None:
    user = as_role("manager").user
    found = db.session.scalars(select(LoginSession)).one()
    number, first = found.id, found.last_seen_at
    end_sessions(user.id, "logout")
    commit()
    clock.shift(minutes=10)
    touch_session(number)
    db.session.expire_all()
    assert db.session.scalars(select(LoginSession.last_seen_at)).one() == first


def test_who_is_signed_in_costs_one_query(as_role: Any, count_queries: Any) -> None:
    one = as_role("manager", "employee")
    key = _key_of(one)
    with count_queries() as statements:
        found = queries.find_identity(key)
    assert found is not None and found.identity.role_names == {"manager", "employee"}
    assert len(statements) == 1, statements


def _key_of(client: PageClient) -> str:
    def read() -> str:
        with client.browser.session_transaction() as cookie:
            return str(cookie["_user_id"])

    return contextvars.Context().run(read)


def test_the_key_in_the_table_is_a_hash(as_role: Any, session: Any) -> None:
    key = _key_of(as_role("manager"))
    assert len(key) >= 40
    assert key not in db.session.scalars(select(LoginSession.key_hash)).all()


def test_the_cookie_is_http_only_and_lax(client: PageClient, siti: User) -> None:
    flags = attempt(client, "siti", PASSWORD, 303).headers["Set-Cookie"]
    assert flags.startswith("sesi=")
    assert "HttpOnly" in flags and "SameSite=Lax" in flags and "Path=/" in flags and "Domain" not in flags


EVIL = (
    "//evil.example", "///evil.example", "////evil.example", "https://evil.example", "http:evil.example",
    "https:evil.example", "https:/evil.example", "http:///evil.example", "HTTPS://EVIL.EXAMPLE",
    "ftp://evil.example",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "/keuangan\\..\\evil",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "blob:x",
    "mailto:x@evil.example",
    " //evil.example", "\t//evil.example", "\n//evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r/evil.example", "//evil.example\r\nSet-Cookie: a=b", "/keuangan/\r\nX: y", "%0d%0aX: y", "http://[",
    "//user@evil.example", "//evil.example:80/keuangan/", "//%65vil.example", "keuangan", "../keuangan",
    "?x=1", "#x",
    "/\u202e//evil", "/tidak-ada", "/keluar", "/admin/", "\u00a0//evil.example",
    "//localhost.evil.example/keuangan/",
)  # fmt: skip


def test_a_target_elsewhere_is_not_followed(client: PageClient, siti: User) -> None:
    assert len(EVIL) >= 40
    for target in EVIL:
        client.browser.delete_cookie("sesi")
        assert attempt(client, "siti", PASSWORD, 303, target=target).location == "/keuangan/", target


def test_a_target_of_ours_is_followed_with_its_query(client: PageClient, siti: User) -> None:
    assert attempt(client, "siti", PASSWORD, 303, target="/?x=1").location == "/?x=1"


def test_the_trail_keeps_failed_tries_without_what_was_typed(client: PageClient, siti: User) -> None:
    attempt(client, "siti", "salah-sekali-0")
    attempt(client, "kata-sandi-salah-kolom", "x")
    failed = events("accounts.sign_in_failed")
    assert [event.subject_id for event in failed] == [siti.id, None]
    assert all("kata-sandi" not in repr(vars(event)) for event in failed)
