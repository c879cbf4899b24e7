"""The application class: Flask that skips, for tills and strangers, the hooks that they never need."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from flask import Flask, Request, Response, current_app, request
from flask.globals import request_ctx
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError
from werkzeug.routing import MapAdapter

from app.extensions import compress
from app.web.http.policy import TILL, rule_for
from app.web.http.rate_limits import count_stranger

TILL_PATHS = "/api/"
TILLS, STRANGERS = "api", "public"
"""Two kinds of requests for which only our own hooks run, each named after its blueprint."""
Hook = Callable[..., Any]
_UNKNOWN_LENGTH = 1_000_000
"""The assumed size, in bytes, of an answer without a Content-Length."""


class BrowserSession(SecureCookieSessionInterface):
    """Reads and writes the session cookie of people's browsers.

    The tills' routes neither read nor set it: they accept only a token, so a cookie gives no access there.
    """

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        """Return the browser's session; an empty one without a cookie; on the tills' routes a null session."""
        if request.path.startswith(TILL_PATHS):
            return self.make_null_session(app)
        if not has_session(request):
            return self.session_class()
        return super().open_session(app, request)


class App(Flask):
    """Flask with our session. A test checks that no view or hook is a coroutine, so `ensure_sync`, which Flask calls
    some fifteen times per request, checks nothing."""

    session_interface = BrowserSession()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the URL map to the request's host, ignoring case. SecurityError if the host is not in TRUSTED_HOSTS."""
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
        """Run the before-request hooks; for a till or a stranger only our own."""
        kind = kind_of(request)
        if not kind:
            return super().preprocess_request()
        if kind is STRANGERS:
            count_stranger()
        for hook in self._own_hooks[kind].before:
            answer: ResponseReturnValue | None = hook()
            if answer is not None:
                return answer
        return None

    def process_response(self, response: Response) -> Response:
        """Run the after-request hooks; a till and a stranger have no session to save."""
        context = request_ctx._get_current_object()  # type: ignore[attr-defined]
        kind = kind_of(context.request)
        if not kind:
            return super().process_response(response)
        for hook in chain(context._after_request_functions, self._own_hooks[kind].after):
            response = hook(response)
        if int(response.headers.get("Content-Length", _UNKNOWN_LENGTH)) >= self.config["COMPRESS_MIN_SIZE"]:
            response = compress.after_request(response)
        return response

    def do_teardown_request(self, *error: Any, **named: Any) -> None:
        """Run the teardown hooks; for a till or a stranger only our own."""
        kind = kind_of(request)
        if not kind:
            super().do_teardown_request(*error, **named)
            return
        exception = error[0] if error else named.get("exc")
        for hook in self._own_hooks[kind].teardown:
            hook(exception)

    @cached_property
    def _own_hooks(self) -> dict[str, "_OwnHooks"]:
        return {
            kind: _OwnHooks(
                _ours(self.before_request_funcs, kind),
                _ours(self.after_request_funcs, kind)[::-1],
                _ours(self.teardown_request_funcs, kind)[::-1],
            )
            for kind in (TILLS, STRANGERS)
        }


@dataclass(frozen=True, slots=True)
class _OwnHooks:
    before: list[Hook]
    after: list[Hook]
    teardown: list[Hook]


def same_for_strangers(view: Hook) -> Hook:
    """Mark a view whose page contains neither a form token nor data of a visitor: for strangers only our hooks run."""
    view.is_same_for_strangers = True  # type: ignore[attr-defined]
    return view


def kind_of(incoming: Request) -> str:
    """Return `TILLS` if only a till's token opens the endpoint, `STRANGERS` if the view is `same_for_strangers` and
    the request has no session, else ""."""
    endpoint = incoming.endpoint or ""
    if rule_for(endpoint) is TILL:
        return TILLS
    view = current_app.view_functions.get(endpoint)
    if getattr(view, "is_same_for_strangers", False) and not has_session(incoming):
        return STRANGERS
    return ""


def has_session(incoming: Request) -> bool:
    """Whether the browser sent a session cookie, valid or not."""
    return current_app.config["SESSION_COOKIE_NAME"] in incoming.cookies


def _ours(hooks: dict[Any, list[Hook]], blueprint: str) -> list[Hook]:
    """Return our own hooks for a blueprint, in their order: those of every request, then the blueprint's.

    The libraries' hooks check cookies, form tokens and request rates. A request with a till's token needs none of
    these (`app/web/http/rate_limits.py`, `CSRF_EXEMPT`). A stranger who reads a page has neither cookie nor form, and
    `count_stranger` counts the request.
    """
    registered: Iterable[Hook] = (*hooks.get(None, ()), *hooks.get(blueprint, ()))
    skipped = _SKIPPED[blueprint]
    modules = ((hook, getattr(hook, "__module__", "")) for hook in registered)
    return [hook for hook, module in modules if module.startswith("app.") and module not in skipped]


_SKIPPED = {
    TILLS: {"app.web.ui.uploads"},
    STRANGERS: {"app.web.ui.uploads", "app.web.http.transaction"},
}
"""Modules of our own whose hooks are skipped: neither kind of request sends a file, and a stranger writes nothing."""
