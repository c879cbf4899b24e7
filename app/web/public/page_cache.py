"""Pages that are the same for every stranger, made once and handed out until the city changes (ADR 0059).

Their mark is the version of what they show: a withdrawn page is gone at once. Words that follow the clock (open until
three) and the pieces on a shelf make the minute a part of it. Who is signed in gets a page of their own.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import Any, ParamSpec

import brotli
from flask import Flask, Response, current_app, make_response, request

from app.catalogue.version import Version, get_version
from app.shared import clock
from app.web.http.flask_app import has_session, same_for_strangers
from app.web.http.language import choose_language

P = ParamSpec("P")
Key = tuple[str, ...]
Mark = tuple[Any, ...]
MOST_PAGES = 400
MOST_ANSWERS = 4
"""Of one page: what browsers can unpack differs, and some have the page already."""
HANDED_OUT = "jiku.stored_page"
"""In a request's environ: the stored page its answer was made from."""
_QUALITY = 6


@dataclass
class StoredPage:
    """A page as a view made it, and whole answers made from it (`app/web/public/stored_answers.py`)."""

    mark: Mark
    body: bytes
    etag: str
    mimetype: str
    rule: str
    packed: bytes = b""
    answers: dict[Key, Any] = field(default_factory=dict)


@dataclass
class StoredPages:
    """The pages of one application that were made last."""

    pages: OrderedDict[Key, StoredPage] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: Key) -> StoredPage | None:
        """The page under this key, fresh or not."""
        with self.lock:
            return self.pages.get(key)

    def store(self, key: Key, page: StoredPage) -> None:
        """Store a page, instead of the oldest where there are many."""
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)

    def store_answer(self, page: StoredPage, key: Key, answer: Any) -> None:
        """Store a whole answer of a page, instead of its oldest where there are many."""
        with self.lock:
            while len(page.answers) >= MOST_ANSWERS:
                page.answers.pop(next(iter(page.answers)))
            page.answers[key] = answer


def pages_of_app(app: Flask) -> StoredPages:
    """The stored pages of an application."""
    found: StoredPages = app.extensions.setdefault("public_pages", StoredPages())
    return found


def key_of(environ: Mapping[str, Any], language: str) -> Key:
    """What a page is stored under: the address as the browser wrote it, and the language."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    path = (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
    return (environ["wsgi.url_scheme"], host, *path, language)


def mark_of(version: Version) -> Mark:
    """The mark of a page that is made now."""
    now = clock.local(clock.now())
    return version, now.date(), now.hour, now.minute


def same_for_all(view: Callable[P, Any]) -> Callable[P, Response]:
    """Store the answers of a page without a form token and without anything of a visitor; only those of 200."""

    @wraps(view)
    def cached(*args: P.args, **kwargs: P.kwargs) -> Response:
        if has_session(request):
            return make_response(view(*args, **kwargs))
        pages = pages_of_app(current_app)
        key, mark = key_of(request.environ, choose_language()), mark_of(get_version())
        stored = pages.find(key)
        if stored is None or stored.mark != mark:
            answer = make_response(view(*args, **kwargs))
            if answer.status_code != 200:
                return answer
            body = answer.get_data()
            etag, rule = sha256(body).hexdigest()[:24], str(request.url_rule)
            stored = StoredPage(mark, body, etag, str(answer.mimetype), rule)
            pages.store(key, stored)
        request.environ[HANDED_OUT] = stored
        return _hand_out(stored)

    same_for_strangers(cached)
    return cached


def _hand_out(stored: StoredPage) -> Response:
    """The stored page; packed once where the browser can unpack it."""
    is_packed = bool(request.accept_encodings["br"])
    if is_packed and not stored.packed:
        stored.packed = brotli.compress(stored.body, quality=_QUALITY)
    answer = Response(stored.packed if is_packed else stored.body, mimetype=stored.mimetype)
    if is_packed:
        answer.headers["Content-Encoding"] = "br"
    answer.vary.add("Accept-Encoding")
    answer.cache_control.public = True
    answer.cache_control.no_cache = True  # a browser asks each time: what was withdrawn is gone there, too
    answer.set_etag(f"{stored.etag}{'-br' if is_packed else ''}")
    return answer.make_conditional(request)
