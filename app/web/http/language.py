"""The language of a page: Indonesian, unless the reader switched to English. A cookie stores the choice.

The browser's Accept-Language is ignored on purpose: office computers send English though nobody chose it.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, has_request_context, redirect, request
from flask_babel import get_locale

from app.extensions import babel
from app.shared import clock

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT = "id"
COOKIE = "bahasa"
_ONE_YEAR = 31_536_000


def cookie_name() -> str:
    """Return the cookie's name; over HTTPS its prefix makes the browser refuse a cookie of another host (decisions,
    how)."""
    return f"__Host-{COOKIE}" if current_app.config.get("SESSION_COOKIE_SECURE") else COOKIE


def choose_language() -> str:
    """Return the language code of this request: the reader's cookie if it names a supported one, else Indonesian."""
    requested = request.cookies.get(cookie_name(), DEFAULT) if has_request_context() else DEFAULT
    return requested if requested in LANGUAGES else DEFAULT


def _city_zone() -> str:
    return str(clock.zone())


def local_path(target: str) -> str:
    """Return `target` if it is a path of this site, else `/`: never another host, a scheme, or a backslash trick."""
    plain = (
        target.startswith("/") and not target.startswith("//") and target.isprintable() and "\\" not in target
    )
    if not plain:
        return "/"
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else "/"


def change_language() -> Response:
    """Store `bahasa` (id or en; else unchanged) in the cookie, and redirect to `kembali`; the view behind POST
    /bahasa."""
    response = redirect(local_path(request.form.get("kembali", "/")), code=303)
    requested = request.form.get("bahasa", "")
    if requested in LANGUAGES:
        response.set_cookie(
            cookie_name(),
            requested,
            max_age=_ONE_YEAR,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            httponly=True,
            samesite="Lax",
        )
    return response  # type: ignore[return-value]  # werkzeug's redirect is typed as its base class


def register_language(app: Flask) -> None:
    """Start Flask-Babel with our choice of language and the city's zone; templates get the list of languages."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT)
    babel.init_app(app, locale_selector=choose_language, timezone_selector=_city_zone)
    app.jinja_env.globals.update(languages=LANGUAGES, get_locale=get_locale)
