"""The application object: Flask, without two things a till's request would pay for and never use."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.exceptions import SecurityError
from werkzeug.routing import MapAdapter

TILLS_DOOR = "/api/"


class PeoplesSession(SecureCookieSessionInterface):
    """The session cookie is for people's browsers. The tills' door reads none and sets none: a token is all it
    knows, so that a cookie can open nothing there, whatever a view does."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        """Who the browser says it is; nobody at the tills' door."""
        if request.path.startswith(TILLS_DOOR):
            return self.make_null_session(app)
        return super().open_session(app, request)


class House(Flask):
    """Flask with our session. Views and hooks are plain functions here (a test looks), so none is asked, fifteen
    times in each request, whether it is a coroutine."""

    session_interface = PeoplesSession()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the request's host; its case is no difference. SecurityError for a host not in TRUSTED_HOSTS."""
        try:
            return super().create_url_adapter(request)
        except SecurityError:
            if request is None:
                raise
            request.environ["HTTP_HOST"] = request.environ.get("HTTP_HOST", "").lower()
            return super().create_url_adapter(request)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func
