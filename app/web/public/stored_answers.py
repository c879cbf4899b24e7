"""A cache of whole answers in front of Flask, for the pages that `page_cache.py` stores (ADR 0066).

Flask makes the first answer. A later request that agrees in everything the answer depends on gets the same bytes and
headers, with its own number and date, as long as the page's mark is current.
"""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.catalogue.version import find_version
from app.extensions import db
from app.web.http.language import DEFAULT
from app.web.http.rate_limits import exceeds_limit
from app.web.http.traffic import number_for
from app.web.http.whole_answers import Headers, WholeAnswer, capture_answer
from app.web.public.page_cache import PAGE_IN_ENVIRON, Key, StoredPage, key_of, mark_of, pages_of_app
from config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_STORABLE = ("200", "304")


class StoredAnswers:
    """WSGI middleware: answers from memory, or passes the request on; always passed on: cookies, other methods."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self._app, self._engine = app, engine
        self._settings: Settings = app.config["SETTINGS"]
        self._pages, self._traffic = pages_of_app(app), app.extensions["traffic"]
        self.application: WSGIApplication = app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory if the answer is stored, else let the application answer."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ or "HTTP_IF_MATCH" in environ:
            return self.application(environ, start_response)
        began = time.perf_counter()
        stored = self._find(environ)
        if stored is None or exceeds_limit(self._app, environ.get("REMOTE_ADDR")):
            return self._answer_and_store(environ, start_response)
        page, answer = stored
        number = number_for(environ, self._settings)
        seconds = time.perf_counter() - began
        self._traffic.record("GET", int(answer.status[:3]), seconds, page.rule, number)
        return answer.send(start_response, number)

    def _find(self, environ: "WSGIEnvironment") -> tuple[StoredPage, WholeAnswer] | None:
        page = self._pages.find(key_of(environ, DEFAULT))
        answer: WholeAnswer | None = page.answers.get(_variant(environ)) if page else None
        if page is None or answer is None:
            return None
        try:
            version = find_version(self._engine)
        except SQLAlchemyError:  # the application answers with the error page
            return None
        return (page, answer) if version is not None and page.mark == mark_of(version) else None

    def _answer_and_store(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let the application answer, and store the answer if it was made from a stored page."""

        def may_store(status: str, _: Headers) -> bool:
            return PAGE_IN_ENVIRON in environ and status.startswith(_STORABLE)

        parts, answer = capture_answer(self.application, environ, start_response, may_store)
        page: StoredPage | None = environ.pop(PAGE_IN_ENVIRON, None)
        if page is not None and answer is not None:
            self._pages.store_answer(page, _variant(environ), answer)
        return parts


def _variant(environ: "WSGIEnvironment") -> Key:
    """Return what an answer of a page depends on: the accepted compressions, and what the browser has already."""
    return environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", "")


def register_stored_answers(app: Flask) -> None:
    """Put this cache in front of the application. ProxyFix is added later, so it runs before this cache."""
    with app.app_context():
        engine = db.engine
    app.wsgi_app = StoredAnswers(app, engine)  # type: ignore[method-assign]
