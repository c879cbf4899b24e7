"""The application object: Flask without the steps that a till's request would pay for and never use."""

from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain
from typing import Any

from flask import Flask, Request, Response, request
from flask.globals import request_ctx
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError
from werkzeug.routing import MapAdapter

from app.extensions import compress
from app.web.http.policy import TILL, rule_for

TILLS_DOOR = "/api/"
Hook = Callable[..., Any]
_LONG = 1_000_000
"""The size in bytes of an answer that does not state its length."""


class BrowserSession(SecureCookieSessionInterface):
    """The session cookie, for people's browsers only. The tills' routes neither read nor set it: they accept only a
    token, so that a cookie opens nothing there, whatever a view does."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        """Return the browser's session; an empty one on the tills' routes."""
        if request.path.startswith(TILLS_DOOR):
            return self.make_null_session(app)
        return super().open_session(app, request)


class App(Flask):
    """Flask with our session. Views and hooks are plain functions here (a test checks that), so none is checked,
    fifteen times per request, for being a coroutine."""

    session_interface = BrowserSession()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the request's host, case-insensitively. SecurityError for a host that is not in TRUSTED_HOSTS."""
        try:
            return super().create_url_adapter(request)
        except SecurityError:
            if request is None:
                raise
            request.environ["HTTP_HOST"] = request.environ.get("HTTP_HOST", "").lower()
            return super().create_url_adapter(request)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function unchanged."""
        return func

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Run the before-request hooks; for a till only our own."""
        if not is_for_tills(request):
            return super().preprocess_request()
        for hook in self._before_tills:
            answer: ResponseReturnValue | None = hook()
            if answer is not None:
                return answer
        return None

    def process_response(self, response: Response) -> Response:
        """Run the after-request hooks; a till has no session to save."""
        context = request_ctx._get_current_object()  # type: ignore[attr-defined]
        if not is_for_tills(context.request):
            return super().process_response(response)
        for hook in chain(context._after_request_functions, self._after_tills):
            response = hook(response)
        if int(response.headers.get("Content-Length", _LONG)) >= self.config["COMPRESS_MIN_SIZE"]:
            response = compress.after_request(response)
        return response

    def do_teardown_request(self, *error: Any, **named: Any) -> None:
        """Run the hooks at a request's end."""
        if not is_for_tills(request):
            super().do_teardown_request(*error, **named)
            return
        given = error[0] if error else named.get("exc")
        for hook in self._ending_tills:
            hook(given)

    @cached_property
    def _before_tills(self) -> list[Hook]:
        return _ours(self.before_request_funcs)

    @cached_property
    def _after_tills(self) -> list[Hook]:
        return _ours(self.after_request_funcs)[::-1]

    @cached_property
    def _ending_tills(self) -> list[Hook]:
        return _ours(self.teardown_request_funcs)[::-1]


def is_for_tills(given: Request) -> bool:
    """Whether only a till's token opens the requested endpoint."""
    return rule_for(given.endpoint or "") is TILL


def _ours(hooks: dict[Any, list[Hook]]) -> list[Hook]:
    """The hooks of every request and those of the tills' blueprint that concern a till, in their order.

    The libraries' look after cookies, form tokens and floods of strangers, and one of ours after files that people
    send: a request that only a till's token opens has none of these (`app/web/http/rate_limits.py`, `CSRF_EXEMPT`).
    """
    every: Iterable[Hook] = (*hooks.get(None, ()), *hooks.get("api", ()))
    return [one for one in every if _is_ours(getattr(one, "__module__", ""))]


def _is_ours(module: str) -> bool:
    return module.startswith("app.") and module != "app.web.ui.uploads"
