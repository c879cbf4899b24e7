"""The application object: Flask without the steps that a till or a stranger would pay for and never use."""

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
"""The blueprints of the two kinds of requests for which only our own hooks run."""
Hook = Callable[..., Any]
_LONG = 1_000_000
"""The size in bytes of an answer that does not state its length."""


class BrowserSession(SecureCookieSessionInterface):
    """The session cookie, for people's browsers only. The tills' routes neither read nor set it: they accept only a
    token, so that a cookie opens nothing there, whatever a view does."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        """Return the browser's session; an empty one on the tills' routes and without a cookie."""
        if request.path.startswith(TILL_PATHS):
            return self.make_null_session(app)
        if not has_session(request):
            return self.session_class()
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
        if int(response.headers.get("Content-Length", _LONG)) >= self.config["COMPRESS_MIN_SIZE"]:
            response = compress.after_request(response)
        return response

    def do_teardown_request(self, *error: Any, **named: Any) -> None:
        """Run the hooks at a request's end."""
        kind = kind_of(request)
        if not kind:
            super().do_teardown_request(*error, **named)
            return
        given = error[0] if error else named.get("exc")
        for hook in self._own_hooks[kind].ending:
            hook(given)

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
    ending: list[Hook]


def same_for_strangers(view: Hook) -> Hook:
    """Mark a view whose page has no form token and nothing of a visitor: without a session, only our hooks run."""
    view.is_same_for_strangers = True  # type: ignore[attr-defined]
    return view


def kind_of(given: Request) -> str:
    """`TILLS` where only a till's token opens the endpoint, `STRANGERS` where somebody without a session asks for a
    page that is the same for all of them, else ""."""
    endpoint = given.endpoint or ""
    if rule_for(endpoint) is TILL:
        return TILLS
    view = current_app.view_functions.get(endpoint)
    if getattr(view, "is_same_for_strangers", False) and not has_session(given):
        return STRANGERS
    return ""


def has_session(given: Request) -> bool:
    """Whether the browser sent a session cookie, valid or not."""
    return current_app.config["SESSION_COOKIE_NAME"] in given.cookies


def _ours(hooks: dict[Any, list[Hook]], blueprint: str) -> list[Hook]:
    """The hooks of every request and those of the blueprint, without the libraries', in their order.

    The libraries' look after cookies, form tokens and floods of strangers, and one of ours after files that people
    send: a request that only a till's token opens has none of these (`app/web/http/rate_limits.py`, `CSRF_EXEMPT`). A
    stranger who reads a page has neither cookie nor form, and is counted by `count_stranger`.
    """
    every: Iterable[Hook] = (*hooks.get(None, ()), *hooks.get(blueprint, ()))
    left_out = _LEFT_OUT[blueprint]
    modules = ((one, getattr(one, "__module__", "")) for one in every)
    return [one for one, module in modules if module.startswith("app.") and module not in left_out]


_LEFT_OUT = {
    TILLS: {"app.web.ui.uploads"},
    STRANGERS: {"app.web.ui.uploads", "app.web.http.transaction"},
}
"""Our own hooks that such a request does not need: a stranger sends no file and writes nothing."""
