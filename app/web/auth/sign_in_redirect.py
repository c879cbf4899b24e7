"""Starts the new session after signing in, and redirects to the right page."""

from flask import current_app, redirect, request, session, url_for
from flask_login import current_user, login_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from app.accounts.queries import find_identity
from app.accounts.rules.identity import Identity
from app.accounts.services import NewSession, end_sessions
from app.web.http.language import local_path
from app.web.http.policy import may_enter
from app.web.http.roles import PAGES


def sign_in_and_redirect(signed_in: NewSession, target: str = "") -> Response:
    """Give the browser the new session's key, drop everything of its old session, and redirect."""
    if current_user.is_authenticated:
        end_sessions(current_user.id, "replaced", ids=[current_user.session_id])
    session.clear()  # a new CSRF token, too
    login = find_identity(signed_in.key)
    if login is None:
        raise RuntimeError("a session just begun cannot be over")
    login_user(login.identity)
    return redirect(destination(login.identity, target), 303)


def destination(identity: Identity, target: str = "") -> str:
    """Return the URL to redirect to: `target` if it is ours and this person may open it, else the front page of the
    only role, or the page for choosing among several roles."""
    path = local_path(target)
    if path != "/" and _opens(path, identity):
        return path
    homes = homes_of(identity)
    return homes[0][1] if len(homes) == 1 else url_for("auth.choose_role")


def homes_of(identity: Identity) -> list[tuple[str, str]]:
    """Return (role, its front page) for each role of this person, in the order of `PAGES`."""
    return [(role, pages.home) for role, pages in PAGES.items() if role in identity.role_names]


def agent() -> str:
    """Return the browser's User-Agent, at most 200 characters, for the list of sessions."""
    return request.headers.get("User-Agent", "")[:200]


def _opens(path: str, identity: Identity) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(path.partition("?")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return False
    name = str(endpoint)
    return not name.startswith("auth.") and may_enter(name, identity.role_names, True)
