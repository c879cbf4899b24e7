"""The short way to a stored page: its whole answer again, before Flask works out whom it is for (ADR 0066).

Nothing here makes an answer. The full way makes the first; later requests that are alike in all it depends on get the
same bytes and headers, with their own number and date, as long as the page's mark is the present one.
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
from app.web.http.whole_answers import Headers, WholeAnswer, take_whole
from app.web.public.page_cache import HANDED_OUT, Key, StoredPage, key_of, mark_of, pages_of_app
from config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_STORABLE = ("200", "304")


class StoredAnswers:
    """The application behind its stored answers. Requests with a cookie, and all but GET, pass through."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self._app, self._engine = app, engine
        self._settings: Settings = app.config["SETTINGS"]
        self._pages, self._traffic = pages_of_app(app), app.extensions["traffic"]
        self.full_way: WSGIApplication = app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory if that is possible, else the full way."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ or "HTTP_IF_MATCH" in environ:
            return self.full_way(environ, start_response)
        began = time.perf_counter()
        found = self._find(environ)
        if found is None or exceeds_limit(self._app, environ.get("REMOTE_ADDR")):
            return self._answer_in_full(environ, start_response)
        page, answer = found
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
        except SQLAlchemyError:  # the full way says what is wrong
            return None
        return (page, answer) if version is not None and page.mark == mark_of(version) else None

    def _answer_in_full(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer the full way, and store the answer where it was made from a stored page."""

        def is_stored(status: str, _: Headers) -> bool:
            return HANDED_OUT in environ and status.startswith(_STORABLE)

        parts, answer = take_whole(self.full_way, environ, start_response, is_stored)
        page: StoredPage | None = environ.pop(HANDED_OUT, None)
        if page is not None and answer is not None:
            self._pages.store_answer(page, _variant(environ), answer)
        return parts


def _variant(environ: "WSGIEnvironment") -> Key:
    """What else of a request its answer depends on: how it may be packed, and what the browser has already."""
    return environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", "")


def register_stored_answers(app: Flask) -> None:
    """Put the stored answers before the application; a front's words about the visitor are read before them."""
    with app.app_context():
        engine = db.engine
    app.wsgi_app = StoredAnswers(app, engine)  # type: ignore[method-assign]
