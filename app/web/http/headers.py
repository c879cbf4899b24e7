"""Security headers of every answer, errors included.

They are written by hand and tested: no library also supports plain http.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from flask import Flask, Response, request

from app.web.http.flask_app import has_session

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
_TILL_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""Only the till's page may compile WebAssembly from our files: some devices need a decoder for its camera."""
_CLOSED = ("geolocation", "microphone", "payment", "usb", "display-capture", "browsing-topics")
CAMERA_BLUEPRINT = "cashier"
"""Only the till scans cards; no other page may use the camera."""
NEVER_PRIVATE = ("static", "public.show_photo")
"""Endpoints of files that are the same for everybody, also for a signed-in person."""
ONE_YEAR = 31_536_000


def permissions_policy(*, camera: bool) -> str:
    """Return the value of Permissions-Policy: a page may use no feature, or the camera alone."""
    closed = ", ".join(f"{feature}=()" for feature in _CLOSED)
    return f"camera={'(self)' if camera else '()'}, {closed}"


@cache
def expected_headers(*, camera: bool = False, secure: bool = False) -> Mapping[str, str]:
    """Return the fixed headers of every answer; the hook below sets them and tests compare with them."""
    headers = {
        "Content-Security-Policy": _TILL_POLICY if camera else CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": permissions_policy(camera=camera),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    return MappingProxyType(headers)


def forget_cached_pages(response: Response) -> Response:
    """Let the browser delete its cached pages after signing out, but not "storage", which holds the till's unsent
    sales."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _add_headers(response: Response) -> Response:
    current_request = request._get_current_object()  # type: ignore[attr-defined]
    camera = current_request.blueprint == CAMERA_BLUEPRINT
    for name, value in expected_headers(camera=camera, secure=current_request.is_secure).items():
        response.headers.set(name, value)
    if current_request.endpoint not in NEVER_PRIVATE:
        _set_caching(response)
    return response


def _set_caching(response: Response) -> None:
    """Forbid caching, because nearly every page shows somebody's data or contains a token. The header that a public
    page sets itself is used only for a visitor without a session."""
    if "Cache-Control" in response.headers and response.cache_control.public and not has_session(request):
        response.vary.add("Cookie")  # a cookie chooses the language
    else:
        response.headers["Cache-Control"] = "no-store"


def register_headers(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    app.after_request(_add_headers)
