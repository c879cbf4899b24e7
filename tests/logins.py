"""Signing somebody in without the password's hashing: account and session are real."""

from __future__ import annotations

import contextvars
import itertools
from typing import Any

from flask import Flask

from app.accounts.queries import list_sessions
from app.accounts.rules.identity import grant_for
from app.accounts.services import create_user, start_session
from app.audit.rules import SYSTEM
from app.shared.transaction import begin_writing, commit, is_writing
from app.tills.models import Till
from app.tills.services.tills import get_or_renew_login_till
from tests.pages import PageClient

_numbers = itertools.count(1)


def sign_in(
    app: Flask, *roles: str, unit: Any = None, booth: Any = None, employee: Any = None, username: str = ""
) -> PageClient:
    """A browser of a new account with these roles.

    `unit` (for opd), `booth` (for cashier, manager) and `employee` are rows or their ids. The account is on
    `client.user`; what the test was writing is committed, and goes on being written.
    """
    was_writing = is_writing()
    begin_writing()
    grants = [grant_for(role, unit_id=_id(unit), booth_id=_id(booth)) for role in roles]
    user = create_user(
        username or f"{roles[0]}{next(_numbers)}", actor=SYSTEM, grants=grants, employee_id=_id(employee)
    )
    key = start_session(user.id)
    commit()
    if was_writing:
        begin_writing()
    return _browser(app, user, key)


def sign_in_again(app: Flask, user: Any) -> PageClient:
    """Another browser of an account there is already, e.g. after its roles ended the session before."""
    was_writing = is_writing()
    begin_writing()
    key = start_session(user.id)
    commit()
    if was_writing:
        begin_writing()
    return _browser(app, user, key)


def make_login_till(user_id: int, booth_id: int, token: str = "") -> tuple[Till, str]:
    """The till of a browser where this cashier has just signed in, in the test's own writing transaction."""
    start_session(user_id)
    (session, *_) = list_sessions(user_id, limit=1)
    return get_or_renew_login_till(user_id, booth_id, session_id=session.id, actor=SYSTEM, token=token)


def _browser(app: Flask, user: Any, key: str) -> PageClient:
    client = PageClient(app, user=user)
    contextvars.Context().run(_put_cookie, client, key)
    return client


def _put_cookie(client: PageClient, key: str) -> None:
    with client.browser.session_transaction() as cookie:
        cookie["_user_id"] = key
        cookie["_fresh"] = True
    client.is_signed_in = True


def _id(thing: Any) -> int | None:
    return getattr(thing, "id", thing)
