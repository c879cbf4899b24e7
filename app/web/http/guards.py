"""Checks before every request whether the policy lets its user open the endpoint."""

from datetime import timedelta
from typing import Any

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.queries import find_identity
from app.accounts.rules.identity import Identity
from app.accounts.services import touch_session
from app.audit.queries import has_event_since
from app.audit.rules import Actor
from app.audit.services import client_address, record_event
from app.extensions import login_manager
from app.shared import clock, proven
from app.shared.transaction import side_transaction
from app.web.http.policy import PUBLIC, TILL, may_enter, rule_for

REFUSAL_INTERVAL = timedelta(minutes=1)
"""The trail records at most one refusal per person and endpoint in this time."""


def register_access(app: Flask) -> None:
    """Install the access check, and the function with which Flask-Login loads the account of a cookie."""
    login_manager.user_loader(load_identity)
    login_manager.session_protection = (
        None  # a phone's address changes; our table of sessions decides instead
    )
    app.before_request(_add_address)
    app.before_request(check_access)


def _add_address() -> None:
    client_address.set(request.remote_addr)


def load_identity(key: str) -> Identity | None:
    """Return the account of this session key, or None; every request reads it from the database."""
    login = find_identity(key)
    if login is None:
        return None
    proven.add(request.cookies.get(current_app.config["SESSION_COOKIE_NAME"], ""))
    g.session_needs_touch = login.needs_touch
    return login.identity


def check_access() -> Response | None:
    """Let the request pass, redirect to the sign-in page, or refuse with 403. The trail records a refused attempt."""
    endpoint = request.endpoint
    if endpoint is None or rule_for(endpoint) in (PUBLIC, TILL):
        return None
    if may_enter(endpoint, roles_of(current_user), current_user.is_authenticated):
        if g.pop("session_needs_touch", False):
            touch_session(current_user.session_id)
        return None
    if current_user.is_authenticated:
        record_refusal(endpoint)
        abort(403)
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("auth.sign_in", lanjut=request.full_path.rstrip("?")), 303)
    abort(401)


def roles_of(user: Any) -> frozenset[str]:
    """Return the names of a login's roles; empty for a stranger."""
    return user.role_names if user.is_authenticated else frozenset()


def current_actor() -> Actor:
    """Return the actor of this request, for services and the trail. RuntimeError for a stranger."""
    if "actor" in g:
        return g.actor  # type: ignore[no-any-return]
    if not current_user.is_authenticated:
        raise RuntimeError("nobody is signed in")
    return Actor("user", current_user.id, current_user.username)


def record_refusal(endpoint: str) -> None:
    """Record a refused attempt in the trail, once per `REFUSAL_INTERVAL`, person and endpoint, in a side transaction:
    the request itself changes nothing."""
    actor, since = current_actor(), clock.now() - REFUSAL_INTERVAL
    if has_event_since(since, "access.refused", actor, endpoint):
        return
    with side_transaction() as session:
        if not has_event_since(since, "access.refused", actor, endpoint, session):
            record_event("access.refused", actor=actor, subject=endpoint, session=session)
