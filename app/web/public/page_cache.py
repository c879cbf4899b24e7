"""A cache of pages that are the same for every stranger (ADR 0059).

A page is sent again as long as its mark is current. The mark contains the version of the data, so that a withdrawn
page is gone at once, and the minute, because opening hours and stock follow the clock. A signed-in person gets a page
that is rendered anew.
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
"""Answers of one page: browsers accept different compressions, and some have the page already."""
PAGE_IN_ENVIRON = "jiku.stored_page"
"""The key in a request's environ of the stored page from which its answer was made."""
_QUALITY = 6


@dataclass
class StoredPage:
    """A page as the view made it, and the whole answers made from it (`app/web/public/stored_answers.py`)."""

    mark: Mark
    body: bytes
    etag: str
    mimetype: str
    rule: str
    compressed: bytes = b""
    answers: dict[Key, Any] = field(default_factory=dict)


@dataclass
class StoredPages:
    """The latest pages of one application."""

    pages: OrderedDict[Key, StoredPage] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, key: Key) -> StoredPage | None:
        """Return the page under this key, current or not."""
        with self.lock:
            return self.pages.get(key)

    def store(self, key: Key, page: StoredPage) -> None:
        """Store a page; above MOST_PAGES it replaces the oldest."""
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)

    def store_answer(self, page: StoredPage, key: Key, answer: Any) -> None:
        """Store a whole answer of a page; above MOST_ANSWERS it replaces the page's oldest."""
        with self.lock:
            while len(page.answers) >= MOST_ANSWERS:
                page.answers.pop(next(iter(page.answers)))
            page.answers[key] = answer


def pages_of_app(app: Flask) -> StoredPages:
    """Return the stored pages of an application."""
    pages: StoredPages = app.extensions.setdefault("public_pages", StoredPages())
    return pages


def key_of(environ: Mapping[str, Any], language: str) -> Key:
    """Return the key of a page: the URL as the browser wrote it, and the language."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    path = (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
    return (environ["wsgi.url_scheme"], host, *path, language)


def mark_of(version: Version) -> Mark:
    """Return the mark of a page that is made now from this version of the data."""
    now = clock.local(clock.now())
    return version, now.date(), now.hour, now.minute


def same_for_all(view: Callable[P, Any]) -> Callable[P, Response]:
    """Cache the answers, of status 200, of a view whose page contains neither a form token nor data of a visitor."""

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
        request.environ[PAGE_IN_ENVIRON] = stored
        return _send(stored)

    same_for_strangers(cached)
    return cached


def _send(stored: StoredPage) -> Response:
    """Return the stored page as an answer, compressed (once) if the browser accepts brotli."""
    is_compressed = bool(request.accept_encodings["br"])
    if is_compressed and not stored.compressed:
        stored.compressed = brotli.compress(stored.body, quality=_QUALITY)
    answer = Response(stored.compressed if is_compressed else stored.body, mimetype=stored.mimetype)
    if is_compressed:
        answer.headers["Content-Encoding"] = "br"
    answer.vary.add("Accept-Encoding")
    answer.cache_control.public = True
    answer.cache_control.no_cache = (
        True  # browsers revalidate each time, so a withdrawn page disappears there, too
    )
    answer.set_etag(f"{stored.etag}{'-br' if is_compressed else ''}")
    return answer.make_conditional(request)
